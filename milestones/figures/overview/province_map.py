"""The tile map: one tile a province, coloured by what it has assessed of what is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.overview.province_words import alt, caption, face, hover
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Layout, Trace, bar, chart
from milestones.figures.template import text_on
from milestones.words import _

COLUMNS = {
    "code": Column(_("Province"), "province"),
    "coverage": Column(_("Assessment coverage"), "share"),
    "assessed": Column(_("Assessed"), "count"),
    "due": Column(_("Due for assessment"), "count"),
    "open": Column(_("Still open"), "count"),
    "industrialized_share": Column(_("High-value patents industrialized"), "share"),
    "good_industrialized": Column(_("Industrialized"), "count"),
    "good": Column(_("Good prospects"), "count"),
}
CLASSES = (
    (0.0, _("below 50%")),
    (0.5, _("50% to below 80%")),
    (0.8, _("80% to below 95%")),
    (0.95, _("95% to below 100%")),
    (1.0, _("100%")),
)
UNKNOWN, OUTSIDE = len(CLASSES), len(CLASSES) + 1
NAMES = (*(name for _, name in CLASSES), _("cannot be assessed"), _("not covered by the plan"))
TILE = 0.94


@figure(
    "province_map",
    question=_("How far has each province come?"),
    columns=COLUMNS,
    query="province_standings",
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_province_map(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the tiles, one trace a class of coverage so that the legend names them."""
    tiles = rows(frame)
    traces = list(_traces(tiles, context))
    top = -1.2 - 0.4 * (len(traces) > OUTSIDE)
    drawn = chart(
        traces,
        context,
        height=432,
        shapes=_outlines(tiles, context),
        barmode="overlay",
        bargap=0,
        clickmode="event+select",
        margin={"t": 4, "l": 4, "r": 4, "b": 26},
        xaxis={"visible": False, "fixedrange": True, "range": [-0.5, 6.5]},
        yaxis={"visible": False, "fixedrange": True, "range": [7.52, top]},
        legend={
            "orientation": "v",
            "y": 1,
            "yanchor": "top",
            "font": {"size": 11},
            "bgcolor": "rgba(0, 0, 0, 0)",
        },
    )
    return Drawing(drawn, caption(tiles, context), alt(tiles, context.words))


def _outlines(tiles: list[Any], context: Context) -> list[Layout]:
    """Outline the chosen provinces; shapes, so that the legend's swatches stay as they are."""
    half, colour = TILE / 2, context.colours.official
    return [
        {
            "type": "rect",
            "line": {"color": colour, "width": 3},
            **{"x0": tile.tile_column - half, "x1": tile.tile_column + half},
            **{"y0": tile.tile_row - half, "y1": tile.tile_row + half},
        }
        for tile in tiles
        if tile.code in context.selection.provinces
    ]


def _traces(tiles: list[Any], context: Context) -> Iterator[Trace]:
    colours = context.colours
    fills = [*colours.scale, colours.unknown, colours.surface]
    classes = [_class(tile) for tile in tiles]
    for place, fill in enumerate(fills):
        mine = [tile for tile, found in zip(tiles, classes, strict=True) if found == place]
        if mine or place < UNKNOWN:
            yield _tiles(mine, place, fill, context)


def _class(tile: Any) -> int:
    if not tile.covered:
        return OUTSIDE
    if tile.coverage is None:
        return UNKNOWN
    return max(place for place, (low, _) in enumerate(CLASSES) if tile.coverage >= low)


def _tiles(tiles: list[Any], place: int, fill: str, context: Context) -> Trace:
    words, colours = context.words, context.colours
    return bar(
        name=words(NAMES[place]),
        x=[tile.tile_column for tile in tiles] or [None],
        y=[TILE] * max(len(tiles), 1),
        base=[tile.tile_row - TILE / 2 for tile in tiles],
        width=TILE,
        customdata=[tile.code for tile in tiles],
        text=[face(tile, words) for tile in tiles],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": colours.muted if place == OUTSIDE else text_on(fill), "size": 12},
        hovertext=[hover(tile, words) for tile in tiles],
        hovertemplate="%{hovertext}<extra></extra>",
        marker=_look(place, fill, context),
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _look(place: int, fill: str, context: Context) -> dict[str, Any]:
    colours = context.colours
    line = {"color": colours.muted if place >= UNKNOWN else colours.axis, "width": 0.6}
    if place != UNKNOWN:
        return {"color": fill, "line": line}
    hatch = {"shape": "/", "fgcolor": colours.axis, "bgcolor": fill, "size": 5, "solidity": 0.2}
    return {"color": fill, "line": line, "pattern": hatch}
