"""The tile map: one tile a province, coloured by what it has assessed of what is due."""

from __future__ import annotations

import pandas as pd

from milestones.charts.model import (
    Axis,
    Cell,
    CellClass,
    Chart,
    Frame,
    Legend,
    Margins,
    Panel,
    Tiles,
)
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.overview.province_words import Tile, alt, caption, face, hover
from milestones.figures.registry import Place, figure
from milestones.frames import records
from milestones.i18n import _
from milestones.progress.shares import pair_of

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
    places=(Place("overview", "first_screen", 2),),
    question=_("How far has each province come?"),
    columns=COLUMNS,
    query="province_standings",
    shares={
        "coverage": pair_of("assessment_coverage"),
        "industrialized_share": pair_of("high_value_industrialization"),
    },
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_province_map(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the tiles, a class of coverage a colour, so that the legend names them."""
    tiles = records(frame, Tile)
    chart = _chart(tiles, context)
    return Drawing(chart, caption(tiles, context), alt(tiles, context.words))


def _chart(tiles: list[Tile], context: Context) -> Chart:
    found = [_class(tile) for tile in tiles]
    classes = [
        _cells([tile for tile, at in zip(tiles, found, strict=True) if at == place], place, context)
        for place in range(len(NAMES))
        if place in found or place < UNKNOWN
    ]
    half, chosen = TILE / 2, context.selection.provinces
    frames = tuple(
        Frame(
            (tile.tile_column - half, tile.tile_column + half),
            (tile.tile_row - half, tile.tile_row + half),
        )
        for tile in tiles
        if tile.code in chosen
    )
    panel = Panel(Axis(is_shown=False), Axis(is_shown=False), (Tiles(tuple(classes)),), frames)
    margins = Margins(top=4, right=4, bottom=26, left=4)
    return Chart((panel,), 432, margins, Legend(is_upright=True))


def _class(tile: Tile) -> int:
    if not tile.covered:
        return OUTSIDE
    coverage = tile.coverage
    if coverage is None:
        return UNKNOWN
    return max(place for place, (low, _) in enumerate(CLASSES) if coverage >= low)


def _cells(mine: list[Tile], place: int, context: Context) -> CellClass:
    words = context.words
    colours = [*(f"scale.{step}" for step in range(len(CLASSES))), "unknown", "surface"]
    cells = tuple(
        Cell(tile.tile_column, tile.tile_row, face(tile, words), hover(tile, words), tile.code)
        for tile in mine
    )
    name = words(NAMES[place])
    return CellClass(name, colours[place], cells, place == UNKNOWN, place == OUTSIDE)
