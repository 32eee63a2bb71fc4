"""What the newest delivery changed in the verdicts: each milestone as before and as it is now."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from milestones.charts.model import Axis, Chart, Gauge, GaugeBar, Gauges, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.milestone_status import (
    MilestoneStatus,
    prepare_status,
    read_statuses,
)
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    figure,
)
from milestones.frames import Held, Rows, records
from milestones.i18n import Locale, _
from milestones.progress.counts import path_rows

COLUMNS = {
    "milestone": Column(_("Milestone"), "plain"),
    "indicator": Column(_("Indicator"), "code"),
    "status_before": Column(_("Verdict before"), "code"),
    "status": Column(_("Verdict"), "code"),
    "value_before": Column(_("Deciding value before"), "share"),
    "value": Column(_("Deciding value"), "share"),
}
ROW_HEIGHT_PX = 104


class VerdictChange(NamedTuple):
    """A milestone by both editions; `value` is that at the deadline once that has passed."""

    milestone: str
    indicator: str
    status_before: str | None
    status: str
    value_before: float | None
    value: float | None


def prepare_verdict_changes(rows: Rows, facts: Facts) -> Rows:
    """Assess each milestone by both editions, each up to its own day; nothing without both."""
    if facts.previous_as_of is None:
        return Rows(VerdictChange._fields, [])
    now = _assessed(rows, "current", facts)
    before = _assessed(rows, "previous", replace(facts, as_of=facts.previous_as_of))
    listed = [
        VerdictChange(
            id,
            row.indicator,
            before[id].status if id in before else None,
            row.status,
            before[id].deciding_value if id in before else None,
            row.deciding_value,
        )
        for id, row in now.items()
    ]
    return Rows.of(VerdictChange, listed)


def _assessed(rows: Rows, side: str, facts: Facts) -> dict[str, MilestoneStatus]:
    own = Rows(rows.names, [row for row in rows.rows if row[-1] == side])
    return {row.milestone: row for row in read_statuses(prepare_status(own, facts))}


@figure(
    "verdict_changes",
    places=(Place("revisions", "below", 2),),
    question=_("Did the newest delivery change a verdict?"),
    columns=COLUMNS,
    query="milestone_path",
    count=path_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_verdict_changes,
    compare=True,
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_verdict_changes(frame: Held, context: Context) -> Drawing:
    """Draw one row a milestone: the deciding value of this edition in that of the one before."""
    locale = context.locale
    if not len(frame):
        return Drawing.empty(locale("There is no earlier edition to compare this one with."))
    listed = records(frame, VerdictChange)
    said = [_sentence(row, locale) for row in listed]
    caption = locale.sentences(*said)
    alt = locale("Pairs of bars, one a milestone. {caption}", caption=caption)
    return Drawing(_chart(listed, locale), caption, alt)


def _sentence(row: VerdictChange, locale: Locale) -> str:
    facts = {
        "milestone": row.milestone,
        "name": label(row.indicator, locale),
        "before": label(row.status_before or "unknown", locale),
        "now": label(row.status, locale),
        "values": _values(row, locale),
    }
    if row.status_before == row.status:
        return locale("{name} ({milestone}): {now}, as before ({values}).", **facts)
    return locale("{name} ({milestone}): {before} before, {now} now ({values}).", **facts)


def _values(row: VerdictChange, locale: Locale) -> str:
    before, now = (_share(value, locale) for value in (row.value_before, row.value))
    return now if before == now else f"{before} → {now}"


def _share(value: float | None, locale: Locale) -> str:
    return locale("not assessable") if value is None else locale.share(value)


def _chart(listed: list[VerdictChange], locale: Locale) -> Chart:
    gauges = tuple(
        Gauge(
            f"{row.milestone} {label(row.indicator, locale)}",
            above=_words(row, locale),
            below=(_values(row, locale),),
            colour=f"status.{row.status}",
        )
        for row in listed
    )
    before = tuple(_length(row.value_before) for row in listed)
    now = tuple(_length(row.value) for row in listed)
    bars = (
        GaugeBar(locale("previous edition"), before, (), "soft", 0.2),
        GaugeBar(locale("this edition"), now, (), "main", 0.09),
    )
    panel = Panel(Axis(is_shown=False), Axis(is_shown=False), (Gauges(gauges, bars),))
    margins = Margins(top=26, right=8, bottom=26, left=4)
    return Chart((panel,), ROW_HEIGHT_PX * len(listed) + 60, margins)


def _words(row: VerdictChange, locale: Locale) -> str:
    now = sentence_case(label(row.status, locale))
    if row.status_before in (None, row.status):
        return now
    return f"{sentence_case(label(str(row.status_before), locale))} → {now}"


def _length(value: float | None) -> float | None:
    return None if value is None else min(float(value), 1.0)
