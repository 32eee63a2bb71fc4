"""The tile map: one tile a province, coloured by what it has assessed of what is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from milestones.charts.model import (
    Axis,
    Cell,
    CellClass,
    Chart,
    Highlight,
    Legend,
    Margins,
    Panel,
    Tiles,
)
from milestones.figures.phrases import chosen_provinces_note, join_tied
from milestones.figures.registry import Column, Context, Drawing, Place, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_columns


class Tile(NamedTuple):
    """One province on the map: its place, what is due there and how much of it is done."""

    code: str
    abbr: str
    tile_column: int
    tile_row: int
    covered: bool
    coverage: float | None
    assessed: int
    due: int
    open: int
    industrialized_share: float | None


def _tile_text(tile: Tile, locale: Locale) -> str:
    """Write a tile: its short name, and its coverage or a dash."""
    name = locale.province(tile.code) if locale.lang == "zh" else tile.abbr
    return f"{name}\n{locale.share(tile.coverage)}"


def _hover(tile: Tile, locale: Locale) -> str:
    """Write what a tile says when pointed at."""
    name = f"<b>{locale.province(tile.code)}</b><br>"
    if not tile.covered:
        return name + locale("Not covered by the plan")
    if tile.coverage is None:
        return name + locale("Nothing is due here in this selection")
    return name + locale(
        "Assessed {share}: {assessed} of {due} due, {open} still open<br>"
        "High-value patents industrialized: {industrialized}",
        share=locale.share(tile.coverage),
        assessed=locale.count(tile.assessed),
        due=locale.count(tile.due),
        open=locale.count(tile.open),
        industrialized=locale.share(tile.industrialized_share),
    )


def _caption(tiles: list[Tile], context: Context) -> str:
    """Say how many provinces are through, who is last, what is shown, and what is unknown."""
    locale, known = context.locale, _known_tiles(tiles)
    if not known:
        return locale("No province has patents due in this selection.")
    unknown = sum(tile.covered for tile in tiles) - len(known)
    measure = locale(
        "The tiles show the assessment coverage: of the patents due, the share assessed."
    )
    return locale.sentences(
        _range_sentence(known, locale),
        measure,
        *_unknown_sentence(unknown, locale),
        *chosen_provinces_note(context),
    )


def _alt(tiles: list[Tile], locale: Locale) -> str:
    """List the provinces by coverage, lowest first."""
    known = _known_tiles(tiles)
    if not known:
        return locale("Tile map of the provinces; none can be assessed.")
    parts = [f"{locale.province(tile.code)} {locale.share(tile.coverage)}" for tile in known]
    return locale(
        "Tile map of the provinces by assessment coverage, lowest first: {list}."
        " Taiwan, Hong Kong and Macao are not covered by the plan.",
        list=locale.listing(parts),
    )


def _known_tiles(tiles: list[Tile]) -> list[Tile]:
    known = [tile for tile in tiles if tile.covered and tile.coverage is not None]
    return sorted(known, key=lambda tile: (tile.coverage or 0.0, tile.code))


def _range_sentence(known: list[Tile], locale: Locale) -> str:
    done, lowest = sum(tile.coverage == 1 for tile in known), known[0]
    if done == len(known):
        return locale.n(
            "The one province with patents due has assessed all of them.",
            "All {count} provinces with patents due have assessed all of them.",
            done,
        )
    last = [locale.province(tile.code) for tile in known if tile.coverage == lowest.coverage]
    where = {"province": join_tied(last, locale), "share": locale.share(lowest.coverage)}
    if done == 0:
        return locale.n(
            "The one province with patents due, {province}, has assessed {share} of them.",
            "None of {count} provinces with patents due has assessed all of them; coverage is"
            " lowest in {province}, at {share}.",
            len(known),
            **where,
        )
    return locale(
        "{done} of {count} provinces with patents due have assessed all of them; coverage is"
        " lowest in {province}, at {share}.",
        done=locale.count(done),
        count=locale.count(len(known)),
        **where,
    )


def _unknown_sentence(unknown: int, locale: Locale) -> Iterator[str]:
    if unknown:
        yield locale.n(
            "{count} province has nothing due and cannot be assessed.",
            "{count} provinces have nothing due and cannot be assessed.",
            unknown,
        )


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
COVERAGE_CLASSES = (
    (0.0, _("below 50%")),
    (0.5, _("50% to below 80%")),
    (0.8, _("80% to below 95%")),
    (0.95, _("95% to below 100%")),
    (1.0, _("100%")),
)
UNKNOWN_CLASS, OUTSIDE_CLASS = len(COVERAGE_CLASSES), len(COVERAGE_CLASSES) + 1
CLASS_NAMES = (
    *(name for _, name in COVERAGE_CLASSES),
    _("cannot be assessed"),
    _("not covered by the plan"),
)
TILE_SIZE = 0.94


@figure(
    "province_map",
    places=(Place("overview", "first_screen", 2),),
    question=_("How far has each province come?"),
    columns=COLUMNS,
    query="province_standings",
    shares={
        "coverage": share_columns("assessment_coverage"),
        "industrialized_share": share_columns("high_value_industrialization"),
    },
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_province_map(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the tiles, a class of coverage a colour, so that the legend names them."""
    tiles = records(frame, Tile)
    chart = _chart(tiles, context)
    return Drawing(chart, _caption(tiles, context), _alt(tiles, context.locale))


def _chart(tiles: list[Tile], context: Context) -> Chart:
    found = [_class_of_tile(tile) for tile in tiles]
    classes = [
        _cell_class(
            [tile for tile, at in zip(tiles, found, strict=True) if at == place], place, context
        )
        for place in range(len(CLASS_NAMES))
        if place in found or place < UNKNOWN_CLASS
    ]
    half, chosen = TILE_SIZE / 2, context.selection.provinces
    frames = tuple(
        Highlight(
            (tile.tile_column - half, tile.tile_column + half),
            (tile.tile_row - half, tile.tile_row + half),
        )
        for tile in tiles
        if tile.code in chosen
    )
    panel = Panel(Axis(is_shown=False), Axis(is_shown=False), (Tiles(tuple(classes)),), frames)
    margins = Margins(top=4, right=4, bottom=26, left=4)
    return Chart((panel,), 432, margins, Legend(is_upright=True))


def _class_of_tile(tile: Tile) -> int:
    if not tile.covered:
        return OUTSIDE_CLASS
    coverage = tile.coverage
    if coverage is None:
        return UNKNOWN_CLASS
    return max(place for place, (low, _) in enumerate(COVERAGE_CLASSES) if coverage >= low)


def _cell_class(mine: list[Tile], place: int, context: Context) -> CellClass:
    locale = context.locale
    colours = [*(f"scale.{step}" for step in range(len(COVERAGE_CLASSES))), "unknown", "surface"]
    cells = tuple(
        Cell(
            tile.tile_column,
            tile.tile_row,
            _tile_text(tile, locale),
            _hover(tile, locale),
            tile.code,
        )
        for tile in mine
    )
    name = locale(CLASS_NAMES[place])
    return CellClass(name, colours[place], cells, place == UNKNOWN_CLASS, place == OUTSIDE_CLASS)
