"""The words of the tile map: faces, hovers, caption and alt text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from milestones.figures.context import Context
from milestones.figures.ties import together
from milestones.i18n import Locale


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


def face(tile: Tile, words: Locale) -> str:
    """Write a tile: its short name, and its coverage or a dash."""
    name = words.province(tile.code) if words.lang == "zh" else tile.abbr
    return f"{name}\n{words.share(tile.coverage)}"


def hover(tile: Tile, words: Locale) -> str:
    """Write what a tile says when pointed at."""
    name = f"<b>{words.province(tile.code)}</b><br>"
    if not tile.covered:
        return name + words("Not covered by the plan")
    if tile.coverage is None:
        return name + words("Nothing is due here in this selection")
    return name + words(
        "Assessed {share}: {assessed} of {due} due, {open} still open<br>"
        "High-value patents industrialized: {industrialized}",
        share=words.share(tile.coverage),
        assessed=words.count(tile.assessed),
        due=words.count(tile.due),
        open=words.count(tile.open),
        industrialized=words.share(tile.industrialized_share),
    )


def notes_on(context: Context) -> Iterator[str]:
    """Say that a figure shows all provinces, where some were chosen."""
    if context.selection.provinces:
        yield context.words("All provinces are shown; the chosen ones are marked.")


def caption(tiles: list[Tile], context: Context) -> str:
    """Say how many provinces are through, who is last, what is shown, and what is unknown."""
    words, known = context.words, _known(tiles)
    if not known:
        return words("No province has patents due in this selection.")
    unknown = sum(tile.covered for tile in tiles) - len(known)
    measure = words(
        "The tiles show the assessment coverage: of the patents due, the share assessed."
    )
    return words.sentences(
        _range(known, words), measure, *_remainder(unknown, words), *notes_on(context)
    )


def alt(tiles: list[Tile], words: Locale) -> str:
    """List the provinces by coverage, lowest first."""
    known = _known(tiles)
    if not known:
        return words("Tile map of the provinces; none can be assessed.")
    parts = [f"{words.province(tile.code)} {words.share(tile.coverage)}" for tile in known]
    return words(
        "Tile map of the provinces by assessment coverage, lowest first: {list}."
        " Taiwan, Hong Kong and Macao are not covered by the plan.",
        list=words.listing(parts),
    )


def _known(tiles: list[Tile]) -> list[Tile]:
    known = [tile for tile in tiles if tile.covered and tile.coverage is not None]
    return sorted(known, key=lambda tile: (tile.coverage or 0.0, tile.code))


def _range(known: list[Tile], words: Locale) -> str:
    done, lowest = sum(tile.coverage == 1 for tile in known), known[0]
    if done == len(known):
        return words.n(
            "The one province with patents due has assessed all of them.",
            "All {count} provinces with patents due have assessed all of them.",
            done,
        )
    last = [words.province(tile.code) for tile in known if tile.coverage == lowest.coverage]
    where = {"province": together(last, words), "share": words.share(lowest.coverage)}
    if done == 0:
        return words.n(
            "The one province with patents due, {province}, has assessed {share} of them.",
            "None of {count} provinces with patents due has assessed all of them; coverage is"
            " lowest in {province}, at {share}.",
            len(known),
            **where,
        )
    return words(
        "{done} of {count} provinces with patents due have assessed all of them; coverage is"
        " lowest in {province}, at {share}.",
        done=words.count(done),
        count=words.count(len(known)),
        **where,
    )


def _remainder(unknown: int, words: Locale) -> Iterator[str]:
    if unknown:
        yield words.n(
            "{count} province has nothing due and cannot be assessed.",
            "{count} provinces have nothing due and cannot be assessed.",
            unknown,
        )
