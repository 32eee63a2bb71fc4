"""The words of the courses: faces, hovers, and the list for those who cannot see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from milestones.figures.labels import label, sentence_case
from milestones.figures.pace_words import days_of, percent
from milestones.figures.provinces.course import Course
from milestones.i18n import Locale, _
from milestones.plan import Target

NOTHING = {
    "assessment_coverage": _("No province has patents due in this selection."),
    "high_value_industrialization": _(
        "No province has patents with good prospects in this selection."
    ),
}


def nothing(indicator: str, words: Locale) -> str:
    """Say that there is nothing to be a share of."""
    return words(NOTHING[indicator])


def name(course: Course, words: Locale) -> str:
    """Name a province, marked where its numbers are small."""
    return words.province(course.code) + ("*" if course.is_small else "")


def values(course: Course, words: Locale) -> str:
    """Write the value, after the deadline both the one then and the one now."""
    last, now = course.last, words.share(course.last.value)
    then = words.share(last.value_decided)
    return now if then == now else f"{then}→{now}"


def hovers(provinces: list[Course], words: Locale) -> Iterator[list[str]]:
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
    ahead = cache(lambda days: "" if days is None else f"<br>{_days(days, words)}")
    for course in provinces:
        title = f"<b>{words.province(course.code)}</b>"
        yield [
            f"{title}<br>{on(point.day, point.planned)}<br>"
            + counts(point.numerator, point.denominator)
            + ahead(point.days_ahead)
            for point in course.points
            if point.value is not None
        ]


def _days(days: int, words: Locale) -> str:
    return sentence_case(days_of(days, words))


def _plan(day: date, planned: float | None, words: Locale) -> Iterator[str]:
    yield words.date(day, short=True)
    if planned is not None:
        yield words("Planned: {share}", share=words.share(planned))


def listed(provinces: list[Course], words: Locale) -> list[str]:
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


def target_of(target: Target, words: Locale) -> str:
    """Write a target with whose it is, which a working target never goes without."""
    kind = label(target.kind.value, words)
    return words("{target} ({kind})", target=percent(target.value, words), kind=kind)
