"""The words of a milestone's path: amounts, hovers, caption and alt text."""

from __future__ import annotations

from milestones.figures.labels import label
from milestones.figures.overview.forecast_words import in_caption
from milestones.figures.overview.path_points import Point
from milestones.i18n import Locale

Lines = dict[str, list[Point]]
"""The points of one milestone by line."""


def amount(value: float, unit: str, words: Locale) -> str:
    """Write a value in its unit: a count of patents, or a percentage."""
    if unit == "patents":
        return words.count(value)
    return words.share(value / 100, 0 if value == int(value) else 1)


def target(point: Point, words: Locale) -> str:
    """Write a target and whose it is."""
    value = amount(point.value, point.unit, words)
    return words("{target} ({kind})", target=value, kind=label(point.kind or "none", words))


def hover(point: Point, words: Locale) -> str:
    """Write what a published point says when pointed at."""
    return words(
        "<b>{count}</b>, official figure<br>{day}<br>Source: {source}",
        count=words.count(point.value),
        day=words.date(point.day),
        source=words(point.source or ""),
    )


def caption(panels: list[Lines], words: Locale) -> str:
    """Say where each milestone stands and is heading, and what the diamonds are."""
    parts = [_course(panel, words) for panel in panels if panel.get("actual")]
    if any("published" in panel for panel in panels):
        parts.append(words("The diamonds are real figures that the authorities published."))
    return words.sentences(*parts)


def alt(panels: list[Lines], words: Locale) -> str:
    """Say the same, and list the published figures."""
    official = [
        words("{count} on {day}", count=words.count(point.value), day=words.date(point.day))
        for panel in panels
        for point in panel.get("published", ())
    ]
    published = words("Published: {list}.", list=words.join(official)) if official else ""
    lines = words("Lines of the actual and the planned course of each milestone.")
    return words.sentences(lines, caption(panels, words), published)


def _course(panel: Lines, words: Locale) -> str:
    last = panel["actual"][-1]
    name = label(last.indicator, words)
    now, day = _part(last, words), words.date(last.day)
    if "forecast" not in panel:
        return words("{name}: {now} on {day}.", name=name, now=now, day=day)
    end = panel["forecast"][-1]
    whole = end.whole or 1.0
    middle, low, high = (
        (end.value if value is None else value) / whole for value in (end.value, end.low, end.high)
    )
    expected = in_caption(end.day, middle, low, high, words)
    return words("{name}: {now} on {day}; {rest}.", name=name, now=now, day=day, rest=expected)


def _part(point: Point, words: Locale) -> str:
    share = words.share(point.value / (point.whole or 1.0))
    if point.unit != "patents":
        return share
    count, whole = words.count(point.value), words.count(point.whole or 0)
    return words("{share} ({count} of {whole})", share=share, count=count, whole=whole)
