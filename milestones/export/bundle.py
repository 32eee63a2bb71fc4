"""A figure as the one file that a reader takes along: its content, and its name in ASCII."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from milestones.editions.edition import Edition
from milestones.export.figure_export import FigureExport
from milestones.export.files import JOINED, one, with_stamp
from milestones.export.pack.binding import zipped
from milestones.i18n import Lang, Locale
from milestones.selection import Selection, is_month_end

ENGLISH = Locale("en")
FEW = 3
"""Choices of a filter that a file is named by; more are counted."""
SHORT = 6
"""Letters of a hash that stands for names in other scripts."""


def stem(figure: str, selection: Selection, edition: Edition, *more: str) -> str:
    """Name a file by figure, selection and day, in lower-case ASCII, without its ending."""
    day = selection.day(edition)
    as_of = f"{day:%Y-%m}" if is_month_end(day) else day.isoformat()
    parts = (figure, *_chosen(selection), as_of, *more)
    return "_".join(part for part in parts if part)


def ending(form: str, langs: Sequence[Lang]) -> str:
    """Give the ending of the file: several languages of a format that holds one are a zip."""
    return form if form in JOINED or len(langs) == 1 else "zip"


def bundle(sheets: Sequence[FigureExport], name: str, form: str, preset: str = "slide") -> bytes:
    """Give one figure's sheets, one a language, as one file; `name` is that of the zip's files.

    A CSV holds its stamp in its own leading lines; in a zip it lies beside it as well. The same
    sheets give the same bytes. Raises what pictures raise: ChromeMissingError,
    RenderFailedError, PresetNotFoundError, ThemeNotPrintableError.
    """
    if form in JOINED:
        return JOINED[form](sheets)
    if len(sheets) == 1:
        return one(sheets[0], form, preset)
    files: dict[str, bytes] = {}
    for each in sheets:
        files.update(with_stamp(f"{name}_{each.lang}.{form}", each, form, preset))
    return zipped(files, sheets[0].received_on)


def _chosen(selection: Selection) -> list[str]:
    fields = [str(field) for field in selection.fields]
    inventions = "inventions" if selection.patents == "inventions" else ""
    if selection.institution:
        return [_slug(selection.institution), _few("fields", fields), inventions]
    provinces = [_slug(ENGLISH.province(code)) for code in selection.provinces]
    return [
        "-".join(provinces) if len(provinces) <= FEW else f"{len(provinces)}-provinces",
        "-".join(_slug(kind) for kind in selection.kinds),
        f"departments-{_hash(' '.join(selection.departments))}" if selection.departments else "",
        _few("fields", fields),
        inventions,
    ]


def _few(name: str, chosen: Sequence[str]) -> str:
    if len(chosen) > FEW:
        return f"{len(chosen)}-{name}"
    return "-".join((name, *chosen)) if chosen else ""


def _slug(text: str) -> str:
    """Write a name in letters, digits and hyphens; what would be lost comes as a hash."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    is_whole = bool(plain) and text.isascii() and len(plain) <= 40
    return plain if is_whole else _hash(text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT]
