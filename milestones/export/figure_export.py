"""A figure ready to leave the house: chart, words, exact numbers and stamp, in one language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property
from urllib.parse import parse_qs, urlencode

import pandas as pd

from milestones import query
from milestones.charts.office import in_columns, native_charts
from milestones.charts.office_model import NativeChart
from milestones.editions.deliveries import READER_VERSION, rules_hash
from milestones.editions.edition import Edition
from milestones.editions.release import until
from milestones.export.stamp import Stamp, in_langs
from milestones.export.values import codes, values_hash
from milestones.figures import Definition, DrawnFigure, Result, Theme, definition, draw, source_line
from milestones.figures import table as in_words
from milestones.figures.columns import Format
from milestones.figures.labels import sentence_case
from milestones.figures.registry import find
from milestones.figures.sentence import counted
from milestones.i18n import Lang, Locale
from milestones.i18n.printable import printable
from milestones.plan import Plan

SHORT = 12
"""Letters of a hash that says which version of something it was."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
MANY = 4_000
"""Choices that a selection holds at most."""


@dataclass(frozen=True, eq=False)
class FigureExport:
    """One figure in one language, with everything that a copy of it must say.

    `subtitle` is the selection in words, `notes` say what is counted, `mark` what must not be
    cropped off ("" if there is nothing). `values` are exact numbers under headers in words,
    `formats` tell by header how they are written; `codes` are the same cells without language,
    by the ids of the columns. `received_on` is the day that documents are dated by.
    """

    figure: str
    lang: Lang
    theme: Theme
    drawing: DrawnFigure
    title: str
    subtitle: str
    as_of: str
    source: str
    notes: tuple[str, ...]
    mark: str
    caption: str
    alt: str
    values: pd.DataFrame
    formats: Mapping[str, Format]
    codes: pd.DataFrame
    definition: Definition
    received_on: date
    stamp: Stamp

    @property
    def words(self) -> Locale:
        """The voice of the sheet's language."""
        return Locale(self.lang)

    @cached_property
    def native_charts(self) -> tuple[NativeChart, ...]:
        """The charts that office programs draw themselves, one a panel; none if one cannot be."""
        return native_charts(self.drawing.chart, self.theme)

    @property
    def slide_charts(self) -> tuple[NativeChart, ...]:
        """The same as they stand on a slide, from the top, then from the left."""
        return tuple(part for chart in self.native_charts for part in in_columns(chart))

    @property
    def texts(self) -> Mapping[str, str]:
        """What is said around the numbers, by the names that machines read it under."""
        return {
            "title": self.title,
            "selection": self.subtitle,
            "as_of": self.as_of,
            "source": self.source,
            "mark": self.mark,
            "caption": self.caption,
            "alt": self.alt,
        }


def sheet(
    result: Result,
    edition: Edition,
    lang: Lang,
    theme: Theme = "light",
    classification: str = "",
    embargo: datetime | None = None,
) -> FigureExport:
    """Put a computed figure in one language and theme, with its stamp.

    Sheets of one result share their numbers and the stamp's values in all languages.
    `classification` and `embargo` stand in the mark, after what the edition itself must say.
    """
    words, drawing = Locale(lang), draw(result, lang, theme)
    table, meaning = in_words(result, words), definition(result.figure, words)
    return FigureExport(
        figure=result.figure,
        lang=lang,
        theme=theme,
        drawing=drawing,
        title=drawing.title,
        subtitle=counted(find(result.figure), edition, result.facts.selection, words),
        as_of=drawing.as_of,
        source=source_line(result, words),
        notes=meaning.indicators or (sentence_case(meaning.question),),
        mark=_mark(drawing.mark, classification, embargo, words),
        caption=drawing.caption,
        alt=drawing.alt,
        values=table,
        formats=table.attrs["formats"],
        codes=codes(result),
        definition=meaning,
        received_on=edition.received_on,
        stamp=stamp(result, edition, lang, embargo),
    )


def stamp(result: Result, edition: Edition, lang: Lang, embargo: datetime | None = None) -> Stamp:
    """Say where a computed figure comes from, for a copy of it in one language."""
    return Stamp(
        figure=result.figure,
        selection=address(result, edition),
        as_of=result.facts.as_of.isoformat(),
        edition=edition.id,
        plan=f"{edition.plan.id}@{_plan_version(edition.plan)}",
        rules=f"{READER_VERSION}.{_rules(find(result.figure).query)}",
        values=values_hash(result),
        langs=(lang,),
        embargo=None if embargo is None else embargo.isoformat(),
    )


def numbered(sheets: Sequence[FigureExport]) -> Iterator[tuple[int, int, FigureExport]]:
    """Yield each sheet of a file with the number of its figure, and how many figures there are.

    A figure in two languages is one figure; what comes twice is yielded once.
    """
    stamps = in_langs([each.stamp for each in sheets])
    for stamp, each in {each.stamp: each for each in sheets}.items():
        same = (at for at, one in enumerate(stamps, 1) if in_langs([one, stamp]) == (one,))
        yield next(same), len(stamps), each


def address(result: Result, edition: Edition) -> str:
    """Write the selection as an address writes it; the edition's own day is left out.

    What an office program would take for an escape of its own, as `_x0007_`, does not stand in it.
    """
    selection = result.facts.selection
    if selection.as_of == edition.as_of:
        selection = replace(selection, as_of=None)
    return _ESCAPE.sub("%5F", urlencode(selection.to_query(), doseq=True))


def parsed(address: str) -> dict[str, list[str]]:
    """Read what an address names, whatever that may be; raises ValueError for no address."""
    return parse_qs(address, strict_parsing=bool(address), max_num_fields=MANY)


def _mark(mark: str, classification: str, embargo: datetime | None, words: Locale) -> str:
    held = "" if embargo is None else until(embargo, words)
    return " · ".join(part for part in (mark, held, printable(classification)) if part)


def _plan_version(plan: Plan) -> str:
    return hashlib.sha256(repr(plan).encode()).hexdigest()[:SHORT]


@cache
def _rules(name: str) -> str:
    """Hash what a figure is computed by: its query, the build and check queries, the tables."""
    made_by = f"{query.text(f'figures/{name}')}\0{rules_hash()}"
    return hashlib.sha256(made_by.encode()).hexdigest()[:SHORT]
