"""What was found in the filings: findings by severity and rule, the newest delivery apart."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from milestones.figures.labels import label, sentence_case
from milestones.figures.quality.delivery_parts import (
    Parts,
    bar_rows,
    count_parts,
    numbers,
    parts_chart,
    received_line,
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
    places=(Place("quality", "below", 4),),
    question=_("What was found in the filings?"),
    columns=COLUMNS,
)
def draw_findings(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the findings of each rule below their severity."""
    locale, day = context.locale, received_line(context)
    groups = {
        severity: count_parts(frame[frame["severity"] == severity], "rule", "findings")
        for severity in SEVERITIES
    }
    caption = locale.sentences(*_sentences(groups, context))
    found = {
        sentence_case(label(severity, locale)): parts for severity, parts in groups.items() if parts
    }
    if not found:
        return Drawing.empty(caption, day)
    rows = bar_rows(found, lambda rule: sentence_case(label(rule, locale)), locale)
    parts = [part for group in found.values() for part in group.values()]
    listed = [f"{row.label} {row.note}" for row in rows if not row.is_heading]
    alt = locale(
        "Bar chart of the findings by rule. {caption} {list}.",
        caption=caption,
        list=locale.listing(listed),
    )
    return Drawing(parts_chart(rows, parts, locale), caption, alt, day)


def _sentences(groups: dict[str, dict[str, Parts]], context: Context) -> Iterator[str]:
    locale = context.locale
    counts = {
        severity: Parts(*map(sum, zip(*parts.values(), strict=True)))
        for severity, parts in groups.items()
        if parts
    }
    if not counts:
        yield locale("Nothing was found in the filings of this selection.")
    else:
        listed = [_severity(severity, part, locale) for severity, part in counts.items()]
        yield locale("In all deliveries of this edition: {list}.", list=locale.join(listed))
    yield whole_register_note(context)


def _severity(severity: str, part: Parts, locale: Locale) -> str:
    return f"{label(severity, locale)} {numbers(part, locale)}"
