"""What a file that was read should hold: its blocks, each slide by the stamp in its notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from milestones.export.figure_export import FigureExport
from milestones.export.stamp import Stamp
from milestones.export.verify.blocks import blocks, slide_blocks
from milestones.export.verify.grid import Block, Difference
from milestones.export.verify.office_deck import DATA, TABLES
from milestones.export.verify.reading import Reading
from milestones.i18n import Lang


def expected(
    reading: Reading, sheets: Sequence[FigureExport]
) -> tuple[Sequence[Block], Sequence[Difference]]:
    """Give what the file should hold, and charts of which nobody can tell what they show.

    Slides may be taken out of a deck, and slides of others put in, but no numbers without a
    stamp: no chart and no table. `sheets` come in
    the order of the file's stamps and their languages. A stamp by itself holds no numbers.
    """
    if not reading.grids:
        return (), ()
    if reading.kind != "pptx":
        return blocks(reading.kind, sheets), ()
    slides = placed(reading, sheets)
    wanted = tuple(slide_blocks(slides))
    known = {block.place for block in wanted}
    charts = (place for place in reading.charts if not place.endswith(DATA))
    strange = [place for place in charts if place not in known]
    lost = [sheet for sheet in sheets if _has_chart(sheet) and sheet not in slides.values()]
    tables = [name for name in reading.facts if name.endswith(TABLES)]
    added = [*strange, *(name for name in tables if _page(name) not in slides)]
    return wanted, [
        Difference(place, 0, "", "1", sheet.title if sheet else "")
        for place, sheet in zip_longest(added, lost[: len(added)])
    ]


def _page(place: str) -> int:
    return int(place.split(" ")[0].split(".")[0])


def placed(reading: Reading, sheets: Sequence[FigureExport]) -> Mapping[int, FigureExport]:
    """Find the sheet of each slide by the stamp in its notes, or by there being only one."""
    rest, noted = iter(sheets), reading.slides
    by_stamp: dict[tuple[Stamp, Lang], FigureExport] = {
        (replace(stamp, langs=()), lang): next(rest)
        for stamp in reading.stamps
        for lang in stamp.langs
    }
    if not noted and len(sheets) == 1:
        return {int(place.split(".")[0]): sheets[0] for place in reading.charts}
    asked = {slide: (replace(stamp, langs=()), stamp.langs[0]) for slide, stamp in noted.items()}
    return {slide: by_stamp[key] for slide, key in asked.items() if key in by_stamp}


def _has_chart(sheet: FigureExport) -> bool:
    return bool(sheet.native_charts)
