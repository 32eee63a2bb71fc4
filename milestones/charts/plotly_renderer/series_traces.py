"""The series of a panel as traces: lines, bands, points, bars, floating bars and gauges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

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
    PLOTLY_DASHES,
    AxisPair,
    Spec,
    View,
    bar_trace,
    escape_markup,
    hover_texts,
    plotly_value,
    plotly_values,
    scatter_trace,
    text_trace,
)
from milestones.i18n.widths import text_width_em

HOVER_FORMATS: dict[Unit, str] = {"count": "%{y:,.0f}", "percent": "%{y:.1f}%"}
LABEL_CLEARANCE = 0.03
"""Part of the axis by which a name above or below its point keeps clear of it."""
LETTER_PART = 0.025
"""Part of a narrow screen's width that a letter takes."""
NAME_ABOVE_ROWS = 0.31
"""How far above the line of a row its name stands, in rows."""
LABEL_PADDING = "\u00a0\u00a0"


def line_trace(series: Line, panel: Panel, axes: AxisPair, view: View) -> Spec:
    """Make a line; pointed at, it says its name, the day and the value."""
    value = HOVER_FORMATS.get(panel.y.unit, "%{y}")
    look: Spec = {"color": view.colour(series.colour), "width": series.width}
    if series.dash in PLOTLY_DASHES:
        look["dash"] = PLOTLY_DASHES[series.dash]
    if series.is_stepped:
        look["shape"] = "hv"
    return scatter_trace(
        name=series.name,
        x=plotly_values(series.at),
        y=list(series.values),
        mode="lines",
        line=look,
        hovertemplate=f"{series.name}<br>%{{x}}<br>{value}<extra></extra>",
        **axes.on,
    )


def band_trace(series: Band, axes: AxisPair, view: View) -> Spec:
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
        **axes.on,
    )


def point_traces(series: Points, panel: Panel, axes: AxisPair, view: View) -> Iterator[Spec]:
    """Yield marks, and their labels in a trace of their own where they have some."""
    outlined = bool(series.emphasized or series.hollow or series.codes)
    edge: Spec = {"color": view.colours.surface, "width": 1.5}
    if outlined:
        edge = _point_edges(series, view)
    symbols = [f"{series.symbol}-open" if at in series.hollow else series.symbol
               for at in range(len(series.at))]  # fmt: skip
    yield scatter_trace(
        **({"name": series.name} if series.name else {"showlegend": False}),
        x=plotly_values(series.at),
        y=list(series.values),
        mode="markers",
        marker={
            "symbol": symbols if outlined else series.symbol,
            "size": series.size,
            "color": view.colour(series.colour),
            "line": edge,
        },
        **({"customdata": list(series.codes), "cliponaxis": False} if series.codes else {}),
        **hover_texts(series.hovers),
        **axes.on,
    )
    if any(series.labels):
        yield _point_labels(series, panel)


def _point_edges(series: Points, view: View) -> Spec:
    colours, all_ = view.colours, range(len(series.at))
    return {
        "color": [colours.official if at in series.emphasized else colours.surface for at in all_],
        "width": [3 if at in series.emphasized else 1 for at in all_],
    }


def _point_labels(series: Points, panel: Panel) -> Spec:
    """Write the labels beside their points, those above and below clear of them."""
    low, high = panel.y.low, panel.y.high
    span = float(high) - float(low) if _are_numbers(low, high) else 0.0  # type: ignore[arg-type]
    named = [at for at, label in enumerate(series.labels) if label]
    shifts = {"top": LABEL_CLEARANCE * span, "bottom": -LABEL_CLEARANCE * span}
    heights = [series.values[at] + shifts.get(series.sides[at].split()[0], 0.0) for at in named]
    lines = [
        f"{LABEL_PADDING}<b>{label}</b>{LABEL_PADDING}"
        if at in series.emphasized
        else f"{LABEL_PADDING}{label}{LABEL_PADDING}"
        for at, label in ((at, series.labels[at]) for at in named)
    ]
    trace = text_trace(
        [plotly_value(series.at[at]) for at in named], heights, lines, textfont={"size": 12}
    )
    return {**trace, "textposition": [series.sides[at] for at in named]}


def _are_numbers(low: object, high: object) -> bool:
    return all(isinstance(end, int | float) for end in (low, high))


def timeline_traces(panel: Panel, series: Points, axes: AxisPair, view: View) -> Iterator[Spec]:
    """Yield a row a category over days: heading, names, the lines, and points with labels below."""
    rows, (low, high) = panel.y.categories, (panel.x.low, panel.x.high)
    start = plotly_value(low) if low is not None else None
    head = "<br>".join((f"<b>{panel.heading[0]}</b>", *panel.heading[1:]))
    yield text_trace(
        [start], [rows[0].at + 0.22 - HEAD_ROWS], [head], textfont={"size": 12}, **axes.on
    )
    small = {"size": 12, "color": view.colours.muted}
    spots = [row.at - NAME_ABOVE_ROWS for row in rows]
    yield text_trace(
        [start] * len(rows), spots, [row.label for row in rows], textfont=small, **axes.on
    )
    yield scatter_trace(
        x=[start, plotly_value(high) if high is not None else None, None] * len(rows),
        y=[at for row in rows for at in (row.at, row.at, None)],
        mode="lines",
        line={"color": view.colours.grid, "width": 1},
        **NO_HOVER,
        **axes.on,
    )
    yield scatter_trace(
        x=plotly_values(series.at),
        y=list(series.values),
        mode="markers+text",
        marker={"symbol": series.symbol, "size": series.size, "color": view.colour(series.colour)},
        text=list(series.labels),
        textfont={"size": 12},
        textposition=_label_sides(panel, series),
        cliponaxis=False,
        **hover_texts(series.hovers),
        **axes.on,
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
        taken = (
            (last - first) * len(series.labels[number]) * LETTER_PART if is_left else timedelta()
        )
        sides.append("bottom left" if is_left else "bottom right")
        row, edge = own, day - taken  # type: ignore[operator]
    return sides[::-1]


DAY_MS = 86_400_000
"""A day in the milliseconds of a date axis."""
NARROW_WIDTH_PX = 270
"""Pixels that names, bars and notes have on a screen of 1024."""
MAX_AXIS_FACTOR = 3.5
"""No axis is longer than so many times its longest bar."""
PALE_UNUSED = 0.5


def bar_traces(series: Bars, panel: Panel, axes: AxisPair, view: View) -> Iterator[Spec]:
    """Yield the bars of a series, lying or upright."""
    lying = panel.y.scale == "category"
    along, across = ("x", "y") if lying else ("y", "x")
    marker: Spec = {"color": _bar_colours(series, view)}
    if series.is_edged:
        marker["line"] = {"width": 0.5, "color": view.colours.surface}
    if series.hatched:
        shapes = ["/" if at in series.hatched else "" for at in range(len(series.at))]
        marker["pattern"] = {"shape": shapes}
    yield bar_trace(
        name=series.name,
        **{along: list(series.values), across: plotly_values(series.at), "marker": marker},
        **({"orientation": "h"} if lying else {}),
        **_bar_thickness(series, panel),
        **_bar_labels(series, view),
        **hover_texts(series.hovers),
        **axes.on,
    )


def _bar_colours(series: Bars, view: View) -> Any:
    own = dict(series.colours)
    if not own:
        return view.colour(series.colour)
    return [view.colour(own.get(at, series.colour)) for at in range(len(series.at))]


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


def span_traces(series: Spans, axes: AxisPair, view: View) -> Iterator[Spec]:
    """Yield floating bars from low to high, and upright strokes at the middle values."""
    lengths = [high - low for low, high in zip(series.lows, series.highs, strict=True)]
    yield bar_trace(
        x=lengths,
        base=list(series.lows),
        y=list(series.at),
        width=series.thickness,
        orientation="h",
        marker={"color": view.colour("soft")},
        **hover_texts(series.hovers),
        **axes.on,
    )
    yield scatter_trace(
        name=series.name,
        x=list(series.middles),
        y=list(series.at),
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": series.stroke * (view.part if view.is_close else 1),
            "color": view.colours.main,
            "line": {"width": 4},
        },
        **NO_HOVER,
        **axes.on,
    )


def row_texts(panel: Panel, axes: AxisPair, view: View) -> Iterator[Spec]:
    """Yield what is written at the rows: names above the bars, or notes at their ends."""
    rows = [row for row in panel.y.categories if not row.is_heading]
    hovers = [row.hover for row in rows] if any(row.hover for row in rows) else []
    if panel.names == "above":
        lines = [_name_and_note(row.label, row.mark, row.note) for row in rows]
        spots = [row.at - name_offset(panel) for row in rows]
        yield text_trace([0] * len(rows), spots, lines, hovers=hovers, **axes.on)
        return
    noted = [row for row in rows if row.note]
    if not noted:
        return
    stands, at = bar_ends(panel), [row.at for row in noted]
    x = [1.0] * len(noted) if panel.notes_head else [stands.get(row.at, 0) for row in noted]
    size = {"size": min(panel.y.letters, 12)}
    lines = [f"\u00a0{escape_markup(row.note)}" for row in noted]
    yield text_trace(x, at, lines, hovers=hovers, textfont=size, **axes.on)


def _name_and_note(label: str, mark: str, note: str) -> str:
    name = escape_markup(label)
    return f"<b>{name}</b>{mark}  {escape_markup(note)}" if note else f"{name}{mark}"


def stretched_range(panel: Panel) -> list[float]:
    """Give the range of a hidden axis whose rows end with notes: notes and names want room."""
    rows, y = panel.y.categories, panel.y
    names = y.letters * max(text_width_em(row.name) for row in rows)
    notes = min(y.letters, 12) * max(text_width_em(row.note) for row in rows)
    room = NARROW_WIDTH_PX - names
    longest = max(bar_ends(panel).values(), default=0)
    return [0, longest * min(room / max(room - notes, 1), MAX_AXIS_FACTOR)]


def gauge_traces(series: Gauges, axes: AxisPair, view: View) -> Iterator[Spec]:
    """Yield rows that each have a scale of their own: bars over one another, words around."""
    for each in series.bars:
        trace = _gauge_stroke(each, view) if each.is_stroke else _gauge_bar(each, view)
        yield {**trace, **axes.on}
    for locale in _gauge_texts(series.rows, view):
        yield {**locale, **axes.on}


def gauge_axes(series: Gauges) -> tuple[Spec, Spec]:
    """Give the hidden axes: the rows' common length, and the rows."""
    below = max(len(row.below) for row in series.rows)
    foot, head = (0.56, 0.5) if below else (0.7, 0.72)
    high = 1.02 if below else 1
    down = [len(series.rows) - foot, -head]
    return {**HIDDEN_AXIS, "range": [0, high]}, {**HIDDEN_AXIS, "range": down}


def _gauge_bar(each: GaugeBar, view: View) -> Spec:
    trace = bar_trace(
        name=each.name,
        x=list(each.lengths),
        y=list(range(len(each.lengths))),
        width=each.thickness,
        orientation="h",
        marker={"color": view.colour(each.colour)},
        **NO_HOVER,
    )
    return {**trace, "showlegend": not each.is_ground and any(each.lengths)}


def _gauge_stroke(each: GaugeBar, view: View) -> Spec:
    size = 14 * (view.part if view.is_close else 1)
    return scatter_trace(
        name=each.name,
        showlegend=any(each.lengths),
        x=list(each.lengths),
        y=list(range(len(each.lengths))),
        mode="markers",
        marker={"symbol": "line-ns", "size": size, "line": {"color": view.colours.ink, "width": 3}},
        hovertemplate=f"{each.name}<extra></extra>",
        cliponaxis=False,
    )


def _gauge_texts(rows: tuple[Gauge, ...], view: View) -> Iterator[Spec]:
    if not any(row.below for row in rows):
        yield from _label_pairs(rows)
        return
    tones: list[Any] = [view.colour(row.colour) for row in rows]
    for lines, shift, colour in (
        ([f"<b>{row.label}</b>" for row in rows], -0.4, view.colours.ink),
        ([f"<b>{row.above}</b>" for row in rows], -0.2, tones),
        (["<br>".join(row.below) for row in rows], 0.28, view.colours.muted),
    ):
        spots = [place + shift for place in range(len(rows))]
        yield text_trace([0] * len(rows), spots, lines, textfont={"size": 13, "color": colour})


def _label_pairs(rows: tuple[Gauge, ...]) -> Iterator[Spec]:
    """Write names at the left and what is said aside at the right, above the bars."""
    spots, small = [place - 0.36 for place in range(len(rows))], {"size": 12}
    yield text_trace([0] * len(rows), spots, [row.label for row in rows], textfont=small)
    asides = [row.aside for row in rows]
    yield text_trace([1] * len(rows), spots, asides, "middle left", textfont=small)
