"""What was found in the filings: findings by severity and rule, the newest delivery apart."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from milestones.figures.labels import label
from milestones.figures.quality.delivery_parts import (
    Parts,
    count_parts,
    draw_parts,
    numbers,
    whole_register_note,
)
from milestones.figures.registry import Column, Context, Drawing, Place, figure
from milestones.i18n import Locale, _

COLUMNS = {
    "received_on": Column(_("Received"), "date"),
    "severity": Column(_("Severity"), "code"),
    "rule": Column(_("Rule"), "code"),
    "findings": Column(_("Findings"), "count"),
}
SEVERITIES = ("rejection", "warning", "information")


@figure(
    "findings",
    places=(Place("quality", "below", 2),),
    question=_("What was found in the filings?"),
    columns=COLUMNS,
)
def draw_findings(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the findings of each rule below their severity."""
    severities = [each for each in SEVERITIES if (frame["severity"] == each).any()]
    groups = {
        severity: count_parts(frame[frame["severity"] == severity], "rule", "findings")
        for severity in severities
    }
    caption = context.locale.sentences(*_sentences(groups, context))
    alt_text = _("Bar chart of the findings by rule. {caption} {list}.")
    return draw_parts(groups, alt_text, caption, context)


def _sentences(groups: dict[str, dict[str, Parts]], context: Context) -> Iterator[str]:
    locale = context.locale
    counts = {
        severity: Parts(*map(sum, zip(*parts.values(), strict=True)))
        for severity, parts in groups.items()
    }
    if not counts:
        yield locale("Nothing was found in the filings of this selection.")
    else:
        listed = [_severity(severity, part, locale) for severity, part in counts.items()]
        yield locale("In all deliveries of this edition: {list}.", list=locale.join(listed))
    yield whole_register_note(context)


def _severity(severity: str, part: Parts, locale: Locale) -> str:
    return f"{label(severity, locale)} {numbers(part, locale)}"
