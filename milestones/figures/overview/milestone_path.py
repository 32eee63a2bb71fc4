"""How each milestone came to where it is, against its plan, and where it is heading."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import pandas as pd

from milestones.charts.model import Chart, nothing
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.overview.path_panel import path_panel
from milestones.figures.overview.path_points import Point, month_ends, prepare_path
from milestones.figures.overview.path_words import Lines, alt, caption
from milestones.figures.registry import Place, figure
from milestones.frames import records
from milestones.i18n import _

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
    places=(Place("overview", "first_screen", 1),),
    question=_("How did we get here, and how will it end?"),
    columns=COLUMNS,
    prepare=prepare_path,
    page_rows=month_ends,
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_milestone_path(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one row a milestone on one axis of months; published points stand unjoined."""
    words, milestones = context.words, _milestones(frame)
    if not any(lines.get("actual") for lines in milestones):
        sentence = words("Nothing is due in this selection, so there is no path to draw.")
        return Drawing(nothing(sentence), sentence, sentence)
    span = _span(milestones)
    panels = tuple(path_panel(lines, span, context) for lines in milestones)
    chart = Chart(panels, ROW * len(panels) + 82)
    return Drawing(chart, caption(milestones, words), alt(milestones, words))


def _milestones(frame: pd.DataFrame) -> list[Lines]:
    found: list[Lines] = []
    for _name, points in groupby(records(frame, Point), key=lambda point: point.milestone):
        lines: Lines = {}
        for point in points:
            lines.setdefault(point.trace, []).append(point)
        found.append(lines)
    return found


def _span(milestones: list[Lines]) -> tuple[date, date]:
    planned = [point.day for lines in milestones for point in lines.get("planned", ())]
    known = [point.day for lines in milestones for line in lines.values() for point in line]
    return min(planned or known), max(known)
