"""The words of the heat map of months: ends of rows, hovers, caption."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

from milestones.figures.context import Context
from milestones.figures.provinces.course import Course, Point
from milestones.figures.provinces.course_caption import notes
from milestones.figures.provinces.course_words import target_of
from milestones.i18n import Locale
from milestones.progress.lag import milestone_of


def side(course: Course, words: Locale) -> str:
    """Write since which month the target is reached, or the value that falls short of it."""
    reached_on = course.last.reached_on
    if reached_on is None:
        return words.share(course.last.value)
    return words.month(reached_on, short=True)


def hovers(provinces: list[Course], on: list[date], words: Locale) -> list[list[str]]:
    """Write what each tile says when pointed at; a tile without value says nothing."""
    month = cache(lambda day: words.date(day, short=True))
    added = words("{change} since the month before")
    written = []
    for course in provinces:
        title = words.province(course.code)
        row = {
            point.day: f"<b>{title}</b><br>{month(point.day)}<br>{_value(point, added, words)}"
            for point in course.points
        }
        written.append([row.get(day, "") for day in on])
    return written


def _value(point: Point, added: str, words: Locale) -> str:
    share = words.share(point.value)
    if not point.added:
        return share
    return f"{share}<br>{added.format(change=words.signed(point.added))}"


def caption(provinces: list[Course], indicator: str, context: Context) -> str:
    """Say in which month most was done, and how many had the target reached by when."""
    words = context.words
    return words.sentences(
        _busiest(provinces, words),
        _reached(provinces, indicator, context),
        *notes(provinces, context),
    )


def _busiest(provinces: list[Course], words: Locale) -> str:
    """Name the month in which most patents were added in all provinces together."""
    total: Counter[date] = Counter()
    for course in provinces:
        for point in course.points:
            total[point.day] += int(point.added or 0)
    if not total or max(total.values()) <= 0:
        return ""
    day, count = max(total.items(), key=lambda item: (item[1], item[0]))
    return words(
        "Most was done in {month}: {count} patents.",
        month=words.month(day),
        count=words.count(count),
    )


def _reached(provinces: list[Course], indicator: str, context: Context) -> str:
    words, milestone = context.words, milestone_of(indicator, context.facts.plan)
    if milestone is None or milestone.target is None:
        return words("The rows end with today's value, the lowest first; there is no target.")
    known = [course for course in provinces if course.is_known]
    reached = sum(course.last.reached_on is not None for course in known)
    target = target_of(milestone.target, words)
    parts = [words("No province has reached {target}; the rows end with the value.", target=target)]
    if reached:
        parts = [
            words(
                "{count} of {all} provinces have reached {target}; their rows end with the month"
                " of it, the others with their value.",
                count=words.count(reached),
                all=words.count(len(known)),
                target=target,
            )
        ]
    if context.as_of > milestone.deadline:
        parts.append(words("The vertical line is the deadline."))
    return words.sentences(*parts)
