"""The findings of a delivery by rule: how many of each, and a few to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from milestones.editions.findings import Finding

MAX_EXAMPLES = 3
SEVERITY_ORDER = ("rejection", "warning", "information")


@dataclass
class FindingGroup:
    """The findings of one rule and severity."""

    rule: str
    severity: str
    count: int = 0
    examples: list[Finding] = field(default_factory=list)


def group_findings(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Group findings by rule: what rejects first, then the most frequent."""
    groups: dict[tuple[str, str], FindingGroup] = {}
    for finding in findings:
        rule, severity = finding["rule"], finding["severity"]
        group = groups.setdefault((rule, severity), FindingGroup(rule, severity))
        group.count += 1
        if len(group.examples) < MAX_EXAMPLES:
            group.examples.append(finding)
    return sorted(groups.values(), key=_order)


def _order(group: FindingGroup) -> tuple[int, int, str]:
    return SEVERITY_ORDER.index(group.severity), -group.count, group.rule
