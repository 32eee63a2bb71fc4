"""The axes of a panel, and the marks that lie on them: targets, deadlines, frames, headings."""

from __future__ import annotations

from collections.abc import Iterator

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
    ON_PAPER,
    Placement,
    Spec,
    View,
    break_lines,
    escape_markup,
    line_style,
    note,
    outline_shape,
    plotly_value,
)
from milestones.i18n import Lang
from milestones.i18n.widths import text_width_em

MONTH_FORMATS: dict[Lang, str] = {"zh": "%-m月\n%Y年", "en": "%b\n%Y"}
DAY_FORMATS: dict[Lang, str] = {"zh": "%Y年%-m月%-d日", "en": "%-d %B %Y"}
NOTES_ROOM, NOTES_COLUMN_ROOM = 1.5, 1.6
"""An axis is so many times as long as its bars, where notes stand at their ends or beside all."""
NARROW_WIDTH_PX = 270
"""What names, bars and notes have on a screen of 1024."""
MAX_AXIS_FACTOR = 3.5
"""No axis is longer than so many times its longest bar."""
NAME_LETTERS = 1_000
"""Letters after which a row's name breaks where its axis names no length: never."""
TITLE_LETTERS = 30
"""Letters of an axis' title in a line."""
HEAD_ROWS, FOOT_ROWS = 1.25, 0.38
"""Height of the heading of a panel of rows over days, and what is below its last row, in rows."""
HIDDEN_AXIS: Spec = {"visible": False, "fixedrange": True}


def x_axis(panel: Panel, view: View) -> Spec:
    """Lay out the axis across a panel."""
    if panel.x.scale == "time":
        return _time_axis(panel, view)
    if panel.x.scale == "category":
        return _column_axis(panel, view)
    spec = _value_axis(panel.x, panel)
    is_in_rows = panel.y.scale == "category" and panel.names == "beside"
    if is_in_rows and not panel.x.is_shown and panel.x.high is None:
        spec["range"] = stretched_range(panel)
    return spec


def y_axis(panel: Panel, view: View) -> Spec:
    """Lay out the axis up a panel, or its rows from the top down."""
    if panel.y.scale != "category":
        return _value_axis(panel.y, panel)
    if is_timeline(panel):
        rows = panel.y.categories
        return {**HIDDEN_AXIS, "range": [rows[-1].at + FOOT_ROWS, rows[0].at - HEAD_ROWS]}
    return _row_axis(panel, view)


def is_timeline(panel: Panel) -> bool:
    """Tell whether a panel shows points of several rows over days."""
    return panel.y.scale == "category" and panel.x.scale == "time" and not panel.has(HeatGrid)


def _value_axis(axis: Axis, panel: Panel) -> Spec:
    """Lay out an axis of numbers; one that is hidden still begins at zero."""
    has_notes = panel.names == "beside" and any(row.note for row in panel.y.categories)
    spec = _given_range(axis)
    if not spec and has_notes:
        longest = max(bar_ends(panel).values(), default=0) or 1
        spec["range"] = [0, NOTES_COLUMN_ROOM if panel.notes_head else longest * NOTES_ROOM]
    elif not spec:
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
        spec["title"] = {"text": break_lines(title, TITLE_LETTERS) if has_notes else title}
    return spec


def _given_range(axis: Axis) -> Spec:
    if axis.low is None or axis.high is None:
        return {}
    return {"range": [plotly_value(axis.low), plotly_value(axis.high)]}


def _time_axis(panel: Panel, view: View) -> Spec:
    """Lay out an axis of days, its ticks as months in the language, or as years."""
    return {
        "type": "date",
        "tickformat": "%Y" if panel.x.is_by_year else MONTH_FORMATS[view.lang],
        "tickangle": 0,
        "nticks": 5 if is_timeline(panel) else 6,
        "showgrid": False,
        **_given_range(panel.x),
        **({"hoverformat": DAY_FORMATS[view.lang]} if panel.has(Line) else {}),
        **({"ticks": ""} if panel.has(HeatGrid) else {}),
    }


def _row_axis(panel: Panel, view: View) -> Spec:
    """Lay out the rows of a panel from the top down, named beside them or above each."""
    axis, rows, is_above = panel.y, panel.y.categories, panel.names == "above"
    is_cells = panel.has(HeatCells, HeatGrid) and not any(row.is_heading for row in rows)
    edge = 0.5 if is_cells else 0.6
    ends = [rows[-1].at + edge, rows[0].at - edge]
    if is_above:
        ends = [rows[-1].at + 0.4, rows[0].at - name_offset(panel) - 0.3]
    if axis.low is not None:  # a half of the rows, set in a column of its own
        ends = [plotly_value(axis.high), plotly_value(axis.low)]
    if is_above:
        return {**HIDDEN_AXIS, "range": ends}
    return {
        "range": ends,
        **_names(axis, view.colours.ink, 0 if view.is_close else axis.line_length),
        **({"ticks": ""} if panel.has(HeatGrid) else {}),
    }


def _column_axis(panel: Panel, view: View) -> Spec:
    """Lay out named columns; those of a table without a title stand above it."""
    axis = panel.x
    if not panel.has(HeatCells):
        return {**_names(axis, view.colours.muted), "tickangle": 0}
    ends = [axis.categories[0].at - 0.5, axis.categories[-1].at + 0.5]
    above = {} if axis.title else {"side": "top", "ticks": ""}
    return {**_names(axis, view.colours.ink), "range": ends, **above}


def _names(axis: Axis, colour: str, line_length: int = 0) -> Spec:
    return {
        "tickvals": [each.at for each in axis.categories],
        "ticktext": [category_name(each, line_length) for each in axis.categories],
        "showgrid": False,
        "tickfont": {"color": colour, "size": axis.letters},
        **({"title": {"text": axis.title}} if axis.title else {}),
    }


def category_name(category: Category, line_length: int = 0) -> str:
    """Write a category's name in lines of a length: headings and what is emphasized in bold."""
    label = escape_markup(category.label)
    text = (break_lines(label, line_length) if line_length else label) + category.mark
    return f"<b>{text}</b>" if category.is_heading or category.is_emphasized else text


def name_offset(panel: Panel) -> float:
    """Give how far above its place a row's name stands: clear of the thickest bar."""
    thick = (getattr(each, "thickness", None) or 0 for each in panel.series)
    return max(0.34, *thick) / 2 + 0.23


def stretched_range(panel: Panel) -> list[float]:
    """Give the range of a hidden axis whose rows end with notes: names want room, and each note
    what its own bar leaves.
    """
    rows, letters = panel.y.categories, panel.y.letters
    line_length = panel.y.line_length or NAME_LETTERS
    lines = [line for row in rows for line in break_lines(row.name, line_length).split("<br>")]
    room = NARROW_WIDTH_PX - letters * max(map(text_width_em, lines))
    ends = bar_ends(panel)
    wanted = (
        ends.get(row.at, 0)
        * min(room / max(room - min(letters, 12) * text_width_em(row.note), 1), MAX_AXIS_FACTOR)
        for row in rows
    )
    return [0, max(wanted, default=0)]


def bar_ends(panel: Panel) -> dict[float, float]:
    """Give for each row where its longest bar ends, or where the last of a stack does."""
    ends: dict[float, float] = {}
    for series in panel.series:
        if isinstance(series, Bars | Spans):
            values = series.highs if isinstance(series, Spans) else series.values
            for at, value in zip(series.at, values, strict=True):
                if isinstance(at, int | float):
                    end, value = ends.get(at, 0), value or 0
                    ends[at] = end + value if panel.grouping == "stacked" else max(end, value)
    return ends


def mark_shape(mark: Mark, panel: Panel, on: Placement, view: View) -> Spec:
    """Give the shape of a target, a deadline or a frame."""
    if isinstance(mark, Highlight):
        frame = outline_shape(mark.x, mark.y, view.colours.official, 2 if panel.has(Bars) else 3)
        return {**frame, **_frame_axes(on)}
    if isinstance(mark, TargetLine):
        line = line_style(view.colours.plan, 1, mark.dash)
        level = {"x0": 0, "x1": 1, "y0": mark.value, "y1": mark.value}
        axes = {"xref": "paper", "yref": on.y, "layer": "below"}
        return {"type": "line", "line": line, **axes, **level}
    line = line_style(view.colour(mark.colour), mark.width, mark.dash)
    day = plotly_value(mark.on)
    upright = {"x0": day, "x1": day, "y0": 0, "y1": _deadline_top(mark, panel)}
    return {"type": "line", "line": line, "xref": on.x, "yref": f"{on.y} domain", **upright}


def _deadline_top(mark: Deadline, panel: Panel) -> float:
    """Give where a deadline ends, in parts of the panel: above its bars, below its heading."""
    if panel.y.categories and panel.heading:
        rows = panel.y.categories[-1].at + FOOT_ROWS
        return (rows + 0.7) / (rows + HEAD_ROWS)
    return 1.06 if mark.note else 1.0


def _frame_axes(on: Placement) -> Spec:
    return {"xref": on.x, "yref": on.y} if on.axes else {}


def mark_notes(mark: Mark, on: Placement, view: View) -> Iterator[Spec]:
    """Yield what stands at a target, a deadline or a frame."""
    if isinstance(mark, TargetLine):
        x, side = (1, "right") if mark.is_right else (0, "left")
        anchors, axes = (side, "top" if mark.is_below else "bottom"), {"yref": on.y}
        yield note(mark.label, x, mark.value, anchors, view.muted(), xref="paper", **axes)
    elif isinstance(mark, Deadline) and mark.note:
        axes, day = {"xref": on.x, "yref": f"{on.y} domain"}, plotly_value(mark.on)
        yield note(mark.note, day, 1.02, ("left", "bottom"), view.muted(), xshift=4, **axes)
    elif isinstance(mark, Highlight) and mark.label:
        font, text = {"size": 12, "color": view.colours.official}, f"<b>{mark.label}</b>"
        place = mark.x[1], min(mark.y)
        yield note(text, *place, ("right", "bottom"), font, **_frame_axes(on))


def headings(panel: Panel, on: Placement, view: View) -> Iterator[Spec]:
    """Yield what heads a panel, the column of notes beside its bars, and the ends of its rows."""
    left, right = on.across or (0.0, 1.0)
    side = "left", "bottom"
    if panel.heading and not is_timeline(panel):
        first, *more = panel.heading
        text, top = " ".join((f"<b>{first}</b>", *more)), on.down[1] if on.down else 1.0
        yield note(text, left, top, side, {"size": 12}, **ON_PAPER)
    if panel.notes_head:
        axes, text = {"xref": on.x, "yref": "paper"}, escape_markup(panel.notes_head)
        yield note(text, 1.0, 1, side, view.muted(), align="left", **axes)
    if panel.row_notes_head:
        yield note(panel.row_notes_head, right, 1, side, view.muted(), **ON_PAPER)
