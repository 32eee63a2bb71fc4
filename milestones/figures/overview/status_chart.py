"""The gauges of the milestones: how much of each target was there at the deadline, and is."""

from __future__ import annotations

from typing import Any

from milestones.charts.model import Axis, Chart, Gauge, GaugeBar, Gauges, Margins, Panel
from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.verdict_words import target_of, value_of
from milestones.i18n import Locale

ROW = 104


def status_chart(listed: list[Any], context: Context) -> Chart:
    """Draw one bar a milestone; its full length is the target, or all where there is none."""
    series = Gauges(tuple(_gauge(row, context.words) for row in listed), _bars(listed, context))
    panel = Panel(Axis(is_shown=False), Axis(is_shown=False), (series,))
    margins = Margins(top=26, right=8, bottom=26, left=4)
    return Chart((panel,), ROW * len(listed) + 56, margins)


def _gauge(row: Any, words: Locale) -> Gauge:
    return Gauge(
        label=f"{row.milestone} {label(row.indicator, words)}",
        above=sentence_case(label(row.status, words)),
        below=(value_of(row, words), target_of(row, words)),
        colour=f"status.{row.status}",
    )


def _bars(listed: list[Any], context: Context) -> tuple[GaugeBar, ...]:
    """Give the target's length, the value now, the value that decides, and the planned one.

    Where a verdict stands, two numbers belong to a milestone, and a chart of numbers names both
    by their days; a milestone without a verdict has one.
    """
    words, is_over = context.words, any(row.is_verdict for row in listed)
    on = words.date(context.as_of)
    later = [row.value if row.is_verdict else None for row in listed]
    decided = [row.value_at_deadline if row.is_verdict else row.value for row in listed]
    now = [row.value if is_over else None for row in listed]
    then = [row.value_at_deadline if row.is_verdict else None for row in listed]
    targets = tuple(row.target for row in listed)
    planned = [None if row.is_verdict else row.planned for row in listed]
    name, whole = sentence_case(label("target", words)), (1.0,) * len(listed)
    return (
        GaugeBar(name, whole, targets, "grid", 0.15, is_ground=True),
        GaugeBar(on, _parts(listed, later), tuple(now), "soft", 0.15),
        GaugeBar(
            words("at the deadline") if is_over else on,
            _parts(listed, decided),
            tuple(then if is_over else decided),
            "main",
            0.15,
        ),
        GaugeBar(
            words("planned by this day"),
            _parts(listed, planned),
            tuple(planned),
            "ink",
            0.15,
            is_stroke=True,
        ),
    )


def _parts(listed: list[Any], values: list[float | None]) -> tuple[float | None, ...]:
    """Give the part of the target that each value makes up; without one, the share itself."""
    return tuple(
        None if value is None else float(min(value / (row.target or 1.0), 1.02))
        for row, value in zip(listed, values, strict=True)
    )
