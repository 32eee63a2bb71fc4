"""A finished drawing as charts that office programs draw themselves, from numbers to edit.

What Plotly draws freely has no such chart: maps and tables of cells, small multiples, clouds of
points, rows that each have a scale of their own. Those go into files as pictures.
"""

from __future__ import annotations

from dataclasses import replace

from milestones.charts.model import Chart
from milestones.charts.office import native_charts
from milestones.charts.office_model import (
    Form,
    NativeChart,
    NativeSeries,
    Number,
    number_format,
)
from milestones.charts.palette import Theme
from milestones.export.charts.bars import bar_chart
from milestones.export.charts.lines import line_chart
from milestones.export.charts.panels import Panel, panels
from milestones.figures.context import Drawing

__all__ = [
    "Form",
    "NativeChart",
    "NativeSeries",
    "Number",
    "natives",
    "number_format",
]


def natives(drawing: Drawing, theme: Theme) -> tuple[NativeChart, ...]:
    """Give the charts of a drawing, one a panel from the top down; none if one cannot be."""
    if isinstance(drawing.chart, Chart):
        return native_charts(drawing.chart, theme)
    spec = drawing.chart.to_dict()
    charts = tuple(_chart(panel) for panel in panels(spec))
    return () if None in charts else tuple(chart for chart in charts if chart is not None)




def _chart(panel: Panel) -> NativeChart | None:
    kinds = {trace["type"] for trace in panel.traces}
    if not kinds <= {"bar", "scatter"}:
        return None
    chart = bar_chart(panel) if "bar" in kinds else line_chart(panel)
    low, high = panel.y["domain"]
    return None if chart is None else replace(chart, height=high - low)
