"""A figure ready to leave the house: chart, words, exact numbers and stamp, in one language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from urllib.parse import parse_qs, urlencode

import pandas as pd

from milestones import query
from milestones.charts.office import NativeChart, native_charts, split_long_bar_chart
from milestones.charts.palette import Theme
from milestones.editions.deliveries import READER_VERSION, build_rules_hash
from milestones.editions.edition import Edition
from milestones.editions.edition_status import NO_REMARKS, EditionStatus
from milestones.export.stamp import Stamp, coded_values, join_languages, values_hash
from milestones.figures.compute import DrawnFigure, draw_figure
from milestones.figures.labels import sentence_case
from milestones.figures.provenance import Definition, counted_selection, definition, source_line
from milestones.figures.registry import Format, Result, find_figure
from milestones.figures.tables import table_in_words
from milestones.i18n import Lang, Locale
from milestones.i18n.printable import printable

VERSION_HASH_CHARS = 12
"""Letters of a hash that says which version of something it was."""
_OFFICE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
LANGUAGE_TAGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
MAX_CHOICES = 4_000
"""Choices that a selection holds at most."""


@dataclass(frozen=True, eq=False)
class FigureExport:
    """One figure in one language, with everything that a copy of it must say.

    `subtitle` is the selection in words, `notes` say what is counted, `disclaimer` what must not be
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
    disclaimer: str
    caption: str
    alt: str
    values: pd.DataFrame
    formats: Mapping[str, Format]
    codes: pd.DataFrame
    definition: Definition
    received_on: date
    stamp: Stamp

    @property
    def locale(self) -> Locale:
        """The voice of the sheet's language."""
        return Locale(self.lang)

    @cached_property
    def native_charts(self) -> tuple[NativeChart, ...]:
        """The charts that office programs draw themselves, one a panel; none if one cannot be."""
        return native_charts(self.drawing.chart, self.theme)

    @property
    def slide_charts(self) -> tuple[NativeChart, ...]:
        """The same as they stand on a slide, from the top, then from the left."""
        return tuple(part for chart in self.native_charts for part in split_long_bar_chart(chart))

    @property
    def texts(self) -> Mapping[str, str]:
        """What is said around the numbers, by the names that machines read it under."""
        return {
            "title": self.title,
            "selection": self.subtitle,
            "as_of": self.as_of,
            "source": self.source,
            "mark": self.disclaimer,
            "caption": self.caption,
            "alt": self.alt,
        }


def export_figure(
    result: Result,
    edition: Edition,
    lang: Lang,
    theme: Theme = "light",
    classification: str = "",
    status: EditionStatus = NO_REMARKS,
) -> FigureExport:
    """Put a computed figure in one language and theme, with its stamp.

    Sheets of one result share their numbers and the stamp's values in all languages.
    What `status` says and `classification` stand in the disclaimer, after what the edition says.
    """
    locale, drawing = Locale(lang), draw_figure(result, lang, theme)
    figure, meaning = find_figure(result.figure), definition(result.figure, locale)
    table = table_in_words(result, locale)
    return FigureExport(
        figure=result.figure,
        lang=lang,
        theme=theme,
        drawing=drawing,
        title=drawing.title,
        subtitle=counted_selection(figure, edition, result.facts.selection, locale),
        as_of=drawing.as_of,
        source=source_line(result, locale),
        notes=meaning.indicators or (sentence_case(meaning.question),),
        disclaimer=_disclaimer(
            drawing.disclaimer, classification, status.sentences(edition.received_on, locale)
        ),
        caption=drawing.caption,
        alt=drawing.alt,
        values=table,
        formats=table.attrs["formats"],
        codes=coded_values(result),
        definition=meaning,
        received_on=edition.received_on,
        stamp=make_stamp(result, edition, lang, status),
    )


def make_stamp(
    result: Result,
    edition: Edition,
    lang: Lang,
    status: EditionStatus = NO_REMARKS,
) -> Stamp:
    """Say where a computed figure comes from, for a copy of it in one language."""
    return Stamp(
        figure=result.figure,
        selection=selection_address(result, edition),
        as_of=result.facts.as_of.isoformat(),
        edition=edition.id,
        plan=f"{edition.plan.id}@{_version_hash(repr(edition.plan))}",
        rules=f"{READER_VERSION}.{_rules_hash(find_figure(result.figure).query)}",
        values=values_hash(result),
        langs=(lang,),
        embargo=None if status.embargo is None else status.embargo.isoformat(),
        current=None if status.current is None else status.current.isoformat(),
    )


def number_figures(sheets: Sequence[FigureExport]) -> Iterator[tuple[int, int, FigureExport]]:
    """Yield each sheet of a file with the number of its figure, and how many figures there are.

    A figure in two languages is one figure; what comes twice is yielded once.
    """
    stamps = join_languages([each.stamp for each in sheets])
    for stamp, each in {each.stamp: each for each in sheets}.items():
        same = (at for at, one in enumerate(stamps, 1) if join_languages([one, stamp]) == (one,))
        yield next(same), len(stamps), each


def selection_address(result: Result, edition: Edition) -> str:
    """Write the selection as an address writes it; the edition's own day is left out.

    What an office program would take for an escape of its own, as `_x0007_`, does not stand in it.
    """
    selection = result.facts.selection
    if selection.as_of == edition.as_of:
        selection = replace(selection, as_of=None)
    return _OFFICE_ESCAPE.sub("%5F", urlencode(selection.to_query(), doseq=True))


def parse_address(address: str) -> dict[str, list[str]]:
    """Read what an address names, whatever that may be; raises ValueError for no address."""
    return parse_qs(address, strict_parsing=bool(address), max_num_fields=MAX_CHOICES)


def _disclaimer(own: str, classification: str, remarks: Iterable[str]) -> str:
    return " · ".join(part for part in (own, *remarks, printable(classification)) if part)


@cache
def _rules_hash(name: str) -> str:
    """Hash what a figure is computed by: its query, the build and check queries, the tables."""
    return _version_hash(f"{query.sql(f'figures/{name}')}\0{build_rules_hash()}")


def _version_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_HASH_CHARS]
