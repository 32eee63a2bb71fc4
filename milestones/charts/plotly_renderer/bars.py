"""Bars, floating bars and gauges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from milestones.charts.model import Bars, Gauge, GaugeBar, Gauges, Panel, Spans
from milestones.charts.plotly_renderer.axes import HIDDEN, above, ends
from milestones.charts.plotly_renderer.traces import (
    SILENT,
    Axes,
    Spec,
    View,
    bar,
    escaped,
    hovering,
    places,
    scatter,
    texts,
)
from milestones.i18n.widths import width

DAY = 86_400_000
"""A day in the milliseconds of a date axis."""
NARROWEST = 270
"""Pixels that names, bars and notes have on a screen of 1024."""
LONGEST = 3.5
"""No axis is longer than so many times its longest bar."""
PALE = 0.5


def bars(series: Bars, panel: Panel, axes: Axes, view: View) -> Iterator[Spec]:
    """Yield the bars of a series, lying or upright."""
    lying = panel.y.scale == "category"
    along, across = ("x", "y") if lying else ("y", "x")
    marker: Spec = {"color": _colours(series, view)}
    if series.is_edged:
        marker["line"] = {"width": 0.5, "color": view.colours.surface}
    if series.hatched:
        shapes = ["/" if at in series.hatched else "" for at in range(len(series.at))]
        marker["pattern"] = {"shape": shapes}
    yield bar(
        name=series.name,
        **{along: list(series.values), across: places(series.at), "marker": marker},
        **({"orientation": "h"} if lying else {}),
        **_thick(series, panel),
        **_labels(series, view),
        **hovering(series.hovers),
        **axes.on,
    )


def _colours(series: Bars, view: View) -> Any:
    own = dict(series.colours)
    if not own:
        return view.colour(series.colour)
    return [view.colour(own.get(at, series.colour)) for at in range(len(series.at))]


def _thick(series: Bars, panel: Panel) -> Spec:
    """Give how thick bars are: parts of a row, or days that end on the day they count up to."""
    if series.thickness is None:
        return {}
    if panel.x.scale == "time":
        return {"width": series.thickness * DAY, "offset": -series.thickness * DAY}
    return {"width": series.thickness}


def _labels(series: Bars, view: View) -> Spec:
    if not series.labels:
        return {"constraintext": "none"} if view.is_close else {}
    return {
        **{"text": list(series.labels), "textposition": "outside", "textangle": -90},
        **{"constraintext": "none", "cliponaxis": False},
        "textfont": {"size": 11, "color": view.colours.ink},
    }


def spans(series: Spans, axes: Axes, view: View) -> Iterator[Spec]:
    """Yield floating bars from low to high, and upright strokes at the middle values."""
    lengths = [high - low for low, high in zip(series.lows, series.highs, strict=True)]
    yield bar(
        x=lengths,
        base=list(series.lows),
        y=list(series.at),
        width=series.thickness,
        orientation="h",
        marker={"color": view.colour("soft")},
        **hovering(series.hovers),
        **axes.on,
    )
    yield scatter(
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
        **SILENT,
        **axes.on,
    )


def row_words(panel: Panel, axes: Axes, view: View) -> Iterator[Spec]:
    """Yield what is written at the rows: names above the bars, or notes at their ends."""
    rows = [row for row in panel.y.categories if not row.is_heading]
    hovers = [row.hover for row in rows] if any(row.hover for row in rows) else []
    if panel.names == "above":
        lines = [_above(row.label, row.mark, row.note) for row in rows]
        spots = [row.at - above(panel) for row in rows]
        yield texts([0] * len(rows), spots, lines, hovers=hovers, **axes.on)
        return
    noted = [row for row in rows if row.note]
    if not noted:
        return
    stands, at = ends(panel), [row.at for row in noted]
    x = [1.0] * len(noted) if panel.notes_head else [stands.get(row.at, 0) for row in noted]
    size = {"size": min(panel.y.letters, 12)}
    lines = [f"\u00a0{escaped(row.note)}" for row in noted]
    yield texts(x, at, lines, hovers=hovers, textfont=size, **axes.on)


def _above(label: str, mark: str, note: str) -> str:
    name = escaped(label)
    return f"<b>{name}</b>{mark}  {escaped(note)}" if note else f"{name}{mark}"


def stretched(panel: Panel) -> list[float]:
    """Give the range of a hidden axis whose rows end with notes: notes and names want room."""
    rows, y = panel.y.categories, panel.y
    names = y.letters * max(width(row.name) for row in rows)
    notes = min(y.letters, 12) * max(width(row.note) for row in rows)
    room = NARROWEST - names
    longest = max(ends(panel).values(), default=0)
    return [0, longest * min(room / max(room - notes, 1), LONGEST)]


def gauges(series: Gauges, axes: Axes, view: View) -> Iterator[Spec]:
    """Yield rows that each have a scale of their own: bars over one another, words around."""
    for each in series.bars:
        trace = _stroke(each, view) if each.is_stroke else _gauge_bar(each, view)
        yield {**trace, **axes.on}
    for words in _gauge_words(series.rows, view):
        yield {**words, **axes.on}


def gauge_axes(series: Gauges) -> tuple[Spec, Spec]:
    """Give the hidden axes: the rows' common length, and the rows."""
    below = max(len(row.below) for row in series.rows)
    foot, head = (0.56, 0.5) if below else (0.7, 0.72)
    high = 1.02 if below else 1
    down = [len(series.rows) - foot, -head]
    return {**HIDDEN, "range": [0, high]}, {**HIDDEN, "range": down}


def _gauge_bar(each: GaugeBar, view: View) -> Spec:
    trace = bar(
        name=each.name,
        x=list(each.lengths),
        y=list(range(len(each.lengths))),
        width=each.thickness,
        orientation="h",
        marker={"color": view.colour(each.colour)},
        **SILENT,
    )
    return {**trace, "showlegend": not each.is_ground and any(each.lengths)}


def _stroke(each: GaugeBar, view: View) -> Spec:
    size = 14 * (view.part if view.is_close else 1)
    return scatter(
        name=each.name,
        showlegend=any(each.lengths),
        x=list(each.lengths),
        y=list(range(len(each.lengths))),
        mode="markers",
        marker={"symbol": "line-ns", "size": size, "line": {"color": view.colours.ink, "width": 3}},
        hovertemplate=f"{each.name}<extra></extra>",
        cliponaxis=False,
    )


def _gauge_words(rows: tuple[Gauge, ...], view: View) -> Iterator[Spec]:
    if not any(row.below for row in rows):
        yield from _pairs(rows)
        return
    tones: list[Any] = [view.colour(row.colour) for row in rows]
    for lines, shift, colour in (
        ([f"<b>{row.label}</b>" for row in rows], -0.4, view.colours.ink),
        ([f"<b>{row.above}</b>" for row in rows], -0.2, tones),
        (["<br>".join(row.below) for row in rows], 0.28, view.colours.muted),
    ):
        spots = [place + shift for place in range(len(rows))]
        yield texts([0] * len(rows), spots, lines, textfont={"size": 13, "color": colour})


def _pairs(rows: tuple[Gauge, ...]) -> Iterator[Spec]:
    """Write names at the left and what is said aside at the right, above the bars."""
    spots, small = [place - 0.36 for place in range(len(rows))], {"size": 12}
    yield texts([0] * len(rows), spots, [row.label for row in rows], textfont=small)
    asides = [row.aside for row in rows]
    yield texts([1] * len(rows), spots, asides, "middle left", textfont=small)
