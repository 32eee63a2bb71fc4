"""How each milestone came to where it is, against its plan, and where it is heading."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.overview.path_panel import draw_panel, to_the_edge
from milestones.figures.overview.path_points import month_ends, prepare_path
from milestones.figures.overview.path_words import Lines, alt, caption
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import DAY_IN_HOVER, Layout, Trace, chart, empty, month_axis
from milestones.words import _

COLUMNS = {
    "milestone": Column(_("Milestone"), "plain"),
    "indicator": Column(_("Indicator"), "code"),
    "trace": Column(_("Line"), "code"),
    "day": Column(_("Day"), "date"),
    "unit": Column(_("Unit"), "code"),
    "value": Column(_("Value"), "number"),
    "whole": Column(_("Out of"), "number"),
    "low": Column(_("Low end of 80%"), "number"),
    "high": Column(_("High end of 80%"), "number"),
    "kind": Column(_("Kind of target"), "code"),
    "source": Column(_("Source"), "text"),
    "published_on": Column(_("Published on"), "plain"),
}
ROW = 168


@figure(
    "milestone_path",
    question=_("How did we get here, and how will it end?"),
    columns=COLUMNS,
    prepare=prepare_path,
    excerpt=month_ends,
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_milestone_path(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one row a milestone on one axis of months; published points stand unjoined."""
    words, panels = context.words, _panels(frame)
    if not any(panel.get("actual") for panel in panels):
        sentence = words("Nothing is due in this selection, so there is no path to draw.")
        return Drawing(empty(sentence, context), sentence, sentence)
    span = _span(panels)
    layout: Layout = {"annotations": [], "shapes": []}
    named: set[str] = set()
    traces: list[Trace] = []
    for number, panel in enumerate(panels, start=1):
        traces += draw_panel(panel, (number, len(panels)), span, layout, named, context)
    to_the_edge(layout)
    layout["xaxis"] = {
        **month_axis(words),
        "range": [day.isoformat() for day in span],
        "anchor": f"y{len(panels)}" if len(panels) > 1 else "y",
        "hoverformat": DAY_IN_HOVER[words.lang],
    }
    drawn = chart(traces, context, height=ROW * len(panels) + 82, **layout)
    return Drawing(drawn, caption(panels, words), alt(panels, words))


def _panels(frame: pd.DataFrame) -> list[Lines]:
    panels: list[Lines] = []
    for _name, points in groupby(rows(frame), key=lambda point: point.milestone):
        lines: Lines = {}
        for point in points:
            lines.setdefault(point.trace, []).append(point)
        panels.append(lines)
    return panels


def _span(panels: list[Lines]) -> tuple[date, date]:
    planned = [point.day for panel in panels for point in panel.get("planned", ())]
    known = [point.day for panel in panels for lines in panel.values() for point in lines]
    return min(planned or known), max(known)
