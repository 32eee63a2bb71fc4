"""The tile map: one tile a province, coloured by what it has assessed of what is due."""

from __future__ import annotations

from bisect import bisect
from typing import NamedTuple

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
from milestones.figures.phrases import chosen_provinces_note, join_tied, small_note
from milestones.figures.registry import OF_PROVINCES, Column, Context, Drawing, Place, figure
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import comparable, is_small, share_columns
from milestones.progress.province_counts import province_rows

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
CLASS_COLOURS = (*(f"scale.{step}" for step in range(len(COVERAGE_CLASSES))), "unknown", "surface")
TILE_SIZE = 0.94


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

    @property
    def is_small(self) -> bool:
        """Whether the coverage is a share of few."""
        return self.coverage is not None and is_small(self.due)


@figure(
    "province_map",
    places=(Place("overview", "first_screen", 2),),
    question=_("How far has each province come?"),
    columns=COLUMNS,
    query="patent_counts",
    count=province_rows,
    follows=OF_PROVINCES,
    shares={
        "coverage": share_columns("assessment_coverage"),
        "industrialized_share": share_columns("high_value_industrialization"),
    },
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_province_map(frame: Held, context: Context) -> Drawing:
    """Draw the tiles, a class of coverage a colour, so that the legend names them."""
    locale, tiles = context.locale, records(frame, Tile)
    known = [tile for tile in tiles if tile.covered and tile.coverage is not None]
    known.sort(key=lambda tile: (tile.coverage or 0.0, tile.code))
    unknown = sum(tile.covered for tile in tiles) - len(known)
    return Drawing(_chart(tiles, context), _caption(known, unknown, context), _alt(known, locale))


def _chart(tiles: list[Tile], context: Context) -> Chart:
    locale, half = context.locale, TILE_SIZE / 2
    cells: dict[int, list[Cell]] = {place: [] for place in range(UNKNOWN_CLASS)}
    frames = []
    for tile in tiles:
        x, y = tile.tile_column, tile.tile_row
        cell = Cell(x, y, _tile_text(tile, locale), _hover(tile, locale), tile.code)
        cells.setdefault(_class_of_tile(tile), []).append(cell)
        if tile.code in context.selection.provinces:
            frames.append(Highlight((x - half, x + half), (y - half, y + half)))
    classes = tuple(
        CellClass(
            locale(CLASS_NAMES[place]),
            CLASS_COLOURS[place],
            tuple(mine),
            is_hatched=place == UNKNOWN_CLASS,
            is_outside=place == OUTSIDE_CLASS,
        )
        for place, mine in sorted(cells.items())
    )
    panel = Panel(Axis(is_shown=False), Axis(is_shown=False), (Tiles(classes),), tuple(frames))
    margins = Margins(top=4, right=4, bottom=26, left=4)
    return Chart((panel,), 432, margins, Legend(is_upright=True))


def _class_of_tile(tile: Tile) -> int:
    if not tile.covered:
        return OUTSIDE_CLASS
    if tile.coverage is None:
        return UNKNOWN_CLASS
    return bisect(COVERAGE_CLASSES, tile.coverage, key=lambda each: each[0]) - 1


def _tile_text(tile: Tile, locale: Locale) -> str:
    """Write a tile: its short name, and its coverage or a dash."""
    name = locale.province(tile.code) if locale.lang == "zh" else tile.abbr
    name += "*" if tile.is_small else ""
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


def _caption(known: list[Tile], unknown: int, context: Context) -> str:
    """Say how many provinces are through, who is last, what is shown, and what is unknown."""
    locale = context.locale
    if not known:
        return locale("No province has patents due in this selection.")
    remainder = locale.n(
        "{count} province has nothing due and cannot be assessed.",
        "{count} provinces have nothing due and cannot be assessed.",
        unknown,
    )
    return locale.sentences(
        _range_sentence(known, locale),
        locale("The tiles show the assessment coverage: of the patents due, the share assessed."),
        remainder if unknown else "",
        small_note(any(tile.is_small for tile in known), locale),
        chosen_provinces_note(context),
    )


def _range_sentence(known: list[Tile], locale: Locale) -> str:
    done = sum(tile.coverage == 1 for tile in known)
    # Where those with enough patents are all through, the one that is not is named all the same.
    behind = [tile for tile in known if tile.coverage != 1] or known
    named = comparable(behind, lambda tile: tile.due)
    lowest = named[0]
    if done == len(known):
        return locale.n(
            "The one province with patents due has assessed all of them.",
            "All {count} provinces with patents due have assessed all of them.",
            done,
        )
    last = [locale.province(tile.code) for tile in named if tile.coverage == lowest.coverage]
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


def _alt(known: list[Tile], locale: Locale) -> str:
    """List the provinces by coverage, lowest first."""
    if not known:
        return locale("Tile map of the provinces; none can be assessed.")
    parts = [
        f"{locale.province(tile.code)}{'*' * tile.is_small} {locale.share(tile.coverage)}"
        for tile in known
    ]
    tiles = locale(
        "Tile map of the provinces by assessment coverage, lowest first: {list}."
        " Taiwan, Hong Kong and Macao are not covered by the plan.",
        list=locale.listing(parts),
    )
    return locale.sentences(tiles, small_note(any(tile.is_small for tile in known), locale))
