"""Are we on plan? The verdict on each milestone, with what it was computed from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from milestones.charts.model import Axis, Chart, Gauge, GaugeBar, Gauges, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import days_from_plan, finished_text, overdue_text, short_percent
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
from milestones.progress.outlook import Outlook, outlooks, state_on

COLUMNS = {
    "milestone": Column(_("Milestone"), "plain"),
    "indicator": Column(_("Indicator"), "code"),
    "status": Column(_("Status"), "code"),
    "reason": Column(_("Reason"), "code"),
    "deadline": Column(_("Deadline"), "date"),
    "as_of": Column(_("As of"), "date"),
    "target": Column(_("Target"), "share"),
    "target_kind": Column(_("Kind of target"), "code"),
    "value_at_deadline": Column(_("Value at the deadline"), "share"),
    "value": Column(_("Value"), "share"),
    "numerator": Column(_("Numerator"), "count"),
    "denominator": Column(_("Denominator"), "count"),
    "planned": Column(_("Planned value"), "share"),
    "ratio": Column(_("Ratio R"), "number"),
    "days_ahead": Column(_("Days ahead of plan (late: negative)"), "count"),
    "reached_on": Column(_("Target reached on"), "date"),
    "required_monthly": Column(_("Required a month"), "share"),
    "recent_monthly": Column(_("Last three months, a month"), "share"),
    "open": Column(_("Still open"), "count"),
    "open_at_deadline": Column(_("Open at the deadline"), "count"),
    "lapsed_at_deadline": Column(_("Lapsed by the deadline"), "count"),
    "closed_late": Column(_("Assessed after the deadline, while valid"), "count"),
    "lapsed_late": Column(_("Lapsed unassessed after the deadline"), "count"),
    "assessed_after_lapse": Column(_("Assessed after the deadline, already lapsed"), "count"),
    "lapsed_open": Column(_("Lapsed before assessment"), "count"),
    "forecast_on": Column(_("Forecast for"), "date"),
    "forecast": Column(_("Forecast"), "share"),
    "forecast_low": Column(_("Forecast, low end of 80%"), "share"),
    "forecast_high": Column(_("Forecast, high end of 80%"), "share"),
    "chance": Column(_("Chance of the target by then"), "share"),
    "method": Column(_("Method"), "code"),
}
ROW_HEIGHT_PX = 104
BAR_THICKNESS = 0.15


class MilestoneStatus(NamedTuple):
    """A milestone's verdict and all that it rests on, as `COLUMNS` heads it.

    The open patents are those of the assessment alone; what stood at the deadline is unknown
    before it. Those open at the deadline are those that were assessed since while valid, those
    that lapsed since unassessed, and those still open; what was assessed after its lapse is apart.
    """

    milestone: str
    indicator: str
    status: str
    reason: str | None
    is_verdict: bool
    deadline: date
    as_of: date
    target: float | None
    target_kind: str
    value_at_deadline: float | None
    value: float | None
    numerator: int
    denominator: int
    planned: float | None
    ratio: float | None
    days_ahead: int | None
    reached_on: date | None
    required_monthly: float | None
    recent_monthly: float | None
    method: str
    open: int | None = None
    open_at_deadline: int | None = None
    lapsed_at_deadline: int | None = None
    closed_late: int | None = None
    lapsed_late: int | None = None
    assessed_after_lapse: int | None = None
    lapsed_open: int | None = None
    forecast_on: date | None = None
    forecast: float | None = None
    forecast_low: float | None = None
    forecast_high: float | None = None
    chance: float | None = None

    @property
    def deciding_value(self) -> float | None:
        """The value at the deadline once that has passed, until then that of the day."""
        return self.value_at_deadline if self.is_verdict else self.value

    @property
    def is_past(self) -> bool:
        """Whether the deadline lies behind, so that two values are told: that then and that now."""
        return self.as_of > self.deadline

    @property
    def days_overdue(self) -> int:
        """Days since the deadline of what is not finished; 0 up to it, and where it is finished."""
        return 0 if self.reached_on else max((self.as_of - self.deadline).days, 0)

    @property
    def patents_missing(self) -> int | None:
        """Patents still to be done before the target is reached; None without a target."""
        if self.target is None:
            return None
        needed = ceil(Decimal(str(self.target)) * self.denominator)
        return max(needed - self.numerator, 0)


def prepare_status(rows: Rows, facts: Facts) -> Rows:
    """Assess each milestone: one row each, all numbers that the verdict rests on."""
    found = outlooks(rows, facts.plan, facts.as_of)
    counts = records(rows, OpenCounts)
    return Rows.of(MilestoneStatus, [_assess(outlook, counts, facts) for outlook in found])


def _assess(outlook: Outlook, counts: list[OpenCounts], facts: Facts) -> MilestoneStatus:
    pace, milestone, target = outlook.pace, outlook.milestone, outlook.milestone.target
    state = state_on(outlook.states, facts.as_of)
    row = MilestoneStatus(
        milestone=milestone.id,
        indicator=milestone.indicator,
        status=pace.status.value,
        reason=pace.reason and pace.reason.value,
        is_verdict=pace.is_verdict,
        deadline=pace.deadline,
        as_of=pace.as_of,
        target=target.value if target else None,
        target_kind=target.kind.value if target else "none",
        value_at_deadline=pace.value_at_deadline,
        value=pace.value,
        numerator=state.numerator if state else 0,
        denominator=state.denominator if state else 0,
        planned=pace.planned,
        ratio=pace.ratio,
        days_ahead=pace.days_ahead,
        reached_on=pace.reached_on,
        required_monthly=outlook.monthly.required,
        recent_monthly=outlook.monthly.recent,
        method=pace.method.value,
    )
    if milestone.indicator == "assessment_coverage":
        row = _with_open_patents(row, counts)
    if outlook.forecast is None or not outlook.forecast.points:
        return row
    last = outlook.forecast.points[-1]
    return row._replace(
        forecast_on=last.on,
        forecast=last.middle,
        forecast_low=last.low,
        forecast_high=last.high,
        chance=outlook.forecast.chance,
    )


class OpenCounts(NamedTuple):
    """The counts that leave patents open from a day on."""

    trace: str
    day: date
    due: int
    assessed: int
    lapsed_open: int
    assessed_after_lapse: int

    @property
    def open(self) -> int:
        """Patents due that are neither assessed nor lapsed."""
        return self.due - self.assessed - self.lapsed_open


def _with_open_patents(row: MilestoneStatus, counts: list[OpenCounts]) -> MilestoneStatus:
    now = _counts_on(counts, row.as_of)
    row = row._replace(open=now.open, lapsed_open=now.lapsed_open)
    if not row.is_verdict:
        return row
    then = _counts_on(counts, row.deadline)
    after_lapse = now.assessed_after_lapse - then.assessed_after_lapse
    return row._replace(
        open_at_deadline=then.open,
        lapsed_at_deadline=then.lapsed_open,
        closed_late=now.assessed - then.assessed - after_lapse,
        lapsed_late=now.lapsed_open - then.lapsed_open + after_lapse,
        assessed_after_lapse=after_lapse,
    )


def _counts_on(counts: list[OpenCounts], day: date) -> OpenCounts:
    """Give the last counts up to a day; before the first all are 0."""
    before = (each for each in reversed(counts) if each.trace == "measured" and each.day <= day)
    return next(before, OpenCounts("measured", day, 0, 0, 0, 0))


def read_statuses(frame: Held) -> list[MilestoneStatus]:
    """Give the rows of the prepared frame."""
    return records(frame, MilestoneStatus)


@figure(
    "milestone_status",
    places=(Place("overview", "below", 1),),
    question=_("Are we on plan?"),
    columns=COLUMNS,
    query="milestone_path",
    count=path_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_status,
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_milestone_status(frame: Held, context: Context) -> Drawing:
    """Draw one bullet bar a milestone: the value against its target and the planned value."""
    locale, listed = context.locale, read_statuses(frame)
    if not listed:
        return Drawing.empty(locale("The plan has no milestone that this register can follow."))
    if all(_is_nothing_due(row, context) for row in listed):
        return Drawing.empty(
            locale("Nothing is due in this selection, so no milestone can be assessed.")
        )
    caption = locale.sentences(*(_verdict_sentence(row, context) for row in listed))
    alt = locale("Bars of the milestones against their targets. {caption}", caption=caption)
    return Drawing(_chart(listed, context), caption, alt)


def _chart(listed: list[MilestoneStatus], context: Context) -> Chart:
    """Draw one bar a milestone; its full length is the target, or all where there is none."""
    locale = context.locale
    gauges = tuple(
        Gauge(
            label=f"{row.milestone} {label(row.indicator, locale)}",
            above=sentence_case(label(row.status, locale)),
            below=(_value_line(row, locale), target_line(row, locale)),
            colour=f"status.{row.status}",
        )
        for row in listed
    )
    series = Gauges(gauges, _gauge_bars(listed, context))
    panel = Panel(Axis(is_shown=False), Axis(is_shown=False), (series,))
    margins = Margins(top=26, right=8, bottom=26, left=4)
    return Chart((panel,), ROW_HEIGHT_PX * len(listed) + 56, margins)


def _gauge_bars(listed: list[MilestoneStatus], context: Context) -> tuple[GaugeBar, ...]:
    """Give the target's length, the value now, the value that decides, and the planned one.

    Where a verdict stands, two numbers belong to a milestone, and a chart of numbers names both
    by their days; a milestone without a verdict has one.
    """
    locale, is_over = context.locale, any(row.is_verdict for row in listed)
    on = locale.date(context.as_of)
    targets = tuple(row.target for row in listed)
    later = [row.value if row.is_verdict else None for row in listed]
    now = tuple(row.value if is_over else None for row in listed)
    decided = tuple(row.deciding_value for row in listed)
    then = tuple(row.value_at_deadline if row.is_verdict else None for row in listed)
    planned = tuple(None if row.is_verdict else row.planned for row in listed)

    def parts(values: Sequence[float | None]) -> tuple[float | None, ...]:
        """Give the part of the target that each value makes up; without one, the share itself."""
        return tuple(
            None if value is None else float(min(value / (target or 1.0), 1.02))
            for target, value in zip(targets, values, strict=True)
        )

    name, whole = sentence_case(label("target", locale)), (1.0,) * len(listed)
    deciding = locale("at the deadline") if is_over else on
    return (
        GaugeBar(name, whole, targets, "grid", BAR_THICKNESS, is_ground=True),
        GaugeBar(on, parts(later), now, "soft", BAR_THICKNESS),
        GaugeBar(deciding, parts(decided), then if is_over else decided, "main", BAR_THICKNESS),
        GaugeBar(
            locale("planned by this day"),
            parts(planned),
            planned,
            "ink",
            BAR_THICKNESS,
            is_stroke=True,
        ),
    )


def milestone_name(row: MilestoneStatus, context: Context) -> str:
    """Give the milestone's name as its plan words it."""
    return context.facts.plan.milestone(row.milestone).name.in_(context.locale.lang)


def target_line(row: MilestoneStatus, locale: Locale) -> str:
    """Put the target in words: target 20% (working target, not official)."""
    if row.target is None:
        return locale("no target set")
    kind = label(row.target_kind, locale)
    return locale("target {target} ({kind})", target=short_percent(row.target, locale), kind=kind)


def _value_line(row: MilestoneStatus, locale: Locale) -> str:
    """Put the value in one short line: at the deadline and now, or now."""
    if not row.is_past:
        return value_on_day(row, locale)
    return locale(
        "{then} at the deadline, {now} now",
        then=locale.share(row.value_at_deadline),
        now=locale.share(row.value),
    )


def value_on_day(row: MilestoneStatus, locale: Locale) -> str:
    """Put the value and its day in words."""
    return locale("{value} on {day}", value=locale.share(row.value), day=locale.date(row.as_of))


def _verdict_sentence(row: MilestoneStatus, context: Context) -> str:
    """Put the verdict in one sentence that is true before the deadline, on it and after it."""
    locale = context.locale
    facts = {
        "name": milestone_name(row, context),
        "verdict": label(row.status, locale),
        "value": locale.share(row.value),
        "then": locale.share(row.value_at_deadline),
        "planned": locale.share(row.planned),
        "day": locale.date(row.as_of),
        "deadline": locale.date(row.deadline),
        "target": target_line(row, locale),
    }
    if row.status == "not_assessable":
        text = locale("{name}: {verdict}.", **facts)
        if row.value is not None:
            text = locale("{name}: {verdict}; the value on {day} is {value}.", **facts)
        return locale.sentences(text, reason_sentence(row, context))
    if row.is_verdict:
        return _closed_sentence(row, locale, facts)
    if row.status == "achieved":
        early = locale.n("{count} day", "{count} days", row.days_ahead or 0)
        return locale("{name}: {verdict}, {early} before the deadline.", early=early, **facts)
    text = locale("{name}: {verdict}, with {value} on {day}, {planned} planned.", **facts)
    days = days_ahead_line(row, locale)
    return locale.sentences(text, locale("{days}.", days=days) if days else "")


def _closed_sentence(row: MilestoneStatus, locale: Locale, facts: dict[str, str]) -> str:
    if row.status == "missed" and not row.is_past:
        return locale(
            "{name}: {verdict}, with {then} at the deadline of {deadline}; {target}.", **facts
        )
    if row.status == "missed":
        return locale(
            "{name}: {verdict}, with {then} at the deadline of {deadline} and {value} on {day};"
            " {target}.",
            **facts,
        )
    if row.status == "achieved_late":
        return locale(
            "{name}: {verdict}, with {then} at the deadline of {deadline}; {target}"
            " reached on {reached}, {finished}.",
            reached=locale.date(row.reached_on),
            finished=finished_text(row.days_ahead or 0, locale),
            **facts,
        )
    return locale("{name}: {verdict}, with {then} at the deadline of {deadline}.", **facts)


def _is_nothing_due(row: MilestoneStatus, context: Context) -> bool:
    """Tell whether a milestone has had nothing to count since the plan began."""
    return row.denominator == 0 and context.as_of >= context.facts.plan.cutoff


def reason_sentence(row: MilestoneStatus, context: Context) -> str:
    """Say why a milestone cannot be assessed; what nothing is due for has no value by itself."""
    if row.reason == "no_value" and _is_nothing_due(row, context):
        return context.locale("Nothing is due in this selection.")
    return label(row.reason or "", context.locale)


def days_ahead_line(row: MilestoneStatus, locale: Locale) -> str:
    """Say how many days ahead of plan or behind it; nothing outside the path's values."""
    if row.days_ahead is None:
        return ""
    return sentence_case(days_from_plan(row.days_ahead, locale))


def lateness_line(row: MilestoneStatus, locale: Locale) -> str:
    """Say when it was finished and how late, or how long it is overdue."""
    if row.reached_on is None:
        days = row.days_overdue
        return sentence_case(overdue_text(days, locale)) if days else ""
    return locale(
        "Target reached on {day}: {finished}",
        day=locale.date(row.reached_on),
        finished=finished_text((row.deadline - row.reached_on).days, locale),
    )
