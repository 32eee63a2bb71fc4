"""The words of the courses: faces, hovers, captions, and the list for those who cannot see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from milestones.figures.context import Context
from milestones.figures.labels import label
from milestones.figures.pace_words import days_of, percent
from milestones.figures.provinces.course import SMALL, Course
from milestones.figures.provinces.lag import decided_on, milestone_of
from milestones.pace import Status
from milestones.plan import Target
from milestones.words import Words, _

NOTHING = {
    "assessment_coverage": _("No province has patents due in this selection."),
    "high_value_industrialization": _(
        "No province has patents with good prospects in this selection."
    ),
}


def nothing(indicator: str, words: Words) -> str:
    """Say that there is nothing to be a share of."""
    return words(NOTHING[indicator])


def name(course: Course, words: Words) -> str:
    """Name a province, marked where its numbers are small."""
    return words.province(course.code) + ("*" if course.is_small else "")


def values(course: Course, words: Words) -> str:
    """Write the value, after the deadline both the one then and the one now."""
    last, now = course.last, words.share(course.last.value)
    then = words.share(last.value_decided)
    return now if then == now else f"{then}→{now}"


def standing(course: Course, context: Context) -> str:
    """Write the face of a cell: name and value."""
    tone = context.colours.muted
    value = values(course, context.words)
    return f'{name(course, context.words)}<br><span style="color:{tone}">{value}</span>'


def hovers(provinces: list[Course], words: Words) -> Iterator[list[str]]:
    """Write what each known point of each province says when pointed at.

    The provinces share their days and their plan, and a value often stays as it is, so that
    each of these is written once.
    """
    line = words("{share} ({count} of {whole})")
    on = cache(lambda day, planned: "<br>".join(_plan(day, planned, words)))
    counts = cache(
        lambda count, whole: line.format(
            share=words.share(count / whole), count=words.count(count), whole=words.count(whole)
        )
    )
    ahead = cache(lambda days: f"<br>{days_of(days, words)}" if days is not None else "")
    for course in provinces:
        title = f"<b>{words.province(course.code)}</b>"
        yield [
            f"{title}<br>{on(point.day, point.planned)}<br>"
            + counts(point.numerator, point.denominator)
            + ahead(point.days_ahead)
            for point in course.points
            if point.value is not None
        ]


def _plan(day: date, planned: float | None, words: Words) -> Iterator[str]:
    yield words.date(day, short=True)
    if planned is not None:
        yield words("Planned: {share}", share=words.share(planned))


def listed(provinces: list[Course], words: Words) -> list[str]:
    """List the provinces with value and status."""
    return [
        words(
            "{province} {value} ({status})",
            province=words.province(course.code),
            value=values(course, words),
            status=label(course.last.status, words),
        )
        for course in provinces
    ]


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


def target_of(target: Target, words: Words) -> str:
    """Write a target with whose it is, which a working target never goes without."""
    kind = label(target.kind.value, words)
    return words("{target} ({kind})", target=percent(target.value, words), kind=kind)


def _last(known: list[Course], indicator: str, context: Context) -> str:
    """Name the province with the lowest value on the day that decides."""
    words, day = context.words, decided_on(indicator, context.facts)
    judged = [course for course in known if course.last.value_decided is not None]
    if not judged:
        return ""
    lowest = min(judged, key=lambda course: (course.last.value_decided, course.code))
    if lowest.last.value_decided >= 1:
        return ""
    return words(
        "Lowest on {day}: {province}, at {share}.",
        day=words.date(day),
        province=words.province(lowest.code),
        share=words.share(lowest.last.value_decided),
    )


def _days(known: list[Course], words: Words) -> str:
    """Name the provinces furthest ahead and behind in days, of those still under way."""
    under_way = [course for course in known if course.last.days_ahead is not None]
    if len(under_way) < 2:
        return ""
    ordered = sorted(under_way, key=lambda course: (course.last.days_ahead, course.code))
    last, first = (
        words(
            "{province}: {days}",
            province=words.province(course.code),
            days=days_of(course.last.days_ahead, words).removesuffix("."),
        )
        for course in (ordered[0], ordered[-1])
    )
    return words("Of those not at the target: {last}; {first}.", last=last, first=first)


def _arrows(indicator: str, context: Context) -> str:
    """Say what stands on either side of the arrow, once the deadline has passed."""
    if decided_on(indicator, context.facts) == context.as_of:
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
