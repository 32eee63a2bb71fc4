"""The words of a file beside the edition's: title, finding, day, source, disclaimer."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from milestones.export.figure_export import FigureExport
from milestones.export.slides.deck import Slide, pptx_bytes
from milestones.export.tabular import csv_bytes, json_bytes, parquet_bytes
from milestones.export.verify.comparison import (
    Difference,
    FileContent,
    FileKind,
    Grid,
    concerns_number,
    extra_cells,
    fact_differences,
)
from milestones.export.verify.deck_reader import (
    FACT_SEPARATOR,
    NOTES_SUFFIX,
    PICTURES_SUFFIX,
    TEXT_SUFFIX,
    TITLE_SHAPE,
)
from milestones.export.verify.expected import expected_content, sheets_by_slide
from milestones.export.verify.file_reader import (
    COMMA,
    MANIFEST_KEY,
    SEPARATOR_FACT,
    FileReading,
    read_content,
)
from milestones.export.verify.workbook_reader import NUMBER_FORMAT_FACT
from milestones.export.workbook import DEFINITIONS_SHEET, sheet_name, xlsx_bytes
from milestones.i18n import _

CLASSIFICATION_TEXT = _("what follows the mark: {text}")
HEADLINE_TEXT = _("the headline: {text}")
PACK_SETTINGS_TEXT = _("how the pack was to be made, and the hashes of its files")
CHART_STYLE_TEXT = _("how charts are drawn")
SLIDE_PICTURES_TEXT = _("the pictures on slides")
PICTURE_TEXT = _("the picture itself")
SEPARATOR_TEXT = _("The cells of the file are separated by {text}.")
UNSTAMPED_SLIDE_TEXT = _("slide {text}, which has no stamp")
CSV_DISCLAIMER_ROW = 4
"""The row of a CSV that says the disclaimer."""
ONE_PIXEL_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""A picture of one dot, to stand where a slide has a picture."""
_FILE_FACT = re.compile(r"files\.\d+\.file")
_FIGURE_NUMBER = re.compile(r"(?:^|/)(\d{2,})-")
_WRITERS: Mapping[FileKind, Callable[[Sequence[FigureExport]], bytes]] = {
    "csv": lambda sheets: csv_bytes(sheets[0]),
    "parquet": lambda sheets: parquet_bytes(sheets[0]),
    "json": json_bytes,
    "xlsx": xlsx_bytes,
}


def rewrite_file(kind: FileKind, sheets: Sequence[FigureExport]) -> FileContent:
    """Write sheets in a format, and read what was written; nothing of a picture."""
    return read_content(kind, _WRITERS[kind](sheets)) if kind in _WRITERS else FileContent(None)


def with_classification(
    reading: FileReading, sheets: Sequence[FigureExport]
) -> tuple[list[FigureExport], str]:
    """Put behind the disclaimers of sheets what a file says there, and give that too.

    A classification is in no stamp, so no edition can tell it. It stands behind the disclaimer of
    every figure of the file, and never instead of one.
    """
    there = sheets_by_slide(reading, sheets).values() if reading.kind == "pptx" else sheets
    told = {text for sheet in sheets for text in _disclaimers_in(reading, sheet)}
    found = sorted(
        {word for sheet in there for word in _words_after_disclaimer(told, sheet)}, key=len
    )
    everywhere = (
        word
        for word in found
        if all(_joined_disclaimer(sheet.disclaimer, word) in told for sheet in there)
    )
    common = next(everywhere, "")
    return [
        replace(sheet, disclaimer=_joined_disclaimer(sheet.disclaimer, common)) for sheet in sheets
    ], common


def _words_after_disclaimer(told: Iterable[str], sheet: FigureExport) -> Iterator[str]:
    start = f"{sheet.disclaimer} · " if sheet.disclaimer else ""
    yield from (text.removeprefix(start) for text in told if text.startswith(start) and text)


def _joined_disclaimer(own: str, word: str) -> str:
    return " · ".join(part for part in (own, word) if part)


def _disclaimers_in(reading: FileReading, sheet: FigureExport) -> Iterator[str]:
    """Yield the texts that stand where a file has its disclaimer."""
    if reading.kind == "csv":
        line = str(reading.grids[""].get((CSV_DISCLAIMER_ROW, 0), ""))
        if line.startswith("# "):
            yield line.removeprefix("# ")
    if reading.kind == "xlsx":
        grid = reading.grids.get(sheet_name(DEFINITIONS_SHEET, sheet.lang), {})
        term = sheet.locale("Mark")
        yield from (
            str(grid.get((row, 1), ""))
            for (row, column), text in grid.items()
            if (column, text) == (0, term)
        )
    for name, text in reading.facts.items():
        if name == "mark" or name.endswith((f"words.{sheet.lang}.mark", f"{TEXT_SUFFIX}Mark")):
            yield text


def compare_slides(
    reading: FileReading, slides: Mapping[int, FigureExport]
) -> tuple[list[Difference], list[str]]:
    """Give the words that slides of known figures have otherwise, and their headlines.

    A title may be a headline, which no edition can tell: then the whole finding stands below it.
    Lines may be put to the notes, but none of their own may be missing.
    """
    found: list[Difference] = []
    called: list[str] = []
    for number, sheet in slides.items():
        own = _slide_differences(reading, number, sheet)
        title = reading.facts.get(f"{number}{TEXT_SUFFIX}{TITLE_SHAPE}", "")
        under = _slide_differences(reading, number, sheet, title) if own and title else own
        if len(under) < len(own):
            called.append(title)
        found += under if len(under) < len(own) else own
    return found, called


def _slide_differences(
    reading: FileReading, number: int, sheet: FigureExport, title: str = ""
) -> list[Difference]:
    picture = None if f"{number}{TEXT_SUFFIX}Instead" in reading.facts else ONE_PIXEL_PNG
    raw = read_content("pptx", pptx_bytes([Slide(sheet, title, picture)]))
    fresh, looks = raw.grids, _slide_facts(raw.facts, 1, number)
    places = [f"{number}{kind}" for kind in (TEXT_SUFFIX, NOTES_SUFFIX)]
    held: dict[str, Grid] = {place: reading.grids.get(place, {}) for place in places}
    told = {f"{number}{kind}": fresh[f"1{kind}"] for kind in (TEXT_SUFFIX, NOTES_SUFFIX)}
    found = extra_cells(held, told, ())
    said = [each for each in found if each.edition or not each.place.endswith(NOTES_SUFFIX)]
    return [*said, *fact_differences(_slide_facts(reading.facts, number, number), looks)]


def _slide_facts(told: Mapping[str, str], old: int, new: int) -> dict[str, str]:
    """Give what is told of a slide's charts and tables, under another number of the slide."""
    own = re.compile(rf"\A{old}(?=(\.\d+)?{FACT_SEPARATOR})")
    return {own.sub(str(new), name): text for name, text in told.items() if own.match(name)}


@dataclass(frozen=True)
class WordingDifferences:
    """What beside the tables differs, and what nobody can compare: why, and which.

    `missing` are the names of sheets that were taken out, `remarks` what changes nothing.
    """

    numbers: Sequence[Difference] = ()
    words: Sequence[Difference] = ()
    uncompared: Sequence[tuple[str, str]] = ()
    missing: Sequence[str] = ()
    remarks: Sequence[tuple[str, str]] = ()


def compare_wording(reading: FileReading, sheets: Sequence[FigureExport]) -> WordingDifferences:
    """Compare all that a file holds beside its tables with what it would be if written anew."""
    own, behind = with_classification(reading, sheets)
    left = [(CLASSIFICATION_TEXT, behind)] if behind else []
    if reading.kind in ("png", "svg", "pdf"):
        return WordingDifferences(uncompared=[(PICTURE_TEXT, "")])
    if reading.kind == "pptx":
        slides = sheets_by_slide(reading, own)
        found, called = compare_slides(reading, slides)
        strange = [each for each in reading.pages if each not in slides]
        left += [(HEADLINE_TEXT, title) for title in called]
        left += [(UNSTAMPED_SLIDE_TEXT, str(each)) for each in strange]
        pictures = any(name.endswith(PICTURES_SUFFIX) for name in reading.facts)
        return _sort_differences(
            found,
            [*left, (CHART_STYLE_TEXT, ""), *([(SLIDE_PICTURES_TEXT, "")] if pictures else [])],
        )
    if MANIFEST_KEY in reading.facts:
        return _sort_differences(
            _manifest_differences(reading, own),
            [*left, *_manifest_headlines(reading.facts), (PACK_SETTINGS_TEXT, "")],
        )
    if not (reading.grids or reading.facts):
        return WordingDifferences()
    fresh = rewrite_file(reading.kind, own)
    cells = extra_cells(reading.grids, fresh.grids, expected_content(reading, own)[0])
    charts = [(CHART_STYLE_TEXT, "")] if reading.kind == "xlsx" else []
    looks = fact_differences(
        *(_without_fact(each, SEPARATOR_FACT) for each in (reading.facts, fresh.facts))
    )
    other = tuple(f"{place} · " for place in fresh.grids.keys() ^ reading.grids.keys())
    known = [
        each for each in looks if not (each.place.startswith(other) or _is_told_as_cells(each))
    ]
    compared = _sort_differences([*cells, *known], [*left, *charts])
    missing = fresh.grids.keys() - reading.grids if reading.kind == "xlsx" else ()
    separator = reading.facts.get(SEPARATOR_FACT, COMMA)
    remarks = [(SEPARATOR_TEXT, separator.replace("\t", "Tab"))] if separator != COMMA else []
    return replace(compared, missing=sorted(missing), remarks=remarks)


def _is_told_as_cells(difference: Difference) -> bool:
    """Tell the format of numbers in a column without any: those numbers are told as cells."""
    return NUMBER_FORMAT_FACT in difference.place and not (difference.file and difference.edition)


def _without_fact(told: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in told.items() if key != name}


def _sort_differences(
    found: Iterable[Difference], left: Sequence[tuple[str, str]]
) -> WordingDifferences:
    """Tell numbers, and what says how to read them, from words."""
    all_ = list(found)
    numbers = [each for each in all_ if concerns_number(each)]
    return WordingDifferences(numbers, [each for each in all_ if each not in numbers], left)


def _manifest_headlines(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the headlines of a manifest."""
    for name, text in told.items():
        if name.endswith(".headline") and text != "":
            yield HEADLINE_TEXT, text


def _manifest_differences(
    reading: FileReading, sheets: Sequence[FigureExport]
) -> Iterator[Difference]:
    """Compare each figure's words, and how many figures the names of the files speak of."""
    held = {
        name: text
        for name, text in reading.facts.items()
        if name.startswith("figures.") and not name.endswith(".headline")
    }
    yield from fact_differences(held, dict(_manifest_facts(reading, sheets)))
    files = [text for name, text in reading.facts.items() if _FILE_FACT.fullmatch(name)]
    numbers = [int(found[1]) for name in files if (found := _FIGURE_NUMBER.search(name))]
    count = len(reading.stamps)
    if numbers and max(numbers) != count:
        yield Difference("figures", 0, "", str(count), str(max(numbers)))


def _manifest_facts(
    reading: FileReading, sheets: Sequence[FigureExport]
) -> Iterator[tuple[str, str]]:
    rest = iter(sheets)
    for number, stamp in enumerate(reading.stamps, start=1):
        yield f"figures.{number}.number", str(number)
        yield f"figures.{number}.figure", stamp.figure
        for sheet in (next(rest) for _lang in stamp.langs):
            for name, text in sheet.texts.items():
                yield f"figures.{number}.words.{sheet.lang}.{name}", text
