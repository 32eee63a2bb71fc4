"""One milestone of the official record: a row a series, each figure at its day, never joined."""

from __future__ import annotations

from datetime import date

from milestones.charts.model import Axis, Category, Deadline, Panel, Points
from milestones.figures.context import Context
from milestones.figures.labels import label
from milestones.figures.overview.record_words import Published, hover, milestone_of, series, value
from milestones.plan import Milestone

FOOT = 0.06
"""Part of the height that the months under a panel take."""
SHORT = 900
"""Days below which the axis names months, else years."""


def record_panel(rows: list[Published], part: tuple[float, float], context: Context) -> Panel:
    """Give the panel of a milestone on its part of the figure's height."""
    words = context.words
    milestone = milestone_of(rows[0].milestone, context)
    firsts = {row.series: row for row in reversed(rows)}
    names = list(reversed(firsts))
    first, last = _span(rows, milestone)
    points = Points(
        name="",
        at=tuple(row.as_of for row in rows),
        values=tuple(names.index(row.series) for row in rows),
        colour="official",
        size=10,
        labels=tuple(value(row, words) for row in rows),
        hovers=tuple(hover(row, words) for row in rows),
    )
    categories = (Category(at, series(firsts[name], words)) for at, name in enumerate(names))
    return Panel(
        x=Axis("time", low=first, high=last, is_by_year=(last - first).days >= SHORT),
        y=Axis("category", categories=tuple(categories)),
        series=(points,),
        marks=() if milestone is None else (Deadline(milestone.deadline, words("deadline")),),
        heading=_heading(rows[0].milestone, milestone, context),
        names="above",
        part=(part[0] + (FOOT if part[0] else 0), part[1]),
    )


def _span(rows: list[Published], milestone: Milestone | None) -> tuple[date, date]:
    known = [row.as_of for row in rows]
    if milestone is not None:
        known += [milestone.deadline, *(point.on for point in milestone.points)]
    edge = (max(known) - min(known)) * 0.03
    return min(known) - edge, max(known) + edge


def _heading(indicator: str, milestone: Milestone | None, context: Context) -> tuple[str, ...]:
    words = context.words
    if milestone is None:
        return (label(indicator, words),)
    day = words("deadline {day}", day=words.date(milestone.deadline, short=True))
    return f"{milestone.id} {milestone.name.in_(words.lang)}", day
