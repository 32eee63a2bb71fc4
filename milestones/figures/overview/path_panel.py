"""One panel of the path figure: a milestone's lines, target, deadline and published points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from milestones.charts.axes import counts, percentages
from milestones.charts.model import Axis, Band, Deadline, Line, Panel, Points, Series, Target
from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.forecast_words import is_wide
from milestones.figures.overview.path_points import Point
from milestones.figures.overview.path_words import Lines, hover, target
from milestones.i18n import Locale

Span = tuple[date, date]


def path_panel(lines: Lines, span: Span, context: Context) -> Panel:
    """Give the panel of a milestone over the span of days that all panels share."""
    words = context.words
    points = [point for line in lines.values() for point in line]
    first = points[0]
    top = max(point.high or point.value or 0 for point in points) or 1.0
    deadline = context.facts.plan.milestone(first.milestone).deadline
    is_early = deadline - span[0] < span[1] - deadline
    targets = tuple(
        Target(point.value, target(point, words), is_right=is_early)
        for point in lines.get("target", ())
    )
    return Panel(
        x=Axis("time", low=span[0], high=span[1]),
        y=(counts if first.unit == "patents" else percentages)(top, words),
        series=tuple(_series(lines, words)),
        marks=(*targets, _deadline(deadline, words)),
        heading=(first.milestone, _name(first, words), _day(deadline, words)),
    )


def _deadline(day: date, words: Locale) -> Deadline:
    return Deadline(day, words("deadline {day}", day=words.date(day, short=True)))


def _name(first: Point, words: Locale) -> str:
    """Name what the axis shows."""
    if first.unit == "patents":
        return sentence_case(words("Patents assessed (number)"))
    return sentence_case(label(first.indicator, words))


def _day(deadline: date, words: Locale) -> str:
    """Name the day of the dotted line, where words at the line would cover the curve."""
    return words("┊ {day}", day=words.date(deadline, short=True))


def _series(lines: Lines, words: Locale) -> Iterator[Series]:
    forecast = _from_today(lines)
    if any(_is_wide(point, words) for point in forecast):
        yield _band(forecast, words)
    if planned := lines.get("planned"):
        yield Line(_label("planned", words), *_course(planned), "plan", 1.5, "dash")
    if actual := lines.get("actual"):
        yield Line(_label("actual", words), *_course(actual), "main", 2.5, is_stepped=True)
    if forecast:
        yield Line(_label("forecast", words), *_course(forecast), "main", 2, "dot")
    if published := lines.get("published"):
        hovers = tuple(hover(point, words) for point in published)
        name = _label("published", words)
        yield Points(name, *_course(published), "official", hovers=hovers)


def _label(line: str, words: Locale) -> str:
    return sentence_case(label(line, words))


def _course(points: list[Point]) -> tuple[tuple[date, ...], tuple[float, ...]]:
    return tuple(point.day for point in points), tuple(point.value for point in points)


def _from_today(lines: Lines) -> list[Point]:
    """Begin the forecast at the last actual point."""
    return [lines["actual"][-1], *lines["forecast"]] if "forecast" in lines else []


def _is_wide(point: Point, words: Locale) -> bool:
    if point.low is None or point.high is None or not point.whole:
        return False
    return is_wide(point.low / point.whole, point.high / point.whole, words)


def _band(points: list[Point], words: Locale) -> Band:
    """Give the interval; where the forecast begins there is none, and it has no width."""
    lows = tuple(point.value if point.low is None else point.low for point in points)
    highs = tuple(point.value if point.high is None else point.high for point in points)
    days = tuple(point.day for point in points)
    return Band(words("80% interval"), days, lows, highs, "band")
