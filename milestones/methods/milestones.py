"""The plan's milestones, and how their status is judged."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.figures.labels import sentence_case
from milestones.i18n import Locale, _
from milestones.i18n.locale import UNKNOWN_DASH
from milestones.methods.model import (
    Fact,
    MethodEntry,
    MethodSection,
    Piece,
    anchor_of,
    link_to,
    text_fact,
)
from milestones.plan import Milestone, Plan, Point
from milestones.progress.indicators import BY_ID
from milestones.progress.pace import BEHIND_RATIO, ON_TRACK_RATIO, RECENT_MONTHS
from milestones.progress.status import (
    FORMULAS,
    METHOD_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    TARGET_WORDS,
    PaceReason,
    Status,
)


def milestone_section(plan: Plan, locale: Locale) -> MethodSection:
    """Say what is to be reached by when, and how progress towards it is computed."""
    lang = locale.lang
    entries = tuple(
        MethodEntry(
            anchor_of("milestone", each.id),
            f"{each.id} {each.name.in_(lang)}",
            tuple(_milestone_facts(each, locale)),
        )
        for each in plan.milestones
    )
    source = f"{plan.name.in_(lang)} · {plan.source.in_(lang)}"
    lines = (source, plan.basis.in_(lang))
    return MethodSection(
        "milestones", locale("The plan and its milestones"), lines, entries=entries
    )


def indicator_amount(value: float, indicator: str, locale: Locale) -> str:
    """Write a value of an indicator in its unit."""
    unit = BY_ID[indicator].unit if indicator in BY_ID else ""
    if unit == "share":
        return locale.share(value)
    return locale.money(value) if unit == "CNY" else locale.count(value)


def _milestone_facts(milestone: Milestone, locale: Locale) -> Iterator[Fact]:
    lang, indicator, base = locale.lang, BY_ID.get(milestone.indicator), milestone.base
    yield text_fact(locale("Basis"), milestone.basis.in_(lang))
    yield Fact(locale("Source"), (Piece(milestone.source.in_(lang), milestone.url or ""),))
    yield text_fact(locale("In charge"), milestone.owner.in_(lang))
    if indicator is not None:
        name = link_to("indicator", indicator.id, locale(indicator.name))
        yield Fact(locale("Indicator"), (name,))
    start = UNKNOWN_DASH if base is None else _point_text(base, milestone, locale)
    yield text_fact(locale("Start"), start)
    yield text_fact(locale("Target"), _target_text(milestone, locale))
    yield text_fact(locale("Deadline"), locale.date(milestone.deadline))
    yield text_fact(locale("Method"), locale(METHOD_WORDS[milestone.method]))
    yield text_fact(locale("Formula"), locale(FORMULAS[milestone.method]))
    if milestone.interim:
        points = (_point_text(point, milestone, locale) for point in milestone.interim)
        yield text_fact(locale("Points that the plan sets"), *points)


def _target_text(milestone: Milestone, locale: Locale) -> str:
    target = milestone.target
    if target is None:
        return locale(REASON_WORDS[PaceReason.NO_TARGET])
    value = indicator_amount(target.value, milestone.indicator, locale)
    return locale("{value} ({kind})", value=value, kind=locale(TARGET_WORDS[target.kind]))


def _point_text(point: Point, milestone: Milestone, locale: Locale) -> str:
    value = indicator_amount(point.value, milestone.indicator, locale)
    return locale("{value} on {day}", value=value, day=locale.date(point.on))


STATUS_CONDITIONS: dict[Status, str] = {
    Status.ACHIEVED: _("The target was reached by the deadline."),
    Status.ON_TRACK: _("Before the deadline: R is {on_track} or more."),
    Status.BEHIND: _("Before the deadline: R is {behind} or more, but less than {on_track}."),
    Status.FAR_BEHIND: _("Before the deadline: R is zero or more, but less than {behind}."),
    Status.MOVING_AWAY: _("Before the deadline: R is below zero."),
    Status.ACHIEVED_LATE: _("The target was not reached by the deadline, but has been since."),
    Status.MISSED: _("The target was not reached by the deadline, nor since."),
}


def status_section(locale: Locale) -> MethodSection:
    """Say when each word is used; statuses are never averaged."""
    lines = (
        locale("R is the ratio in the formula of a milestone's method."),
        locale("Where several are summed up, each status is counted; statuses are never averaged."),
        locale(
            "Days ahead or behind: the day for which the path planned today's value, less today. "
            "Once the target is reached, the deadline less the day on which it was reached."
        ),
        locale(
            "On the deadline the verdict is final: achieved, or missed until the target is "
            "reached, then achieved late. What is not finished is overdue by the days since the "
            "deadline, and nothing is forecast any more."
        ),
        locale(
            "The pace that is still needed is set beside the pace of the last {count} months.",
            count=RECENT_MONTHS,
        ),
    )
    bounds = {"on_track": f"{ON_TRACK_RATIO:.2f}", "behind": f"{BEHIND_RATIO:.2f}"}
    meanings = {status: locale(text, **bounds) for status, text in STATUS_CONDITIONS.items()}
    meanings[Status.NOT_ASSESSABLE] = locale.sentences(*map(locale, REASON_WORDS.values()))
    entries = tuple(
        MethodEntry(anchor_of("status", status), sentence_case(locale(name)), line=meanings[status])
        for status, name in STATUS_WORDS.items()
    )
    return MethodSection("statuses", locale("How a status is judged"), lines, entries=entries)
