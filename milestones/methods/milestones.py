"""The plan's milestones, and how their status is judged."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.figures.labels import sentence_case
from milestones.i18n import Locale, _
from milestones.i18n.locale import UNKNOWN_DASH
from milestones.methods.model import Fact, MethodEntry, MethodSection, Piece, anchor_of, text_fact
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


def milestone_section(plan: Plan, words: Locale) -> MethodSection:
    """Say what is to be reached by when, and how progress towards it is reckoned."""
    lang = words.lang
    entries = tuple(_milestone_entry(milestone, words) for milestone in plan.milestones)
    source = f"{plan.name.in_(lang)} · {plan.source.in_(lang)}"
    lines = (source, plan.basis.in_(lang))
    return MethodSection("milestones", words("The plan and its milestones"), lines, entries=entries)


def indicator_amount(value: float, indicator: str, words: Locale) -> str:
    """Write a value of an indicator in its unit."""
    unit = BY_ID[indicator].unit if indicator in BY_ID else ""
    if unit == "share":
        return words.share(value)
    return words.money(value) if unit == "CNY" else words.count(value)


def _milestone_entry(milestone: Milestone, words: Locale) -> MethodEntry:
    title = f"{milestone.id} {milestone.name.in_(words.lang)}"
    return MethodEntry(
        anchor_of("milestone", milestone.id), title, tuple(_milestone_facts(milestone, words))
    )


def _milestone_facts(milestone: Milestone, words: Locale) -> Iterator[Fact]:
    lang, indicator = words.lang, BY_ID.get(milestone.indicator)
    yield text_fact(words("Basis"), milestone.basis.in_(lang))
    yield Fact(words("Source"), (Piece(milestone.source.in_(lang), milestone.url or ""),))
    yield text_fact(words("In charge"), milestone.owner.in_(lang))
    if indicator is not None:
        name = Piece(words(indicator.name), f"#{anchor_of('indicator', indicator.id)}")
        yield Fact(words("Indicator"), (name,))
    yield text_fact(words("Start"), *_point_texts(milestone.base, milestone, words))
    yield text_fact(words("Target"), _target_text(milestone, words))
    yield text_fact(words("Deadline"), words.date(milestone.deadline))
    yield text_fact(words("Method"), words(METHOD_WORDS[milestone.method]))
    yield text_fact(words("Formula"), words(FORMULAS[milestone.method]))
    if milestone.interim:
        points = (_point_texts(point, milestone, words)[0] for point in milestone.interim)
        yield text_fact(words("Points that the plan sets"), *points)


def _target_text(milestone: Milestone, words: Locale) -> str:
    target = milestone.target
    if target is None:
        return words(REASON_WORDS[PaceReason.NO_TARGET])
    value = indicator_amount(target.value, milestone.indicator, words)
    return words("{value} ({kind})", value=value, kind=words(TARGET_WORDS[target.kind]))


def _point_texts(point: Point | None, milestone: Milestone, words: Locale) -> tuple[str, ...]:
    if point is None:
        return (UNKNOWN_DASH,)
    value = indicator_amount(point.value, milestone.indicator, words)
    return (words("{value} on {day}", value=value, day=words.date(point.on)),)


STATUS_CONDITIONS: dict[Status, str] = {
    Status.ACHIEVED: _("The target was reached by the deadline."),
    Status.ON_TRACK: _("Up to the deadline: R is {on_track} or more."),
    Status.BEHIND: _("Up to the deadline: R is {behind} or more, but less than {on_track}."),
    Status.FAR_BEHIND: _("Up to the deadline: R is zero or more, but less than {behind}."),
    Status.MOVING_AWAY: _("Up to the deadline: R is below zero."),
    Status.ACHIEVED_LATE: _("The target was not reached by the deadline, but has been since."),
    Status.MISSED: _("The target was not reached by the deadline, nor since."),
}


def status_section(words: Locale) -> MethodSection:
    """Say when each word is used; statuses are never averaged."""
    lines = (
        words("R is the ratio in the formula of a milestone's method."),
        words("Where several are summed up, each status is counted; statuses are never averaged."),
        words(
            "Days ahead or behind: the day for which the path planned today's value, less today. "
            "Once the target is reached, the deadline less the day on which it was reached."
        ),
        words(
            "The pace that is still needed is set beside the pace of the last {count} months.",
            count=RECENT_MONTHS,
        ),
    )
    entries = tuple(_status_entry(status, words) for status in STATUS_WORDS)
    return MethodSection("statuses", words("How a status is judged"), lines, entries=entries)


def _status_entry(status: Status, words: Locale) -> MethodEntry:
    title = sentence_case(words(STATUS_WORDS[status]))
    return MethodEntry(
        anchor_of("status", status.value), title, line=_status_condition(status, words)
    )


def _status_condition(status: Status, words: Locale) -> str:
    if status is Status.NOT_ASSESSABLE:
        return words.sentences(*(words(reason) for reason in REASON_WORDS.values()))
    return words(
        STATUS_CONDITIONS[status], on_track=f"{ON_TRACK_RATIO:.2f}", behind=f"{BEHIND_RATIO:.2f}"
    )
