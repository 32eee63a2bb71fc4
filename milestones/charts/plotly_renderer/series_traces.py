"""The series of a panel as traces: lines, bands, points, bars, floating bars and gauges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from milestones.charts.model import (
    Band,
    Bars,
    Gauge,
    GaugeBar,
    Gauges,
    Line,
    Panel,
    Points,
    Spans,
    Unit,
)
from milestones.charts.plotly_renderer.axes import HEAD_ROWS, HIDDEN_AXIS, bar_ends, name_offset
from milestones.charts.plotly_renderer.traces import (
    NO_HOVER,
    Spec,
    View,
    bar_trace,
    escape_markup,
    hover_texts,
    line_style,
    plotly_value,
    plotly_values,
    scatter_trace,
    text_trace,
)

HOVER_FORMATS: dict[Unit, str] = {"count": "%{y:,.0f}", "percent": "%{y:.1f}%"}
PERCENT_DIGITS = 4
"""Decimals of a drawn percentage: a hundredth of a pixel, and a quarter of the bytes."""
LABEL_CLEARANCE = 0.03
"""Part of the axis by which a name above or below its point keeps clear of it."""
LETTER_PART = 0.025
"""Part of a narrow screen's width that a letter takes."""
NAME_ABOVE_ROWS = 0.31
"""How far above the line of a row its name stands, in rows."""
LABEL_PADDING = "\u00a0\u00a0"
DAY_MS = 86_400_000
"""A day in the milliseconds of a date axis."""
SMALL_FONT: Spec = {"size": 12}


def line_trace(series: Line, panel: Panel, view: View) -> Spec:
    """Make a line; pointed at, it says its name, the day and the value."""
    value = HOVER_FORMATS.get(panel.y.unit, "%{y}")
    look = line_style(view.colour(series.colour), series.width, series.dash)
    if series.is_stepped:
        look["shape"] = "hv"
    return scatter_trace(
        name=series.name,
        x=plotly_values(series.at),
        y=_line_values(series, panel),
        mode="lines",
        line=look,
        hovertemplate=f"{series.name}<br>%{{x}}<br>{value}<extra></extra>",
    )


def _line_values(series: Line, panel: Panel) -> list[float | None]:
    """Give the values of a line; of shares no more digits than a screen can show."""
    if panel.y.unit != "percent":
        return list(series.values)
    return [value if value is None else round(value, PERCENT_DIGITS) for value in series.values]


def band_trace(series: Band, view: View) -> Spec:
    """Make the area between two edges: along the lower one and back along the upper."""
    days = plotly_values(series.at)
    return scatter_trace(
        name=series.name,
        x=[*days, *days[::-1]],
        y=[*series.lows, *series.highs[::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=view.colour(series.colour),
        **NO_HOVER,
    )


def point_traces(series: Points, panel: Panel, view: View) -> Iterator[Spec]:
    """Yield marks, and their labels in a trace of their own where they have some."""
    marker: Spec = {
        "symbol": series.symbol,
        "size": series.size,
        "color": view.colour(series.colour),
        "line": {"color": view.colours.surface, "width": 1.5},
    }
    if series.emphasized or series.hollow or series.codes:
        marker |= _single_marks(series, view)
    yield scatter_trace(
        **({"name": series.name} if series.name else {"showlegend": False}),
        x=plotly_values(series.at),
        y=list(series.values),
        mode="markers",
        marker=marker,
        **({"customdata": list(series.codes), "cliponaxis": False} if series.codes else {}),
        **hover_texts(series.hovers),
    )
    if any(series.labels):
        yield _point_labels(series, panel)


def _single_marks(series: Points, view: View) -> Spec:
    """Give each mark its symbol and its edge: hollow ones, and those that are emphasized."""
    colours, hollow, marked = view.colours, series.hollow, series.emphasized
    places = range(len(series.at))
    return {
        "symbol": [f"{series.symbol}-open" if at in hollow else series.symbol for at in places],
        "line": {
            "color": [colours.official if at in marked else colours.surface for at in places],
            "width": [3 if at in marked else 1 for at in places],
        },
    }


def _point_labels(series: Points, panel: Panel) -> Spec:
    """Write the labels beside their points, those above and below clear of them."""
    low, high = panel.y.low, panel.y.high
    clearance = 0.0
    if isinstance(low, int | float) and isinstance(high, int | float):
        clearance = LABEL_CLEARANCE * (high - low)
    shifts = {"top": clearance, "bottom": -clearance}
    named = [at for at, label in enumerate(series.labels) if label]
    heights = [series.values[at] + shifts.get(series.sides[at].split()[0], 0.0) for at in named]
    lines = []
    for at in named:
        label = series.labels[at]
        text = f"<b>{label}</b>" if at in series.emphasized else label
        lines.append(f"{LABEL_PADDING}{text}{LABEL_PADDING}")
    x, sides = plotly_values([series.at[at] for at in named]), [series.sides[at] for at in named]
    return text_trace(x, heights, lines, sides, textfont=SMALL_FONT)


def timeline_traces(panel: Panel, series: Points, view: View) -> Iterator[Spec]:
    """Yield a row a category over days: heading, names, the lines, and points with labels below."""
    rows, start, end = panel.y.categories, plotly_value(panel.x.low), plotly_value(panel.x.high)
    head = "<br>".join((f"<b>{panel.heading[0]}</b>", *panel.heading[1:]))
    yield text_trace([start], [rows[0].at + 0.22 - HEAD_ROWS], [head], textfont=SMALL_FONT)
    spots, names = [row.at - NAME_ABOVE_ROWS for row in rows], [row.label for row in rows]
    yield text_trace([start] * len(rows), spots, names, textfont=view.muted(12))
    yield scatter_trace(
        x=[start, end, None] * len(rows),
        y=[at for row in rows for at in (row.at, row.at, None)],
        mode="lines",
        line={"color": view.colours.grid, "width": 1},
        **NO_HOVER,
    )
    yield scatter_trace(
        x=plotly_values(series.at),
        y=list(series.values),
        mode="markers+text",
        marker={"symbol": series.symbol, "size": series.size, "color": view.colour(series.colour)},
        text=list(series.labels),
        textfont=SMALL_FONT,
        textposition=_label_sides(panel, series),
        cliponaxis=False,
        **hover_texts(series.hovers),
    )


def _label_sides(panel: Panel, series: Points) -> list[str]:
    """Put each label below the line, where its point has more room, from the last to the first."""
    first, last = panel.x.low, panel.x.high
    if not (isinstance(first, date) and isinstance(last, date)):
        return ["bottom right"] * len(series.at)
    sides: list[str] = []
    row, edge = None, last
    spots = list(zip(series.at, series.values, strict=True))
    for number in reversed(range(len(spots))):
        day, own = spots[number]
        edge = last if own != row else edge
        before, its_row = spots[number - 1] if number else (first, None)
        start = before if its_row == own else first
        is_left = day - start > edge - day  # type: ignore[operator]
        taken = (last - first) * len(series.labels[number]) * LETTER_PART
        sides.append("bottom left" if is_left else "bottom right")
        row, edge = own, day - (taken if is_left else timedelta())  # type: ignore[operator]
    return sides[::-1]


def bars_trace(series: Bars, panel: Panel, view: View) -> Spec:
    """Make the bars of a series, lying or upright."""
    lying = panel.y.scale == "category"
    along, across = ("x", "y") if lying else ("y", "x")
    places, own = range(len(series.at)), dict(series.colours)
    marker: Spec = {"color": view.colour(series.colour)}
    if own:
        marker["color"] = [view.colour(own.get(at, series.colour)) for at in places]
    if series.is_edged:
        marker["line"] = {"width": 0.5, "color": view.colours.surface}
    if series.hatched:
        marker["pattern"] = {"shape": ["/" if at in series.hatched else "" for at in places]}
    return bar_trace(
        name=series.name,
        **{along: list(series.values), across: plotly_values(series.at), "marker": marker},
        **({"orientation": "h"} if lying else {}),
        **_bar_thickness(series, panel),
        **_bar_labels(series, view),
        **(_clickable(series) if series.codes else hover_texts(series.hovers)),
    )


def _clickable(series: Bars) -> Spec:
    """Let bars say which province they stand for when clicked; what says nothing cannot be."""
    silent: Spec = {"hoverinfo": "none"}
    shown = hover_texts(series.hovers) if series.hovers else silent
    return {"customdata": list(series.codes), **shown}


def _bar_thickness(series: Bars, panel: Panel) -> Spec:
    """Give how thick bars are: parts of a row, or days that end on the day they count up to."""
    if series.thickness is None:
        return {}
    if panel.x.scale == "time":
        return {"width": series.thickness * DAY_MS, "offset": -series.thickness * DAY_MS}
    return {"width": series.thickness}


def _bar_labels(series: Bars, view: View) -> Spec:
    if not series.labels:
        return {"constraintext": "none"} if view.is_close else {}
    return {
        **{"text": list(series.labels), "textposition": "outside", "textangle": -90},
        **{"constraintext": "none", "cliponaxis": False},
        "textfont": {"size": 11, "color": view.colours.ink},
    }


def span_traces(series: Spans, view: View) -> Iterator[Spec]:
    """Yield floating bars from low to high, and upright strokes at the middle values."""
    yield bar_trace(
        x=[high - low for low, high in zip(series.lows, series.highs, strict=True)],
        base=list(series.lows),
        y=list(series.at),
        width=series.thickness,
        orientation="h",
        marker={"color": view.colour("soft")},
        **hover_texts(series.hovers),
    )
    size, ink = series.stroke * view.stroke_part, view.colours.main
    yield scatter_trace(
        name=series.name,
        x=list(series.middles),
        y=list(series.at),
        mode="markers",
        marker={"symbol": "line-ns-open", "size": size, "color": ink, "line": {"width": 4}},
        **NO_HOVER,
    )


def row_texts(panel: Panel) -> Iterator[Spec]:
    """Yield what is written at the rows: names above the bars, or notes at their ends."""
    rows = [row for row in panel.y.categories if not row.is_heading]
    hovers = [row.hover for row in rows] if any(row.hover for row in rows) else []
    if panel.names == "above":
        lines = [_name_and_note(row.label, row.mark, row.note) for row in rows]
        spots = [row.at - name_offset(panel) for row in rows]
        yield text_trace([0] * len(rows), spots, lines, hovers=hovers)
    elif noted := [row for row in rows if row.note]:
        ends = {} if panel.notes_head else bar_ends(panel)
        x = [1.0 if panel.notes_head else ends.get(row.at, 0) for row in noted]
        lines = [f"\u00a0{escape_markup(row.note)}" for row in noted]
        size = {"size": min(panel.y.letters, 12)}
        yield text_trace(x, [row.at for row in noted], lines, hovers=hovers, textfont=size)


def _name_and_note(label: str, mark: str, note: str) -> str:
    name = escape_markup(label)
    return f"<b>{name}</b>{mark}  {escape_markup(note)}" if note else f"{name}{mark}"


def gauge_traces(series: Gauges, view: View) -> Iterator[Spec]:
    """Yield rows that each have a scale of their own: bars over one another, words around."""
    for each in series.bars:
        yield _gauge_stroke(each, view) if each.is_stroke else _gauge_bar(each, view)
    yield from _gauge_texts(series.rows, view)


def gauge_axes(series: Gauges) -> tuple[Spec, Spec]:
    """Give the hidden axes: the rows' common length, and the rows."""
    has_lines = any(row.below for row in series.rows)
    foot, head, high = (0.56, 0.5, 1.02) if has_lines else (0.7, 0.72, 1)
    down = [len(series.rows) - foot, -head]
    return {**HIDDEN_AXIS, "range": [0, high]}, {**HIDDEN_AXIS, "range": down}


def _gauge_bar(each: GaugeBar, view: View) -> Spec:
    return bar_trace(
        name=each.name,
        showlegend=not each.is_ground and any(each.lengths),
        x=list(each.lengths),
        y=list(range(len(each.lengths))),
        width=each.thickness,
        orientation="h",
        marker={"color": view.colour(each.colour)},
        **NO_HOVER,
    )


def _gauge_stroke(each: GaugeBar, view: View) -> Spec:
    line = {"color": view.colours.ink, "width": 3}
    return scatter_trace(
        name=each.name,
        showlegend=any(each.lengths),
        x=list(each.lengths),
        y=list(range(len(each.lengths))),
        mode="markers",
        marker={"symbol": "line-ns", "size": 14 * view.stroke_part, "line": line},
        hovertemplate=f"{each.name}<extra></extra>",
        cliponaxis=False,
    )


def _gauge_texts(rows: tuple[Gauge, ...], view: View) -> Iterator[Spec]:
    """Write lines around the bars, or names at the left and what is said aside at the right."""

    def texts(lines: list[str], shift: float, font: Spec, x: int = 0) -> Spec:
        side = "middle left" if x else "middle right"
        spots = [place + shift for place in range(len(rows))]
        return text_trace([x] * len(rows), spots, lines, side, textfont=font)

    if not any(row.below for row in rows):
        yield texts([row.label for row in rows], -0.36, SMALL_FONT)
        yield texts([row.aside for row in rows], -0.36, SMALL_FONT, x=1)
        return
    ink, tones = view.colours.ink, [view.colour(row.colour) for row in rows]
    yield texts([f"<b>{row.label}</b>" for row in rows], -0.4, {"size": 13, "color": ink})
    yield texts([f"<b>{row.above}</b>" for row in rows], -0.2, {"size": 13, "color": tones})
    yield texts(["<br>".join(row.below) for row in rows], 0.28, view.muted(13))
