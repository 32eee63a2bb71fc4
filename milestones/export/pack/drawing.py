"""The pictures of a pack: drawn one by one; one that fails does not take the others along."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from milestones.export.figure_export import FigureExport
from milestones.export.pack.model import FORMATS, Entry, Pack
from milestones.export.pack.sheets import Sheets
from milestones.export.pictures.engine import (
    ChromeMissingError,
    Engine,
    PictureFormat,
    RenderFailedError,
)
from milestones.export.pictures.picture import chart_alone, picture
from milestones.export.slides.page import ratio_of
from milestones.i18n import Lang, Locale

log = logging.getLogger("milestones.export")

Tell = Callable[[str], None]
IN_A_ROW = 3
"""After so many failures one after the other no more pictures are tried."""


@dataclass(frozen=True)
class Failure:
    """A picture that is missing: of which figure, in which language and format, and why.

    `format` is pptx for the picture on a slide whose chart PowerPoint does not have; `reason`
    is marked for translation.
    """

    number: int
    figure: str
    lang: Lang
    format: PictureFormat | str
    reason: str


@dataclass
class Drawn:
    """The pictures of a pack by number of the entry, language and format, and those missing.

    `missing_chrome` is what stands in the way of all of them, in words, "" if nothing does;
    `in_a_row` counts the failures since the last picture that came out.
    """

    pictures: dict[tuple[int, Lang, str], bytes] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    missing_chrome: str = ""
    in_a_row: int = 0


def formats_of(pack: Pack) -> tuple[PictureFormat, ...]:
    """The formats that are drawn: those that were chosen, and PDF, which is bound together."""
    return tuple(form for form in FORMATS if form in (*pack.formats, "pdf"))


def steps(pack: Pack) -> int:
    """The number of times that `drawn` tells how far it is."""
    return len(pack.entries) * len(pack.langs) * (len(formats_of(pack)) + 1)


def drawn(pack: Pack, sheets: Sheets, engine: Engine, words: Locale, tell: Tell) -> Drawn:
    """Draw every picture of a pack; a browser that is missing or lost is said, not raised."""
    found = Drawn()
    for number, sheet, form in _wanted(pack, sheets):
        place = {"number": number, "count": len(sheets), "format": form.upper()}
        tell(words("Figure {number} of {count} as {format}", **place))
        _draw(found, number, sheet, form, pack, engine, words)
    return found


def _wanted(pack: Pack, sheets: Sheets) -> Iterator[tuple[int, FigureExport, str]]:
    for number, own in enumerate(sheets, start=1):
        for sheet in own:
            for form in (*formats_of(pack), "pptx"):
                yield number, sheet, form


def _draw(
    found: Drawn,
    number: int,
    sheet: FigureExport,
    form: str,
    pack: Pack,
    engine: Engine,
    words: Locale,
) -> None:
    if found.missing_chrome or (form == "pptx" and sheet.native_charts):
        return
    try:
        if found.in_a_row >= IN_A_ROW:
            raise RenderFailedError("the browser failed before", found.failures[-1].reason)
        data = _picture(sheet, pack.entries[number - 1], form, pack.preset, engine)
    except ChromeMissingError as error:
        found.missing_chrome = error.sentence(words)
    except RenderFailedError as error:
        log.warning("no picture of %s: %s", sheet.figure, error)
        found.in_a_row += 1
        found.failures.append(Failure(number, sheet.figure, sheet.lang, form, error.sentence))
    else:
        found.in_a_row, found.pictures[number, sheet.lang, form] = 0, data


def _headed(sheet: FigureExport, entry: Entry) -> FigureExport:
    """Put the headline, where there is one, in the place of the question, which goes below it."""
    headline = entry.headline(sheet.lang)
    if not headline:
        return sheet
    return replace(sheet, title=headline, subtitle=f"{sheet.title} · {sheet.subtitle}")


def _picture(sheet: FigureExport, entry: Entry, form: str, preset: str, engine: Engine) -> bytes:
    """Draw one picture; for a slide the chart alone, as the slide says the rest."""
    headed = _headed(sheet, entry)
    for drawn_as in FORMATS:
        if form == drawn_as:
            return picture(headed, drawn_as, preset, engine)
    return chart_alone(headed, ratio_of(sheet, entry.headline(sheet.lang)), engine)
