"""The axes of a panel, and the marks that lie on them: targets, deadlines, frames, headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from milestones.charts.model import (
    Axis,
    Bars,
    Category,
    Deadline,
    HeatCells,
    HeatGrid,
    Highlight,
    Line,
    Mark,
    Panel,
    Spans,
    TargetLine,
)
from milestones.charts.plotly_renderer.traces import (
    PLOTLY_DASHES,
    AxisPair,
    Spec,
    View,
    break_lines,
    escape_markup,
    outline_shape,
    plotly_value,
)
from milestones.i18n import Lang

MONTH_FORMATS: dict[Lang, str] = {"zh": "%-m月\n%Y年", "en": "%b\n%Y"}
DAY_FORMATS: dict[Lang, str] = {"zh": "%Y年%-m月%-d日", "en": "%-d %B %Y"}
NOTES_ROOM, NOTES_COLUMN_ROOM = 1.5, 1.6
"""An axis is so many times as long as its bars, where notes stand at their ends or beside all."""
TITLE_LETTERS = 30
"""Letters of an axis' title in a line."""
HEAD_ROWS, FOOT_ROWS = 1.25, 0.38
"""Height of the heading of a panel of rows over days, and what is below its last row, in rows."""
LABEL_STANDOFF_PX = 4
"""Pixels that move the labels under a picture's chart away from the lowest one beside it."""
HIDDEN_AXIS: Spec = {"visible": False, "fixedrange": True}


def value_axis(axis: Axis, panel: Panel) -> Spec:
    """Lay out an axis of numbers; one that is hidden still begins at zero."""
    spec: Spec = {}
    if axis.low is not None and axis.high is not None:
        spec["range"] = [plotly_value(axis.low), plotly_value(axis.high)]
    elif _has_notes(panel):
        spec["range"] = [
            0,
            NOTES_COLUMN_ROOM if panel.notes_head else _longest_bar(panel) * NOTES_ROOM,
        ]
    else:
        spec["rangemode"] = "tozero"
    if not axis.is_shown:
        return {"visible": False, **spec}
    if axis.ticks:
        spec["tickvals"] = [tick.at for tick in axis.ticks]
        spec["ticktext"] = [tick.label for tick in axis.ticks]
    elif axis.unit == "days":
        spec["nticks"] = 6
    if axis.scale == "log":
        spec |= {"type": "log", "showgrid": True, "tickangle": 0}
    if title := axis.note or axis.title:
        spec["title"] = {"text": break_lines(title, TITLE_LETTERS) if _has_notes(panel) else title}
    return spec


def is_timeline(panel: Panel) -> bool:
    """Tell whether a panel shows points of several rows over days."""
    is_grid = any(isinstance(each, HeatGrid) for each in panel.series)
    return panel.y.scale == "category" and panel.x.scale == "time" and not is_grid


def time_axis(axis: Axis, panel: Panel, view: View) -> Spec:
    """Lay out an axis of days, its ticks as months in the language, or as years."""
    spec: Spec = {
        "type": "date",
        "tickformat": "%Y" if axis.is_by_year else MONTH_FORMATS[view.lang],
        "tickangle": 0,
        "nticks": 5 if is_timeline(panel) else 6,
        "showgrid": False,
    }
    if axis.low is not None and axis.high is not None:
        spec["range"] = [plotly_value(axis.low), plotly_value(axis.high)]
    if any(isinstance(each, Line) for each in panel.series):
        spec["hoverformat"] = DAY_FORMATS[view.lang]
    if any(isinstance(each, HeatGrid) for each in panel.series):
        spec["ticks"] = ""
    return spec


def row_axis(axis: Axis, panel: Panel, view: View) -> Spec:
    """Lay out the rows of a panel from the top down, named beside them or above each."""
    first, last = axis.categories[0].at, axis.categories[-1].at
    if panel.names == "above":
        ends = _row_range(axis, last + 0.4, first - name_offset(panel) - 0.3)
        return {**HIDDEN_AXIS, "range": ends}
    is_cells = any(isinstance(each, HeatCells | HeatGrid) for each in panel.series)
    line_length = 0 if view.is_close else axis.line_length
    edge = 0.5 if is_cells and not any(each.is_heading for each in axis.categories) else 0.6
    spec: Spec = {
        "range": _row_range(axis, last + edge, first - edge),
        "tickvals": [each.at for each in axis.categories],
        "ticktext": [category_name(each, line_length) for each in axis.categories],
        "showgrid": False,
        "tickfont": {"color": view.colours.ink, "size": axis.letters},
    }
    if any(isinstance(each, HeatGrid) for each in panel.series):
        spec["ticks"] = ""
    if axis.title:
        spec["title"] = {"text": axis.title}
    return spec


def _row_range(axis: Axis, low: float, high: float) -> list[Any]:
    """Give where the rows end and begin, from the foot up; a half of them says it itself."""
    return (
        [low, high] if axis.low is None else [plotly_value(axis.high or 0), plotly_value(axis.low)]
    )


def column_axis(axis: Axis, panel: Panel, view: View) -> Spec:
    """Lay out named columns; those of a table without a title stand above it."""
    is_cells = any(isinstance(each, HeatCells) for each in panel.series)
    spec: Spec = {
        "tickvals": [each.at for each in axis.categories],
        "ticktext": [category_name(each) for each in axis.categories],
        "showgrid": False,
        "tickfont": {"color": view.colours.muted, "size": axis.letters},
    }
    if not is_cells:
        return spec | {"tickangle": 0}
    ink = {"tickfont": {"color": view.colours.ink, "size": axis.letters}}
    first, last = axis.categories[0].at, axis.categories[-1].at
    spec |= {"range": [first - 0.5, last + 0.5], **ink}
    return spec | ({"title": {"text": axis.title}} if axis.title else {"side": "top", "ticks": ""})


def category_name(category: Category, line_length: int = 0) -> str:
    """Write a category's name in lines of a length: headings and what is emphasized in bold."""
    label = escape_markup(category.label)
    text = (break_lines(label, line_length) if line_length else label) + category.mark
    return f"<b>{text}</b>" if category.is_heading or category.is_emphasized else text


def name_offset(panel: Panel) -> float:
    """Give how far above its place a row's name stands: clear of the thickest bar."""
    thick = (getattr(each, "thickness", None) or 0 for each in panel.series)
    return max(0.34, *thick) / 2 + 0.23


def panel_marks(panel: Panel, axes: AxisPair, view: View) -> tuple[list[Spec], list[Spec]]:
    """Give the shapes and the notes of a panel's targets, deadlines and frames."""
    shapes: list[Spec] = []
    notes: list[Spec] = []
    for mark in panel.marks:
        shapes.append(_mark_shape(mark, panel, axes, view))
        notes.extend(_mark_notes(mark, axes, view))
    return shapes, notes


def _mark_shape(mark: Mark, panel: Panel, axes: AxisPair, view: View) -> Spec:
    if isinstance(mark, Highlight):
        wide = 2 if any(isinstance(each, Bars) for each in panel.series) else 3
        frame = outline_shape(mark.x, mark.y, view.colours.official, wide)
        return {**frame, **_mark_axes(axes)}
    dash = {"dash": PLOTLY_DASHES[mark.dash]} if mark.dash in PLOTLY_DASHES else {}
    if isinstance(mark, TargetLine):
        line = {"color": view.colours.plan, "width": 1, **dash}
        ends = {"x0": 0, "x1": 1, "y0": mark.value, "y1": mark.value}
        on = {"xref": "paper", "yref": axes.y, "layer": "below"}
        return {"type": "line", **on, **ends, "line": line}
    line = {"color": view.colour(mark.colour), "width": mark.width, **dash}
    ends = {
        "x0": plotly_value(mark.on),
        "x1": plotly_value(mark.on),
        "y0": 0,
        "y1": _deadline_top(mark, panel),
    }
    return {"type": "line", "xref": axes.x, "yref": f"{axes.y} domain", **ends, "line": line}


def _deadline_top(mark: Deadline, panel: Panel) -> float:
    """Give where a deadline ends, in parts of the panel: above its bars, below its heading."""
    if panel.y.categories and panel.heading:
        rows = panel.y.categories[-1].at + FOOT_ROWS
        return (rows + 0.7) / (rows + HEAD_ROWS)
    return 1.06 if mark.note else 1.0


def _mark_axes(axes: AxisPair) -> Spec:
    return {"xref": axes.x, "yref": axes.y} if axes.on else {}


def _mark_notes(mark: Mark, axes: AxisPair, view: View) -> Iterator[Spec]:
    muted = {"size": 11, "color": view.colours.muted}
    if isinstance(mark, TargetLine):
        side = {"x": 1, "xanchor": "right"} if mark.is_right else {"x": 0, "xanchor": "left"}
        yield {
            **{"text": mark.label, "xref": "paper", "yref": axes.y, **side, "y": mark.value},
            **{"yanchor": "top" if mark.is_below else "bottom", "showarrow": False},
            "font": muted,
        }
    elif isinstance(mark, Deadline) and mark.note:
        yield {
            **{
                "text": mark.note,
                "xref": axes.x,
                "yref": f"{axes.y} domain",
                "x": plotly_value(mark.on),
            },
            **{"y": 1.02, "xanchor": "left", "yanchor": "bottom", "showarrow": False},
            **{"xshift": 4, "font": muted},
        }
    elif isinstance(mark, Highlight) and mark.label:
        yield {
            **{
                "text": f"<b>{mark.label}</b>",
                "x": mark.x[1],
                "y": min(mark.y),
                **_mark_axes(axes),
            },
            **{"xanchor": "right", "yanchor": "bottom", "showarrow": False},
            "font": {"size": 12, "color": view.colours.official},
        }


def panel_heading(panel: Panel, left: float, at: float) -> Spec:
    """Make the note that heads a panel: its first part in bold, at the left above it."""
    first, *rest = panel.heading
    return {
        "text": " ".join((f"<b>{first}</b>", *rest)),
        **{"xref": "paper", "yref": "paper", "x": left, "y": at, "xanchor": "left"},
        **{"yanchor": "bottom", "showarrow": False, "font": {"size": 12}},
    }


def notes_heading(text: str, axes: AxisPair, view: View) -> Spec:
    """Make the note that heads the column of notes beside the bars."""
    return {
        "text": escape_markup(text),
        **{"x": 1.0, "xref": axes.x, "xanchor": "left", "y": 1, "yref": "paper"},
        **{"yanchor": "bottom", "align": "left", "showarrow": False},
        "font": {"size": 11, "color": view.colours.muted},
    }


def _has_notes(panel: Panel) -> bool:
    """Tell whether notes stand at the ends of the rows."""
    rows: Sequence[Any] = panel.y.categories if panel.y.scale == "category" else ()
    return panel.names == "beside" and any(row.note for row in rows)


def _longest_bar(panel: Panel) -> float:
    return max(bar_ends(panel).values(), default=0) or 1


def bar_ends(panel: Panel) -> dict[float, float]:
    """Give for each row where its longest bar ends."""
    found: dict[float, float] = {}
    for series in panel.series:
        if isinstance(series, Bars | Spans):
            values = series.highs if isinstance(series, Spans) else series.values
            for at, value in zip(series.at, values, strict=True):
                if isinstance(at, int | float):
                    found[at] = max(found.get(at, 0), value or 0)
    return found
