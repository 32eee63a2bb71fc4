"""What the register knows of one institution: facts, return, patents, findings, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from milestones import register
from milestones.editions.findings import PATENT_KINDS, finding_place, finding_sentence
from milestones.export.files import file_stem
from milestones.export.tabular import TableValue
from milestones.figures.institutions.listing import KIND_SINGULAR
from milestones.figures.labels import label, sentence_case
from milestones.i18n import Locale, _
from milestones.i18n.locale import UNKNOWN_DASH
from milestones.selection import Selection
from pages.parts import address, page_layout
from pages.parts.downloads import list_file, save_button
from pages.parts.markup import div, element, scrolling_table, show_html, show_text, text_element
from pages.parts.page_context import PageContext, result_of
from pages.parts.panel import error_boundary

REPORTED_STAGES = ("due", "assessed", "pooled", "evaluated")


def show_facts(context: PageContext) -> None:
    """Show the institution's name and what the register says of it."""
    with error_boundary("facts", context):
        show_html(_facts_markup(context.key, context))


def show_return(context: PageContext) -> None:
    """Set the last return, if there is one, beside the patent rows of the same day."""
    with error_boundary("return", context):
        if beside := _return_markup(context.key, context):
            show_html(beside)


@st.cache_resource(max_entries=400, show_spinner=False)
def _facts_markup(key: str, _context: PageContext) -> str:
    locale, one = _context.locale, register.institution_of(_context.edition, _context.selection)
    pairs = (
        element("div", text_element("dt", key) + text_element("dd", value))
        for key, value in _facts(one, locale)
    )
    return div(
        "facts",
        text_element("h2", one.own_name(locale), class_="name"),
        text_element("p", _context.selection_text, class_="as-of"),
        element("dl", "".join(pairs)),
    )


def _facts(one: register.Institution, locale: Locale) -> Iterator[tuple[str, str]]:
    if one.own_name(locale) != one.name:
        yield locale("Name in Chinese"), one.name
    yield locale("Institution code"), one.institution_id
    yield locale("Kind"), locale(KIND_SINGULAR[one.kind])
    yield locale("Province"), locale.province(one.province)
    yield locale("Departments"), locale.join(one.departments) or locale("not stated")
    yield locale("Credit code"), one.credit_code or locale("not stated")
    yield locale("Patents in the register"), locale.exact(one.patents)
    if one.held_with_others:
        yield locale("Held with others, counted there"), locale.exact(one.held_with_others)


@st.cache_resource(max_entries=400, show_spinner=False)
def _return_markup(key: str, _context: PageContext) -> str:
    locale, reported = _context.locale, register.return_of(_context.edition, _context.selection)
    if reported is None:
        return ""
    title = locale(
        "Reported in the return for {month}, shown beside and counted nowhere",
        month=locale.month(reported.period),
    )
    head = [locale("Stage"), locale("Return"), locale("Patent rows by then")]
    table = scrolling_table(head, _return_rows(reported, _context), title, [False, True, True])
    return div("beside", text_element("p", title, class_="as-of"), table)


def _return_rows(reported: register.Return, context: PageContext) -> Iterator[list[str]]:
    locale = context.locale
    whole = Selection(institution=context.selection.institution, as_of=reported.day)
    stages = result_of("institution_pipeline", replace(context, selection=whole)).frame
    counted = dict(zip(stages["stage"], stages["patents"], strict=True))
    for stage in REPORTED_STAGES:
        name = sentence_case(label(stage, locale))
        yield [name, locale.exact(getattr(reported, stage)), locale.exact(counted[stage])]


STATE_NAMES = {
    "all": _("all patents"),
    "open": _("still open"),
    "assessed": _("assessed"),
    "lapsed_open": _("lapsed before assessment"),
    "not_due": _("not due"),
}


def patent_columns(locale: Locale) -> list[str]:
    """Name the columns of a patent, in the page's table and in the file."""
    return [
        locale("Application number"),
        locale("Title"),
        locale("Kind"),
        locale("Field"),
        locale("Granted on"),
        locale("Standing"),
        locale("Assessed on"),
        locale("In the pool"),
        locale("Stars"),
        locale("Evaluations"),
        locale("Last transfer"),
        locale("Industrialized on"),
        locale("Lapsed on"),
    ]


def patent_values(row: dict[str, Any], locale: Locale) -> list[TableValue]:
    """Give the cells of a row in the order of the columns, unknown as None."""
    is_pooled = row["convertible"]
    return [
        row["application_no"],
        row["title"],
        locale(PATENT_KINDS[row["kind"]]),
        locale.field(row["field"]),
        row["granted_on"],
        locale(STATE_NAMES[row["state"]]),
        row["assessed_on"],
        None if is_pooled is None else locale("yes") if is_pooled else locale("no"),
        row["stars"],
        row["evaluations"],
        row["transferred_on"],
        row["industrialized_on"],
        row["lapsed_on"],
    ]


def _in_words(value: TableValue, locale: Locale) -> str:
    if isinstance(value, date):
        return locale.date(value, short=True)
    return locale.exact(value) if isinstance(value, int | float) else value or UNKNOWN_DASH


@dataclass(frozen=True)
class PatentPage:
    """A sheet ready to be shown: what it holds in words, its table, its number of how many."""

    said: str
    table: str
    number: int
    sheets: int


def show_patents(context: PageContext) -> None:
    """Show a sheet of the institution's patents."""
    with st.container(key="own_patents"), error_boundary("patents", context):
        _show_patents(context)


def _show_patents(context: PageContext) -> None:
    locale = context.locale
    show_text("h2", locale("Patents of this institution"), class_="question")
    states = {state: sentence_case(locale(STATE_NAMES[state])) for state in register.PATENT_STATES}
    page_layout.show_dropped_values(locale, address.unknown_values("state", states))
    with st.container(key="patent_tools", horizontal=True, vertical_alignment="center"):
        state = address.single_choice("state", locale("Standing"), states)
        placeholder = locale("Application number or title")
        search = address.search_box("patent", locale("Search"), placeholder)
    asked = (search, state, address.list_page_number())
    ready = _patent_page(f"{asked} {context.key}", asked, context)
    show_html(ready.said)
    address.pagination(ready.number, ready.sheets, locale)
    if ready.table:
        show_html(ready.table)
        _download_all(search, state, context)


@st.cache_resource(max_entries=400, show_spinner=False)
def _patent_page(key: str, _asked: tuple[str, str, int], _context: PageContext) -> PatentPage:
    locale, sheet = (
        _context.locale,
        register.patents_of(_context.edition, _context.selection, *_asked),
    )
    said = text_element("p", _count_line(sheet, locale), class_="caption", role="status")
    table = _patents_table(sheet.rows, locale) if sheet.rows else ""
    return PatentPage(said, table, sheet.number, sheet.sheets)


def _count_line(sheet: register.ListPage, locale: Locale) -> str:
    if not sheet.rows:
        return locale("No patent fits. Take the search or the filter out.")
    first = register.PAGE_ROWS * (sheet.number - 1) + 1
    return locale(
        "Patents {first} to {last} of {total}, in the order of their numbers.",
        first=locale.exact(first),
        last=locale.exact(first + len(sheet.rows) - 1),
        total=locale.exact(sheet.total),
    )


def _download_all(search: str, state: str, context: PageContext) -> None:
    """Offer all rows of the search, not only the sheet that shows."""
    name = file_stem("patents", context.selection, context.edition, "" if state == "all" else state)
    make = partial(_patents_csv, search, state, context)
    says = context.locale("Download all of them")
    save_button(says, f"{name}_{context.reader.lang}.csv", make, "save_patents", context.locale)


def _patents_csv(search: str, state: str, context: PageContext) -> bytes:
    """Write the rows of a search with exact days and numbers, and above them what was asked."""
    locale = context.locale
    lines = (
        locale("Patents of this institution"),
        context.selection_text,
        sentence_case(locale(STATE_NAMES[state])),
        locale("Search: {text}", text=search) if search else "",
    )
    found = register.every_patent_of(context.edition, context.selection, search, state)
    rows = (patent_values(row, locale) for row in found)
    return list_file(lines, patent_columns(locale), rows, context)


def _patents_table(rows: list[dict[str, Any]], locale: Locale) -> str:
    head = patent_columns(locale)
    numeric = [name in {locale("Stars"), locale("Evaluations")} for name in head]
    lines = ([_in_words(each, locale) for each in patent_values(row, locale)] for row in rows)
    return scrolling_table(head, lines, locale("Patents of this institution"), numeric)


SEVERITY_NAMES = {
    "rejection": _("row rejected"),
    "warning": _("warning"),
    "information": _("remark"),
}


def show_findings(context: PageContext) -> None:
    """Show the findings, then the corrections; each says which file and row it stands in."""
    with st.container(key="remarks"), error_boundary("remarks", context):
        show_html(_findings_markup(context.key, context))


@st.cache_resource(max_entries=400, show_spinner=False)
def _findings_markup(key: str, _context: PageContext) -> str:
    locale, chosen = _context.locale, (_context.edition, _context.selection)
    return _findings(register.findings_of(*chosen), locale) + _corrections(
        register.corrections_of(*chosen), locale
    )


def _findings(sheet: register.ListPage, locale: Locale) -> str:
    head = [locale("Finding"), locale("Received"), locale("Where"), locale("What, and what to do")]
    lines = (
        [
            locale(SEVERITY_NAMES[each["severity"]]),
            locale.date(each["received_on"], short=True),
            finding_place(each, locale),
            finding_sentence(each, locale),
        ]
        for each in sheet.rows
    )
    none = locale("Nothing was rejected and nothing warned of in its rows.")
    return _section(locale("Rejected rows and warnings"), head, lines, sheet, none, locale)


def _corrections(sheet: register.ListPage, locale: Locale) -> str:
    head = [
        locale("Patent"),
        locale("Received"),
        locale("Where"),
        locale("Before"),
        locale("After"),
    ]
    lines = (
        [
            each["application_no"] or UNKNOWN_DASH,
            locale.date(each["received_on"], short=True),
            finding_place(each, locale),
            _value_cell(each["value_before"], locale),
            _value_cell(each["value"], locale),
        ]
        for each in sheet.rows
    )
    none = locale("No later delivery changed what was known of it.")
    return _section(locale("Corrections"), head, lines, sheet, none, locale)


def _value_cell(value: object, locale: Locale) -> str:
    return locale("unknown") if value is None else str(value)


def _section(
    title: str,
    head: list[str],
    lines: Iterable[list[str]],
    sheet: register.ListPage,
    none: str,
    locale: Locale,
) -> str:
    """Write a list below its title, and how much of it; `none` says that it is empty."""
    heading = text_element("h2", title, class_="question")
    if not sheet.rows:
        return heading + text_element("p", none, class_="caption")
    note = ""
    if len(sheet.rows) < sheet.total:
        shown, total = locale.exact(len(sheet.rows)), locale.exact(sheet.total)
        said = locale("The newest {shown} of {all}.", shown=shown, all=total)
        note = text_element("p", said, class_="caption")
    return heading + note + scrolling_table(head, lines, title)
