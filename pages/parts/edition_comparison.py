"""Two editions beside each other on one figure: which they are, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.release import is_press, may_open
from milestones.export.figure_export import FigureExport, export_figure
from milestones.export.files import file_stem
from milestones.export.sheet_changes import SheetChanges, compare_sheets, row_changes_line
from milestones.export.tabular import list_csv
from milestones.figures.labels import sentence_case
from milestones.figures.provenance import SEPARATOR
from milestones.figures.registry import FIGURES
from milestones.i18n import Locale
from milestones.selection import Selection
from pages.parts import address, links, page_layout
from pages.parts.downloads import require_visible, save_button
from pages.parts.edition_choices import edition_name, edition_names, seen_editions
from pages.parts.markup import scrolling_table, show_html, show_text
from pages.parts.page_context import PageContext, opened_edition, result_of
from pages.parts.panel import error_boundary

FIGURE_KEY, AGAINST_KEY = "figure", "against"
"""What the address calls the figure, and the edition that the one of the page is set beside."""
DEFAULT_FIGURE = "milestone_status"
EARLIER_SIDE = "earlier_"
MAX_DIFFERENCES_SHOWN = 60
"""Cells that differ and are listed on the page, the largest changes first; a file holds all."""


@dataclass(frozen=True)
class Comparison:
    """A figure in two editions: the other one, then that of the page."""

    figure_id: str
    before: PageContext
    after: PageContext

    @property
    def sides(self) -> tuple[PageContext, PageContext]:
        """Both, in the order in which they stand."""
        return self.before, self.after


def chosen_comparison(context: PageContext) -> Comparison | None:
    """Ask for a figure and two editions by name; None where there is no other edition."""
    locale, editions = context.locale, seen_editions(context)
    show_text("h2", locale("Two editions compared"), class_="question")
    figures = _figures(context)
    figure_id = _chosen_figure(figures, locale)
    against = _other_edition(context, editions)
    if against is None:
        said = locale("There is no other edition to compare this one with.")
        show_text("p", said, class_="notice", role="status")
        return None
    here = context.edition.id
    names = edition_names(context, {here: context.edition.facts, **editions})
    with st.container(key="compare_tools"):
        address.select_box(FIGURE_KEY, locale("Figure"), figures, figure_id)
        beside = {id: name for id, name in names.items() if id != here}
        address.select_box(AGAINST_KEY, locale("One edition"), beside, against.id)
        address.select_box(address.EDITION_KEY, locale("The other edition"), names, here)
    selection, unknown = Selection.parse(context.selection.to_query(), against)
    page_layout.show_dropped_values(locale, [each.value for each in unknown])
    other = replace(context, edition=against, selection=selection, is_named=True, side=EARLIER_SIDE)
    return Comparison(figure_id, other, context)


def _other_edition(context: PageContext, editions: Iterable[str]) -> Edition | None:
    """Open the edition that the address sets beside that of the page, else the one before it.

    One that may not be seen, is damaged or does not exist is told as unknown.
    """
    home = DataHome.holding(context.edition)
    others = [each for each in editions if each != context.edition.id]
    asked, previous = address.address_value(AGAINST_KEY), context.edition.previous
    others.sort(key=lambda each: (each != asked, each != previous))
    found = next((each for each in others if may_open(home, each, press=is_press())), None)
    if asked and asked != found:
        page_layout.show_dropped_values(context.locale, [asked])
    return opened_edition(home.path, found) if found else None


def _figures(context: PageContext) -> dict[str, str]:
    """Name the figures that have what they need by their questions, in the order of the pages."""
    found = (FIGURES[id] for ids in links.figures_by_page().values() for id in ids)
    return {
        figure.id: context.locale(figure.question)
        for figure in found
        if not figure.missing(context.selection)
    }


def _chosen_figure(figures: Mapping[str, str], locale: Locale) -> str:
    """Give the figure that the address names, else the first of all; an unknown one is told."""
    page_layout.show_dropped_values(locale, address.unknown_values(FIGURE_KEY, figures))
    asked = address.address_value(FIGURE_KEY)
    return asked if asked in figures else DEFAULT_FIGURE


def show_edition_name(side: PageContext) -> None:
    """Say which edition a figure is of."""
    show_text("p", edition_name(side.edition.facts, side.locale), class_="edition-name")


def show_differences(comparison: Comparison) -> None:
    """List which cells of the figure's table differ, and offer all of them as a file."""
    after = comparison.after
    with st.container(key="panel_differences"), error_boundary("differences", after):
        key = f"{comparison.figure_id} {comparison.before.key} {after.key}"
        found = _differences(key, comparison)
        locale = after.locale
        show_text("h2", locale("What differs in the table"), class_="question")
        show_text("p", _summary(found, locale), class_="caption", role="status")
        if not found.rows:
            return
        show_html(_table(found, comparison))
        name = file_stem(f"compared_{comparison.figure_id}", after.selection, after.edition)
        make = partial(_differences_csv, found, comparison)
        says = locale("Download all of them")
        save_button(says, f"{name}_{after.reader.lang}.csv", make, "save_differences", locale)


@st.cache_resource(max_entries=50, show_spinner=False)
def _differences(key: str, _comparison: Comparison) -> SheetChanges:
    return compare_sheets(*map(partial(_sheet, _comparison.figure_id), _comparison.sides))


def _sheet(figure_id: str, side: PageContext) -> FigureExport:
    return export_figure(result_of(figure_id, side), side.edition, side.reader.lang)


def _summary(found: SheetChanges, locale: Locale) -> str:
    said = locale.n("{count} cell differs.", "{count} cells differ.", len(found.rows))
    if not (found.rows or found.added or found.gone):
        return locale("Both editions give the same table.")
    shown = min(len(found.rows), MAX_DIFFERENCES_SHOWN)
    rows = row_changes_line(found.added, found.gone, locale)
    return locale.sentences(
        said,
        locale("{rows} from one edition to the other.", rows=rows) if rows else "",
        locale("Listed are the {count} largest changes.", count=locale.exact(shown))
        if shown < len(found.rows)
        else "",
    )


def _heads(comparison: Comparison) -> list[str]:
    locale = comparison.after.locale
    days = [locale.date(side.edition.received_on, short=True) for side in comparison.sides]
    return [locale("Cell"), *(sentence_case(locale("received {day}", day=day)) for day in days)]


def _table(found: SheetChanges, comparison: Comparison) -> str:
    locale = comparison.after.locale
    rows = ([row.cell, row.before, row.after] for row in found.rows[:MAX_DIFFERENCES_SHOWN])
    title = locale("What differs in the table")
    return scrolling_table(_heads(comparison), rows, title, [False, True, True])


def _differences_csv(found: SheetChanges, comparison: Comparison) -> bytes:
    """Write all cells that differ with exact values, and above them what was compared."""
    after, locale = comparison.after, comparison.after.locale
    lines = [locale("Two editions compared"), locale(FIGURES[comparison.figure_id].question)]
    for side in comparison.sides:
        lines += _side_lines(side)
    lines += [page_layout.synthetic_note(locale)] if after.edition.synthetic else []
    head = [*_heads(comparison), locale("Difference")]
    rows = ([row.cell, row.was, row.now, row.difference] for row in found.rows)
    return list_csv(lines, head, rows)


def _side_lines(side: PageContext) -> Iterator[str]:
    """Say of one side which edition it is, of what selection, and what a copy of it must say."""
    locale, status = side.locale, require_visible(side.edition)
    name = edition_name(side.edition.facts, locale)
    yield SEPARATOR.join([locale("Edition {id}.", id=side.edition.id), name, side.selection_text])
    yield from status.sentences(side.edition.received_on, locale)
