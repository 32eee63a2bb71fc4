"""The filters that all pages share. They show what the address says, and write to it.

Each choice that is sent takes time at every run, so a shut filter sends none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

import streamlit as st

from milestones.calendar import is_month_end
from milestones.editions.edition import Edition
from milestones.figures.labels import label, sentence_case
from milestones.figures.provenance import patents_in_words
from milestones.i18n import Locale
from milestones.selection import INSTITUTION_KINDS, PATENT_CHOICES, UNKNOWN_FIELD, Selection
from pages.parts import address
from pages.parts.markup import details, escape_markdown, show_html, show_text
from pages.parts.page_context import PageContext

MAX_NAMES_ON_BUTTON = 2
"""More choices than this are counted on the button, not named."""
MAX_BUTTON_CHARS = 24
"""Names longer than this, in characters, are counted too, so that the filters keep to one row."""


def button_text(name: str, chosen: Iterable[str], locale: Locale) -> str:
    """Write what the button of a filter says; nothing chosen is said as "all"."""
    names = list(chosen)
    what = locale.join(names)
    if len(names) > MAX_NAMES_ON_BUTTON or len(what) > MAX_BUTTON_CHARS:
        what = locale.n("{count} chosen", "{count} chosen", len(names))
    return locale("{name}: {choice}", name=name, choice=what or locale("all"))


@contextmanager
def filter_popover(says: str, key: str) -> Iterator[bool]:
    """Put a filter behind a button and say whether it is open, so that it wants its choices.

    The button of an open one keeps what it said: Streamlit takes a popover with another label
    for another one, and would shut it.
    """
    state, said = st.session_state, f"{key}_said"
    if not state.get(key) or said not in state:
        state[said] = says
    popover = st.popover(state[said], key=key, on_change="rerun")
    with popover:
        yield bool(popover.open)


Changed = dict[str, Any]
"""What a widget calls when a reader changes it."""


def filter_bar(context: PageContext, of_one: bool = False) -> None:
    """Show the filters in one row, and above the figures what they come to.

    A page `of_one` institution says itself what is counted, and shows only the filters that it
    follows; the others keep their place in the address for the way back.
    """
    locale, selection = context.locale, context.selection
    _sync_widgets(selection, context.edition)
    newest = context.edition.as_of
    changed: Changed = {"on_change": _write_choices, "args": (selection, newest)}
    show_html(details(locale("Filters"), "", "fold-filters"))
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        if not of_one:
            _province_filter(context, changed)
            _kind_filter(context, changed)
            _department_filter(context)
        _field_filter(context)
        _patent_filter(locale, changed)
        _as_of_filter(context, changed)
        whole = _without_choices(selection, of_one)
        st.button(
            locale("Reset"),
            key="reset",
            disabled=selection == whole,
            on_click=address.write_selection,
            args=(whole,),
        )
    if not of_one:
        show_text("p", context.selection_text, class_="chosen", role="status")


def _province_filter(context: PageContext, changed: Changed) -> None:
    title, name_of = context.locale("Province"), context.locale.province
    button = button_text(title, map(name_of, context.selection.provinces), context.locale)
    says, options = context.locale("Provinces (none chosen: all)"), context.edition.province_codes
    _pill_filter("provinces", button, says, options, name_of, changed)


def _kind_filter(context: PageContext, changed: Changed) -> None:
    def name_of(kind: str) -> str:
        return sentence_case(label(kind, context.locale))

    title, says = (
        context.locale("Kind of institution"),
        context.locale("Kinds of institution (none chosen: all)"),
    )
    button = button_text(title, map(name_of, context.selection.kinds), context.locale)
    _pill_filter("kinds", button, says, INSTITUTION_KINDS, name_of, changed)


def _pill_filter(
    key: str,
    button: str,
    says: str,
    options: Sequence[str],
    name_of: Callable[[str], str],
    changed: Changed,
) -> None:
    """Put choices, of which several may be taken, behind a button."""
    with filter_popover(button, f"open_{key}") as is_open:
        if is_open:
            st.pills(says, options, selection_mode="multi", key=key, format_func=name_of, **changed)


def _patent_filter(locale: Locale, changed: Changed) -> None:
    st.segmented_control(
        locale("Patents"),
        PATENT_CHOICES,
        key="patents",
        required=True,
        format_func=lambda choice: sentence_case(patents_in_words(choice, locale)),
        label_visibility="collapsed",
        **changed,
    )


def _as_of_filter(context: PageContext, changed: Changed) -> None:
    locale, edition = context.locale, context.edition
    chosen = _day_or_month(context.selection.day(edition), locale)
    with filter_popover(locale("As of {day}", day=chosen), "open_as_of") as is_open:
        if is_open:
            st.pills(
                locale("Counted up to the end of"),
                as_of_days(edition),
                required=True,
                key="as_of",
                format_func=lambda day: _day_or_month(day, locale),
                **changed,
            )


def as_of_days(edition: Edition) -> list[date]:
    """List the days a reader can look back to, the newest first."""
    return list(dict.fromkeys([edition.as_of, *reversed(edition.months)]))


@lru_cache(maxsize=512)
def _day_or_month(day: date, locale: Locale) -> str:
    return locale.month(day) if is_month_end(day) else locale.date(day)


def _sync_widgets(selection: Selection, edition: Edition) -> None:
    """Let the widgets show what the address says, whoever changed it."""
    for key, chosen in (("provinces", selection.provinces), ("kinds", selection.kinds)):
        if set(st.session_state.get(key) or ()) != set(chosen):
            st.session_state[key] = list(chosen)
    address.sync_widget("patents", selection.patents)
    address.sync_widget("as_of", selection.day(edition))


def _write_choices(before: Selection, newest: date) -> None:
    """Write what the widgets say into the address; what they do not hold stays as it was."""
    state = st.session_state
    provinces, kinds = (state.get(key, getattr(before, key)) for key in ("provinces", "kinds"))
    day = state["as_of"]
    address.write_selection(
        replace(
            before,
            provinces=tuple(provinces or ()),
            kinds=tuple(kinds or ()),
            patents=state["patents"],
            as_of=None if day == newest else day,
        )
    )


def _without_choices(selection: Selection, of_one: bool) -> Selection:
    """Take back the choices that the page shows."""
    if not of_one:
        return Selection()
    return replace(selection, fields=(), patents="all", as_of=None, since=None)


MAX_DEPARTMENTS_SHOWN = 60
"""Departments shown before a part of the name is typed."""
DEPARTMENT_SEARCH_KEY = "department_search"
FIELD_NUMBERS = range(1, 36)


def _department_filter(context: PageContext) -> None:
    """Show the departments in charge, found by a part of their name."""
    locale, selection = context.locale, context.selection
    names = map(escape_markdown, selection.departments)
    button = button_text(locale("Department"), names, locale)
    with filter_popover(button, "open_departments") as is_open:
        if is_open:
            _department_pills(context)


def _field_filter(context: PageContext) -> None:
    """Show the technology fields below the names of their sectors."""
    locale, selection = context.locale, context.selection
    button = button_text(locale("Technology field"), map(locale.field, selection.fields), locale)
    with filter_popover(button, "open_fields") as is_open:
        for number, (sector, those) in enumerate(fields_by_sector(locale) if is_open else ()):
            _sector_pills(number, sector, those, context)


def matching_departments(
    names: Iterable[str], part: str, chosen: Iterable[str]
) -> tuple[list[str], int]:
    """Give the names to show, in their order, and how many more there are.

    What is chosen is always shown, so that it can be taken back.
    """
    wanted, kept = part.strip().casefold(), set(chosen)
    matching = [name for name in names if wanted in name.casefold() and name not in kept]
    shown = kept.union(matching[:MAX_DEPARTMENTS_SHOWN])
    return [name for name in names if name in shown], max(0, len(matching) - MAX_DEPARTMENTS_SHOWN)


@lru_cache(maxsize=4)
def fields_by_sector(locale: Locale) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Give the sectors with their fields in the order of the classification, unknown last."""
    by_name = groupby(FIELD_NUMBERS, locale.sector)
    known = [(sector, tuple(numbers)) for sector, numbers in by_name]
    return (*known, (locale.field(UNKNOWN_FIELD), (UNKNOWN_FIELD,)))


def _department_pills(context: PageContext) -> None:
    locale, selection = context.locale, context.selection
    part = st.text_input(
        locale("Part of the name"),
        key=DEPARTMENT_SEARCH_KEY,
        placeholder=locale("Part of the name"),
        label_visibility="collapsed",
        live="300ms",
        autocomplete="off",
    )
    shown, more = matching_departments(
        context.edition.departments, part or "", selection.departments
    )
    if shown:
        st.session_state["departments"] = list(selection.departments)
        st.pills(
            locale("Departments (none chosen: all)"),
            shown,
            selection_mode="multi",
            key="departments",
            format_func=escape_markdown,
            on_change=_write_departments,
            args=(selection,),
        )
    else:
        show_text("p", locale("No department has this in its name."), class_="as-of")
    if more:
        show_text("p", locale.n("{count} more", "{count} more", more), class_="as-of")


def _write_departments(before: Selection) -> None:
    address.write_selection(
        replace(before, departments=tuple(st.session_state["departments"] or ()))
    )


def _sector_pills(number: int, sector: str, those: tuple[int, ...], context: PageContext) -> None:
    selection, key = context.selection, f"fields_{number}"
    st.session_state[key] = [field for field in those if field in selection.fields]
    st.pills(
        sector,
        those,
        selection_mode="multi",
        key=key,
        format_func=context.locale.field,
        label_visibility="collapsed" if those == (UNKNOWN_FIELD,) else "visible",
        on_change=_write_fields,
        args=(selection, key, those),
    )


def _write_fields(before: Selection, key: str, those: tuple[int, ...]) -> None:
    """Write the fields of one sector into the address; those of the others stay."""
    others = (field for field in before.fields if field not in those)
    address.write_selection(replace(before, fields=(*others, *(st.session_state[key] or ()))))
