"""A figure as files: the format by the name's ending, one file or one a language, or a zip."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

from milestones.calendar import day_or_month
from milestones.editions.edition import Edition
from milestones.editions.storage import write_durably
from milestones.export.figure_export import FigureExport
from milestones.export.pack.drawing import zip_files
from milestones.export.pictures.chrome import ChromeMissingError
from milestones.export.pictures.engine import PictureFormat
from milestones.export.pictures.picture import draw_chart_alone, draw_picture
from milestones.export.slides.deck import Slide, body_ratio, pptx_bytes
from milestones.export.tabular import csv_bytes, json_bytes, parquet_bytes
from milestones.export.verify.file_reader import STAMP_FILE_SUFFIX
from milestones.export.workbook import xlsx_bytes
from milestones.i18n import Lang, Locale
from milestones.paths import FileNotWrittenError
from milestones.selection import Selection

log = logging.getLogger("milestones.export")


def slides_bytes(sheets: Sequence[FigureExport]) -> bytes:
    """Give sheets as slides; a figure that PowerPoint has no chart for comes as a picture.

    Without a Chrome such a slide says in words what the picture would show.
    """
    return pptx_bytes([Slide(sheet, picture=_chart_picture(sheet)) for sheet in sheets])


def _chart_picture(sheet: FigureExport) -> bytes | None:
    if sheet.native_charts:
        return None
    try:
        return draw_chart_alone(sheet, body_ratio(sheet))
    except ChromeMissingError as error:
        log.warning("%s", error)
        return None


PICTURE_FORMATS: tuple[PictureFormat, ...] = ("png", "svg", "pdf")
TABLE_WRITERS: Mapping[str, Callable[[FigureExport], bytes]] = {
    "csv": csv_bytes,
    "parquet": parquet_bytes,
}
JOINED_WRITERS: Mapping[str, Callable[[Sequence[FigureExport]], bytes]] = {
    "xlsx": xlsx_bytes,
    "json": json_bytes,
    "pptx": slides_bytes,
}
"""Formats in which one file holds all languages."""

EXPORT_FORMATS = (*PICTURE_FORMATS, "pptx", "xlsx", *TABLE_WRITERS, "json")


class FormatUnknownError(ValueError):
    """The name of the file ends in no format that figures are exported in."""


def write_figure(sheets: Sequence[FigureExport], out: Path, preset: str = "slide") -> list[Path]:
    """Write one figure's sheets, one a language, and give the files that were written.

    Where a format holds one language, several get files of their own: chart.zh.png, chart.en.png.
    Beside a CSV stands its stamp. Raises FormatUnknownError, FileNotWrittenError, and what
    pictures raise: ChromeMissingError, RenderFailedError, PresetNotFoundError.
    """
    form = out.suffix.lower().removeprefix(".")
    if form not in EXPORT_FORMATS:
        raise FormatUnknownError(f"{out.name} ({', '.join(EXPORT_FORMATS)})")
    if form in JOINED_WRITERS:
        files = {out.name: JOINED_WRITERS[form](sheets)}
    elif len(sheets) == 1:
        files = _sheet_files(out.name, sheets[0], form, preset)
    else:
        files = _files_by_language(f"{out.stem}.", sheets, out.suffix, preset)
    written = {out.with_name(name): content for name, content in files.items()}
    try:
        write_durably(written, private=False)
    except OSError as error:
        raise FileNotWrittenError(f"{out} ({error.strerror})") from error
    _log_made(sheets, form)
    return list(written)


def _files_by_language(
    start: str, sheets: Sequence[FigureExport], suffix: str, preset: str
) -> dict[str, bytes]:
    form = suffix.lower().removeprefix(".")
    files: dict[str, bytes] = {}
    for sheet in sheets:
        files |= _sheet_files(f"{start}{sheet.lang}{suffix}", sheet, form, preset)
    return files


def _sheet_files(name: str, sheet: FigureExport, form: str, preset: str) -> dict[str, bytes]:
    """Give a sheet's file in a format that holds one language; a CSV's stamp lies beside it."""
    files = {name: _sheet_bytes(sheet, form, preset)}
    if form == "csv":
        files[f"{name}{STAMP_FILE_SUFFIX}"] = f"{sheet.stamp.to_json()}\n".encode()
    return files


def _sheet_bytes(sheet: FigureExport, form: str, preset: str) -> bytes:
    if form in TABLE_WRITERS:
        return TABLE_WRITERS[form](sheet)
    return draw_picture(sheet, cast(PictureFormat, form), preset)


ENGLISH = Locale("en")
MAX_NAMED_CHOICES = 3
"""Choices of a filter that a file is named by; more are counted."""
NAME_HASH_CHARS = 6
"""Letters of a hash that stands for names in other scripts."""


def file_stem(figure: str, selection: Selection, edition: Edition, *more: str) -> str:
    """Name a file by figure, selection and day, in lower-case ASCII, without its ending."""
    as_of = day_or_month(selection.day(edition))
    parts = (figure, *_selection_parts(selection), as_of, *more)
    return "_".join(part for part in parts if part)


def file_ending(form: str, langs: Sequence[Lang]) -> str:
    """Give the ending of the file: several languages of a format that holds one are a zip."""
    return form if form in JOINED_WRITERS or len(langs) == 1 else "zip"


def bundle_figure(
    sheets: Sequence[FigureExport], name: str, form: str, preset: str = "slide"
) -> bytes:
    """Give one figure's sheets, one a language, as one file; `name` is that of the zip's files.

    A CSV holds its stamp in its own leading lines; in a zip it lies beside it as well. The same
    sheets give the same bytes. Raises what pictures raise: ChromeMissingError,
    RenderFailedError, PresetNotFoundError, ThemeNotPrintableError.
    """
    if form in JOINED_WRITERS:
        content = JOINED_WRITERS[form](sheets)
    elif len(sheets) == 1:
        content = _sheet_bytes(sheets[0], form, preset)
    else:
        files = _files_by_language(f"{name}_", sheets, f".{form}", preset)
        content = zip_files(files, sheets[0].received_on)
    _log_made(sheets, form)
    return content


def _log_made(sheets: Sequence[FigureExport], form: str) -> None:
    first, langs = sheets[0], "+".join(sheet.lang for sheet in sheets)
    log.info("made %s as %s in %s, edition %s", first.figure, form, langs, first.stamp.edition)


def _selection_parts(selection: Selection) -> list[str]:
    more = [
        _name_or_count("fields", list(map(str, selection.fields)), "fields"),
        "inventions" if selection.patents == "inventions" else "",
    ]
    if selection.institution:
        return [_slug(selection.institution), *more]
    departments = _short_hash(" ".join(selection.departments))
    return [
        _name_or_count(
            "provinces", [_slug(ENGLISH.province(code)) for code in selection.provinces]
        ),
        "-".join(map(_slug, selection.kinds)),
        f"departments-{departments}" if selection.departments else "",
        *more,
    ]


def _name_or_count(kind: str, chosen: Sequence[str], *before: str) -> str:
    if len(chosen) > MAX_NAMED_CHOICES:
        return f"{len(chosen)}-{kind}"
    return "-".join((*before, *chosen)) if chosen else ""


def _slug(text: str) -> str:
    """Write a name in letters, digits and hyphens; what would be lost comes as a hash."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    is_whole = bool(plain) and text.isascii() and len(plain) <= 40
    return plain if is_whole else _short_hash(text)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:NAME_HASH_CHARS]
