"""A finished drawing as charts that office programs draw themselves, from numbers to edit.

What Plotly draws freely has no such chart: maps and tables of cells, small multiples, clouds of
points, rows that each have a scale of their own. Those go into files as pictures.
"""

from __future__ import annotations

from milestones.export.native_bars import bar_chart
from milestones.export.native_lines import line_chart
from milestones.export.native_model import (
    Form,
    NativeChart,
    NativeSeries,
    Number,
    number_format,
)
from milestones.export.native_panels import Panel, Spec, panels

__all__ = ["Form", "NativeChart", "NativeSeries", "Number", "native", "natives", "number_format"]


def native(spec: Spec) -> NativeChart | None:
    """Give the first chart of a drawing, or None where it has none."""
    return next(iter(natives(spec)), None)


def natives(spec: Spec) -> tuple[NativeChart, ...]:
    """Give the charts of a drawing, one a panel from the top down; none if one cannot be."""
    charts = tuple(_chart(panel) for panel in panels(spec))
    return () if None in charts else tuple(chart for chart in charts if chart is not None)


def _chart(panel: Panel) -> NativeChart | None:
    kinds = {trace["type"] for trace in panel.traces}
    if not kinds <= {"bar", "scatter"}:
        return None
    return bar_chart(panel) if "bar" in kinds else line_chart(panel)
