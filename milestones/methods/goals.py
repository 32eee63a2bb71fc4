"""The plan and its milestones: basis, source, target, method and formula."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.i18n import Locale
from milestones.i18n.numbers import UNKNOWN
from milestones.methods.model import Entry, Fact, Piece, Section, anchor_of, said
from milestones.plan import Milestone, Plan, Point
from milestones.progress.indicators import BY_ID
from milestones.progress.pace import FORMULAS, METHOD_WORDS, REASON_WORDS, TARGET_WORDS, Reason


def section(plan: Plan, words: Locale) -> Section:
    """Say what is to be reached by when, and how progress towards it is reckoned."""
    lang = words.lang
    entries = tuple(_entry(milestone, words) for milestone in plan.milestones)
    source = f"{plan.name.in_(lang)} · {plan.source.in_(lang)}"
    lines = (source, plan.basis.in_(lang))
    return Section("milestones", words("The plan and its milestones"), lines, entries=entries)


def amount(value: float, indicator: str, words: Locale) -> str:
    """Write a value of an indicator in its unit."""
    unit = BY_ID[indicator].unit if indicator in BY_ID else ""
    if unit == "share":
        return words.share(value)
    return words.money(value) if unit == "CNY" else words.count(value)


def _entry(milestone: Milestone, words: Locale) -> Entry:
    title = f"{milestone.id} {milestone.name.in_(words.lang)}"
    return Entry(anchor_of("milestone", milestone.id), title, tuple(_facts(milestone, words)))


def _facts(milestone: Milestone, words: Locale) -> Iterator[Fact]:
    lang, indicator = words.lang, BY_ID.get(milestone.indicator)
    yield said(words("Basis"), milestone.basis.in_(lang))
    yield Fact(words("Source"), (Piece(milestone.source.in_(lang), milestone.url or ""),))
    yield said(words("In charge"), milestone.owner.in_(lang))
    if indicator is not None:
        name = Piece(words(indicator.name), f"#{anchor_of('indicator', indicator.id)}")
        yield Fact(words("Indicator"), (name,))
    yield said(words("Start"), *_point(milestone.base, milestone, words))
    yield said(words("Target"), _target(milestone, words))
    yield said(words("Deadline"), words.date(milestone.deadline))
    yield said(words("Method"), words(METHOD_WORDS[milestone.method]))
    yield said(words("Formula"), words(FORMULAS[milestone.method]))
    if milestone.interim:
        points = (_point(point, milestone, words)[0] for point in milestone.interim)
        yield said(words("Points that the plan sets"), *points)


def _target(milestone: Milestone, words: Locale) -> str:
    target = milestone.target
    if target is None:
        return words(REASON_WORDS[Reason.NO_TARGET])
    value = amount(target.value, milestone.indicator, words)
    return words("{value} ({kind})", value=value, kind=words(TARGET_WORDS[target.kind]))


def _point(point: Point | None, milestone: Milestone, words: Locale) -> tuple[str, ...]:
    if point is None:
        return (UNKNOWN,)
    value = amount(point.value, milestone.indicator, words)
    return (words("{value} on {day}", value=value, day=words.date(point.on)),)
