"""The caption of the courses: how many stand where, who is last, and what cannot be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from milestones.figures.context import Context
from milestones.figures.labels import label
from milestones.figures.pace_words import days_of
from milestones.figures.provinces.course import SMALL, Course
from milestones.figures.provinces.course_words import nothing, target_of
from milestones.figures.ties import together
from milestones.i18n import Locale
from milestones.progress.lag import decided_on, milestone_of
from milestones.progress.pace import Status


def caption(provinces: list[Course], indicator: str, context: Context) -> str:
    """Count the provinces of each status, name the last one, and say what cannot be seen."""
    words = context.words
    known = [course for course in provinces if course.is_known]
    if not known:
        return nothing(indicator, words)
    return words.sentences(
        _statuses(known, indicator, context),
        _last(known, indicator, context),
        _days(known, words),
        _arrows(indicator, context),
        *notes(provinces, context),
    )


def _statuses(known: list[Course], indicator: str, context: Context) -> str:
    words, milestone = context.words, milestone_of(indicator, context.facts.plan)
    if milestone is None or milestone.target is None:
        return words("The plan sets no number here, so no province can be judged by it.")
    found = Counter(course.last.status for course in known)
    parts = [
        words("{count} {status}", count=words.count(found[status]), status=label(status, words))
        for status in Status
        if found[status]
    ]
    return words.n(
        "Of {count} province, by the target of {target}: {list}.",
        "Of {count} provinces, by the target of {target}: {list}.",
        len(known),
        target=target_of(milestone.target, words),
        list=words.join(parts),
    )


def _last(known: list[Course], indicator: str, context: Context) -> str:
    """Name the province with the lowest value on the day that decides."""
    words, day = context.words, decided_on(indicator, context.facts.plan, context.as_of)
    decided = {course.code: course.last.value_decided for course in known}
    judged = {code: value for code, value in decided.items() if value is not None}
    lowest = min(judged.values(), default=1.0)
    if lowest >= 1:
        return ""
    return words(
        "Lowest on {day}: {province}, at {share}.",
        day=words.date(day),
        province=_names((code for code, value in judged.items() if value == lowest), words),
        share=words.share(lowest),
    )


def _names(codes: Iterable[str], words: Locale) -> str:
    return together([words.province(code) for code in sorted(codes)], words)


def _days(known: list[Course], words: Locale) -> str:
    """Name the provinces furthest ahead and behind in days, of those still under way."""
    days = {course.code: course.last.days_ahead for course in known}
    under_way = {code: ahead for code, ahead in days.items() if ahead is not None}
    if len(under_way) < 2:
        return ""
    ends = min(under_way.values()), max(under_way.values())
    if ends[0] == ends[1]:
        alike = days_of(ends[0], words)
        return words("Those not at the target are all {days}.", days=alike)
    last, first = (
        words(
            "{province}: {days}",
            province=_names((code for code, ahead in under_way.items() if ahead == end), words),
            days=days_of(end, words),
        )
        for end in ends
    )
    return words("Of those not at the target: {last}; {first}.", last=last, first=first)


def _arrows(indicator: str, context: Context) -> str:
    """Say what stands on either side of the arrow, once the deadline has passed."""
    if decided_on(indicator, context.facts.plan, context.as_of) == context.as_of:
        return ""
    return context.words("Before the arrow: the value at the deadline; after it: the value now.")


def notes(provinces: list[Course], context: Context) -> Iterator[str]:
    """Say which provinces cannot be assessed, which are small, and which are outlined."""
    words = context.words
    unknown = sum(not course.is_known for course in provinces)
    if unknown:
        yield words.n(
            "{count} province has nothing to count here and cannot be assessed.",
            "{count} provinces have nothing to count here and cannot be assessed.",
            unknown,
        )
    if any(course.is_small for course in provinces):
        yield words("* Fewer than {count} patents counted.", count=words.count(SMALL))
    if context.selection.provinces:
        yield words("All provinces are shown; the chosen ones are marked.")
