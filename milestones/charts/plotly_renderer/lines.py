"""Lines, bands and points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from milestones.charts.model import Band, Line, Panel, Points, Unit
from milestones.charts.plotly_renderer.axes import HEAD
from milestones.charts.plotly_renderer.traces import (
    DASHES,
    SILENT,
    Axes,
    Spec,
    View,
    hovering,
    place,
    places,
    scatter,
    texts,
)

HOVERS: dict[Unit, str] = {"count": "%{y:,.0f}", "percent": "%{y:.1f}%"}
CLEAR = 0.03
"""Part of the axis by which a name above or below its point keeps clear of it."""
LETTER = 0.025
"""Part of a narrow screen's width that a letter takes."""
BELOW_NAME = 0.31
"""How far above the line of a row its name stands, in rows."""
PAD = "\u00a0\u00a0"


def line(series: Line, panel: Panel, axes: Axes, view: View) -> Spec:
    """Make a line; pointed at, it says its name, the day and the value."""
    value = HOVERS.get(panel.y.unit, "%{y}")
    look: Spec = {"color": view.colour(series.colour), "width": series.width}
    if series.dash in DASHES:
        look["dash"] = DASHES[series.dash]
    if series.is_stepped:
        look["shape"] = "hv"
    return scatter(
        name=series.name,
        x=places(series.at),
        y=list(series.values),
        mode="lines",
        line=look,
        hovertemplate=f"{series.name}<br>%{{x}}<br>{value}<extra></extra>",
        **axes.on,
    )


def band(series: Band, axes: Axes, view: View) -> Spec:
    """Make the area between two edges: along the lower one and back along the upper."""
    days = places(series.at)
    return scatter(
        name=series.name,
        x=[*days, *days[::-1]],
        y=[*series.lows, *series.highs[::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=view.colour(series.colour),
        **SILENT,
        **axes.on,
    )


def points(series: Points, panel: Panel, axes: Axes, view: View) -> Iterator[Spec]:
    """Yield marks, and their labels in a trace of their own where they have some."""
    outlined = bool(series.emphasized or series.hollow or series.codes)
    edge: Spec = {"color": view.colours.surface, "width": 1.5}
    if outlined:
        edge = _edges(series, view)
    symbols = [f"{series.symbol}-open" if at in series.hollow else series.symbol
               for at in range(len(series.at))]  # fmt: skip
    yield scatter(
        **({"name": series.name} if series.name else {"showlegend": False}),
        x=places(series.at),
        y=list(series.values),
        mode="markers",
        marker={
            "symbol": symbols if outlined else series.symbol,
            "size": series.size,
            "color": view.colour(series.colour),
            "line": edge,
        },
        **({"customdata": list(series.codes), "cliponaxis": False} if series.codes else {}),
        **hovering(series.hovers),
        **axes.on,
    )
    if any(series.labels):
        yield _point_labels(series, panel)


def _edges(series: Points, view: View) -> Spec:
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
    shifts = {"top": CLEAR * span, "bottom": -CLEAR * span}
    heights = [series.values[at] + shifts.get(series.sides[at].split()[0], 0.0) for at in named]
    lines = [
        f"{PAD}<b>{label}</b>{PAD}" if at in series.emphasized else f"{PAD}{label}{PAD}"
        for at, label in ((at, series.labels[at]) for at in named)
    ]
    trace = texts([place(series.at[at]) for at in named], heights, lines, textfont={"size": 12})
    return {**trace, "textposition": [series.sides[at] for at in named]}


def _are_numbers(low: object, high: object) -> bool:
    return all(isinstance(end, int | float) for end in (low, high))


def timeline(panel: Panel, series: Points, axes: Axes, view: View) -> Iterator[Spec]:
    """Yield a row a category over days: heading, names, the lines, and points with labels below."""
    rows, (low, high) = panel.y.categories, (panel.x.low, panel.x.high)
    start = place(low) if low is not None else None
    head = "<br>".join((f"<b>{panel.heading[0]}</b>", *panel.heading[1:]))
    yield texts([start], [rows[0].at + 0.22 - HEAD], [head], textfont={"size": 12}, **axes.on)
    small = {"size": 12, "color": view.colours.muted}
    spots = [row.at - BELOW_NAME for row in rows]
    yield texts([start] * len(rows), spots, [row.label for row in rows], textfont=small, **axes.on)
    yield scatter(
        x=[start, place(high) if high is not None else None, None] * len(rows),
        y=[at for row in rows for at in (row.at, row.at, None)],
        mode="lines",
        line={"color": view.colours.grid, "width": 1},
        **SILENT,
        **axes.on,
    )
    yield scatter(
        x=places(series.at),
        y=list(series.values),
        mode="markers+text",
        marker={"symbol": series.symbol, "size": series.size, "color": view.colour(series.colour)},
        text=list(series.labels),
        textfont={"size": 12},
        textposition=_sides(panel, series),
        cliponaxis=False,
        **hovering(series.hovers),
        **axes.on,
    )


def _sides(panel: Panel, series: Points) -> list[str]:
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
        taken = (last - first) * len(series.labels[number]) * LETTER if is_left else timedelta()
        sides.append("bottom left" if is_left else "bottom right")
        row, edge = own, day - taken  # type: ignore[operator]
    return sides[::-1]
