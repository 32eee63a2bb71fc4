"""What the register knows of one institution: facts, return, patents, findings, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from milestones.editions.findings import PATENT_KINDS, finding_place, finding_sentence
from milestones.editions.release import embargo_sentence
from milestones.export.files import file_stem
from milestones.export.tabular import TableValue, list_csv
from milestones.figures.institutions.listing import KIND_SINGULAR
from milestones.figures.labels import label, sentence_case
from milestones.i18n import Locale, _
from milestones.register import (
    PAGE_ROWS,
    PATENT_STATES,
    Institution,
    ListPage,
    Return,
    corrections_of,
    every_patent_of,
    findings_of,
    institution_of,
    patents_of,
    return_of,
)
from milestones.selection import Selection
from pages.parts import address, page_layout
from pages.parts.downloads import require_visible, save_button
from pages.parts.markup import div, element, escape_html, html_table, scrollable, show_html
from pages.parts.page_context import PageContext, result_of
from pages.parts.panel import error_boundary

REPORTED_STAGES = ("due", "assessed", "pooled", "evaluated")


def show_facts(visit: PageContext) -> None:
    """Show the institution's name and what the register says of it."""
    with error_boundary("facts", visit):
        show_html(_facts_markup(visit.key, visit))


def show_return(visit: PageContext) -> None:
    """Set the last return, if there is one, beside the patent rows of the same day."""
    with error_boundary("return", visit):
        beside = _return_markup(visit.key, visit)
        if beside:
            show_html(beside)


@st.cache_resource(max_entries=400, show_spinner=False)
def _facts_markup(key: str, _visit: PageContext) -> str:
    locale, one = _visit.locale, institution_of(_visit.edition, _visit.selection)
    name = element("h2", escape_html(one.own_name(locale)), class_="name")
    chosen = element("p", escape_html(_visit.selection_text), class_="as-of")
    pairs = (
        element("div", element("dt", escape_html(key)) + element("dd", escape_html(value)))
        for key, value in _facts(one, locale)
    )
    return div("facts", name, chosen, element("dl", "".join(pairs)))


def _facts(one: Institution, locale: Locale) -> Iterator[tuple[str, str]]:
    other = one.name if one.own_name(locale) != one.name else ""
    if other:
        yield locale("Name in Chinese"), other
    yield locale("Institution code"), one.institution_id
    yield locale("Kind"), locale(KIND_SINGULAR[one.kind])
    yield locale("Province"), locale.province(one.province)
    yield locale("Departments"), locale.join(one.departments) or locale("not stated")
    yield locale("Credit code"), one.credit_code or locale("not stated")
    yield locale("Patents in the register"), locale.exact(one.patents)
    if one.held_with_others:
        yield locale("Held with others, counted there"), locale.exact(one.held_with_others)


@st.cache_resource(max_entries=400, show_spinner=False)
def _return_markup(key: str, _visit: PageContext) -> str:
    locale, reported = _visit.locale, return_of(_visit.edition, _visit.selection)
    if reported is None:
        return ""
    title = locale(
        "Reported in the return for {month}, shown beside and counted nowhere",
        month=locale.month(reported.period),
    )
    head = [locale("Stage"), locale("Return"), locale("Patent rows by then")]
    rows = html_table(head, _return_rows(reported, _visit), [False, True, True], title)
    return div("beside", element("p", escape_html(title), class_="as-of"), scrollable(rows, title))


def _return_rows(reported: Return, visit: PageContext) -> Iterator[list[str]]:
    locale = visit.locale
    whole = Selection(institution=visit.selection.institution, as_of=reported.day)
    stages = result_of("institution_pipeline", replace(visit, selection=whole)).frame
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
DAY_COLUMNS = ("transferred_on", "industrialized_on", "lapsed_on")


def patent_columns(locale: Locale) -> dict[str, bool]:
    """Name the columns; True where they hold numbers."""
    return {
        locale("Application number"): False,
        locale("Title"): False,
        locale("Kind"): False,
        locale("Field"): False,
        locale("Granted on"): False,
        locale("Standing"): False,
        locale("Assessed on"): False,
        locale("In the pool"): False,
        locale("Stars"): True,
        locale("Evaluations"): True,
        locale("Last transfer"): False,
        locale("Industrialized on"): False,
        locale("Lapsed on"): False,
    }


def patent_cells(row: dict[str, Any], locale: Locale) -> Iterator[str]:
    """Yield the cells of a row in the order of the columns, in words."""
    yield row["application_no"]
    yield row["title"] or "—"
    yield locale(PATENT_KINDS[row["kind"]])
    yield locale.field(row["field"])
    yield locale.date(row["granted_on"], short=True)
    yield locale(STATE_NAMES[row["state"]])
    yield locale.date(row["assessed_on"], short=True)
    yield _yes_or_no(row["convertible"], locale)
    yield locale.exact(row["stars"])
    yield locale.exact(row["evaluations"])
    yield locale.date(row["transferred_on"], short=True)
    yield locale.date(row["industrialized_on"], short=True)
    yield locale.date(row["lapsed_on"], short=True)


def patent_values(row: dict[str, Any], locale: Locale) -> list[TableValue]:
    """Give the cells of a row in the order of the columns, unknown as None."""
    convertible = row["convertible"]
    return [
        row["application_no"],
        row["title"],
        locale(PATENT_KINDS[row["kind"]]),
        locale.field(row["field"]),
        row["granted_on"],
        locale(STATE_NAMES[row["state"]]),
        row["assessed_on"],
        None if convertible is None else _yes_or_no(convertible, locale),
        *(row[name] for name in ("stars", "evaluations", *DAY_COLUMNS)),
    ]


def _yes_or_no(value: bool | None, locale: Locale) -> str:
    if value is None:
        return "—"
    return locale("yes") if value else locale("no")


@dataclass(frozen=True)
class PatentPage:
    """A sheet ready to be shown: what it holds in words, its table, its number of how many."""

    said: str
    table: str
    number: int
    sheets: int


def show_patents(visit: PageContext) -> None:
    """Show a sheet of the institution's patents."""
    with st.container(key="own_patents"), error_boundary("patents", visit):
        _show_patents(visit)


def _show_patents(visit: PageContext) -> None:
    locale = visit.locale
    show_html(element("h2", escape_html(locale("Patents of this institution")), class_="question"))
    states = {state: sentence_case(locale(STATE_NAMES[state])) for state in PATENT_STATES}
    page_layout.show_dropped_values(locale, address.unknown_values("state", states))
    with st.container(key="patent_tools", horizontal=True, vertical_alignment="center"):
        state = address.single_choice("state", locale("Standing"), states)
        placeholder = locale("Application number or title")
        search = address.search_box("patent", locale("Search"), placeholder)
    asked = (search, state, address.list_page_number())
    ready = _patent_page(f"{asked} {visit.key}", asked, visit)
    show_html(ready.said)
    address.pagination(ready.number, ready.sheets, locale)
    if ready.table:
        show_html(ready.table)
        _download_all(search, state, visit)


@st.cache_resource(max_entries=400, show_spinner=False)
def _patent_page(key: str, _asked: tuple[str, str, int], _visit: PageContext) -> PatentPage:
    locale, sheet = _visit.locale, patents_of(_visit.edition, _visit.selection, *_asked)
    said = element("p", escape_html(_count_line(sheet, locale)), class_="caption", role="status")
    table = _patents_table(sheet.rows, locale) if sheet.rows else ""
    return PatentPage(said, table, sheet.number, sheet.sheets)


def _count_line(sheet: ListPage, locale: Locale) -> str:
    if not sheet.rows:
        return locale("No patent fits. Take the search or the filter out.")
    first = PAGE_ROWS * (sheet.number - 1) + 1
    return locale(
        "Patents {first} to {last} of {total}, in the order of their numbers.",
        first=locale.exact(first),
        last=locale.exact(first + len(sheet.rows) - 1),
        total=locale.exact(sheet.total),
    )


def _download_all(search: str, state: str, visit: PageContext) -> None:
    """Offer all rows of the search, not only the sheet that shows."""
    name = file_stem("patents", visit.selection, visit.edition, "" if state == "all" else state)
    make = partial(_patents_csv, search, state, visit)
    says = visit.locale("Download all of them")
    save_button(says, f"{name}_{visit.reader.lang}.csv", make, "save_patents", visit.locale)


def _patents_csv(search: str, state: str, visit: PageContext) -> bytes:
    """Write the rows of a search with exact days and numbers, and above them what was asked."""
    locale, edition, embargo = visit.locale, visit.edition, require_visible(visit.edition)
    lines = (
        locale("Patents of this institution"),
        visit.selection_text,
        sentence_case(locale(STATE_NAMES[state])),
        locale("Search: {text}", text=search) if search else "",
        locale("Edition {id}.", id=edition.id),
        embargo_sentence(embargo, locale) if embargo else "",
        page_layout.synthetic_note(locale) if edition.synthetic else "",
    )
    found = every_patent_of(edition, visit.selection, search, state)
    rows = (patent_values(row, locale) for row in found)
    return list_csv(filter(None, lines), list(patent_columns(locale)), rows)


def _patents_table(rows: list[dict[str, Any]], locale: Locale) -> str:
    lines = (list(patent_cells(row, locale)) for row in rows)
    title = locale("Patents of this institution")
    heads = patent_columns(locale)
    return scrollable(html_table(list(heads), lines, heads.values(), title), title)


SEVERITY_NAMES = {
    "rejection": _("row rejected"),
    "warning": _("warning"),
    "information": _("remark"),
}


def show_findings(visit: PageContext) -> None:
    """Show the findings, then the corrections; each says which file and row it stands in."""
    with st.container(key="remarks"), error_boundary("remarks", visit):
        show_html(_findings_markup(visit.key, visit))


@st.cache_resource(max_entries=400, show_spinner=False)
def _findings_markup(key: str, _visit: PageContext) -> str:
    locale, chosen = _visit.locale, (_visit.edition, _visit.selection)
    return _findings(findings_of(*chosen), locale) + _corrections(corrections_of(*chosen), locale)


def _findings(sheet: ListPage, locale: Locale) -> str:
    title = locale("Rejected rows and warnings")
    if not sheet.rows:
        return _empty_section(
            title, locale("Nothing was rejected and nothing warned of in its rows.")
        )
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
    table = html_table(head, lines, [False] * len(head), title)
    return _section(title, table, sheet, locale)


def _corrections(sheet: ListPage, locale: Locale) -> str:
    title = locale("Corrections")
    if not sheet.rows:
        return _empty_section(title, locale("No later delivery changed what was known of it."))
    head = [
        locale("Patent"),
        locale("Received"),
        locale("Where"),
        locale("Before"),
        locale("After"),
    ]
    lines = (
        [
            each["application_no"] or "—",
            locale.date(each["received_on"], short=True),
            finding_place(each, locale),
            _value_cell(each, "value_before", locale),
            _value_cell(each, "value", locale),
        ]
        for each in sheet.rows
    )
    table = html_table(head, lines, [False] * len(head), title)
    return _section(title, table, sheet, locale)


def _value_cell(row: Mapping[str, Any], name: str, locale: Locale) -> str:
    return locale("unknown") if row[name] is None else str(row[name])


def _empty_section(title: str, sentence_: str) -> str:
    return element("h2", escape_html(title), class_="question") + element(
        "p", escape_html(sentence_), class_="caption"
    )


def _section(title: str, table: str, sheet: ListPage, locale: Locale) -> str:
    counts = {"shown": locale.exact(len(sheet.rows)), "all": locale.exact(sheet.total)}
    is_cut = len(sheet.rows) < sheet.total
    note = locale("The newest {shown} of {all}.", **counts) if is_cut else ""
    said = element("p", escape_html(note), class_="caption") if note else ""
    heading = element("h2", escape_html(title), class_="question")
    return heading + said + scrollable(table, title)
