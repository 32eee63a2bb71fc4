"""A figure as files: the format by the name's ending, one file or one a language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from milestones.editions.storage import write_durably
from milestones.export.figure_export import FigureExport
from milestones.export.pictures.chrome import ChromeMissingError
from milestones.export.pictures.picture import PictureFormat, chart_alone, picture
from milestones.export.slides.page import ratio_of
from milestones.export.slides.slides import Slide, pptx_bytes
from milestones.export.tabular import csv_bytes, json_bytes, parquet_bytes
from milestones.export.verify.reading import SIDECAR
from milestones.export.workbooks.workbook import xlsx_bytes
from milestones.paths import FileNotWrittenError

log = logging.getLogger("milestones.export")
PICTURES: tuple[PictureFormat, ...] = ("png", "svg", "pdf")
TABLES: Mapping[str, Callable[[FigureExport], bytes]] = {"csv": csv_bytes, "parquet": parquet_bytes}
JOINED: Mapping[str, Callable[[Sequence[FigureExport]], bytes]] = {
    "xlsx": xlsx_bytes,
    "json": json_bytes,
    "pptx": lambda sheets: slides_of(sheets),
}
"""Formats in which one file holds all languages."""

FORMATS = (*PICTURES, "pptx", "xlsx", *TABLES, "json")


class FormatUnknownError(ValueError):
    """The name of the file ends in no format that figures are exported in."""


def write(sheets: Sequence[FigureExport], out: Path, preset: str = "slide") -> list[Path]:
    """Write one figure's sheets, one a language, and give the files that were written.

    Where a format holds one language, several get files of their own: chart.zh.png, chart.en.png.
    Beside a CSV stands its stamp. Raises FormatUnknownError, FileNotWrittenError, and what
    pictures raise: ChromeMissingError, RenderFailedError, PresetNotFoundError.
    """
    written = dict(_files(sheets, out, _format(out), preset))
    try:
        write_durably(written, private=False)
    except OSError as error:
        raise FileNotWrittenError(f"{out} ({error.strerror})") from error
    return list(written)


def _format(out: Path) -> str:
    ending = out.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise FormatUnknownError(f"{out.name} ({', '.join(FORMATS)})")
    return ending


def _files(
    sheets: Sequence[FigureExport], out: Path, form: str, preset: str
) -> Iterator[tuple[Path, bytes]]:
    if form in JOINED:
        yield out, JOINED[form](sheets)
        return
    for sheet in sheets:
        name = out.name if len(sheets) == 1 else f"{out.stem}.{sheet.lang}{out.suffix}"
        for own, content in with_stamp(name, sheet, form, preset):
            yield out.with_name(own), content


def with_stamp(
    name: str, sheet: FigureExport, form: str, preset: str = "slide"
) -> Iterator[tuple[str, bytes]]:
    """Give a sheet's file in a format that holds one language; a CSV's stamp lies beside it."""
    yield name, one(sheet, form, preset)
    if form == "csv":
        yield f"{name}{SIDECAR}", f"{sheet.stamp.to_json()}\n".encode()


def one(sheet: FigureExport, form: str, preset: str = "slide") -> bytes:
    """Give a sheet in a format that holds one language."""
    if form in TABLES:
        return TABLES[form](sheet)
    drawn: PictureFormat = next(each for each in PICTURES if each == form)
    return picture(sheet, drawn, preset)


def slides_of(sheets: Sequence[FigureExport]) -> bytes:
    """Give sheets as slides; a figure that PowerPoint has no chart for comes as a picture.

    Without a Chrome such a slide says in words what the picture would show.
    """
    return pptx_bytes([Slide(sheet, picture=_pictured(sheet)) for sheet in sheets])


def _pictured(sheet: FigureExport) -> bytes | None:
    if sheet.native_charts:
        return None
    try:
        return chart_alone(sheet, ratio_of(sheet))
    except ChromeMissingError as error:
        log.warning("%s", error)
        return None
