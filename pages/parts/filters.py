"""The filters that all pages share. They show what the address says, and write to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import streamlit as st

from milestones.editions.edition import Edition
from milestones.figures.labels import label, sentence_case
from milestones.i18n import Locale
from milestones.selection import KINDS, Selection, is_month_end
from pages.parts import address, long_filters, sentence
from pages.parts.markup import element, folded, show, text
from pages.parts.page_context import PageContext
from pages.parts.popovers import button, opened

PATENTS = ("all", "inventions")


def bar(visit: PageContext, of_one: bool = False) -> None:
    """Show the filters in one row, and above the figures what they come to.

    A page `of_one` institution says itself what is counted, and shows only the filters that it
    follows; the others keep their place in the address for the way back.
    """
    words, selection = visit.words, visit.selection
    _follow_address(selection, visit.edition)
    changed: dict[str, Any] = {"on_change": _choose, "args": (selection, visit.edition.as_of)}
    show(folded(words("Filters"), "", "fold-filters"))
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        if not of_one:
            _provinces(visit, changed)
            _kinds(words, selection, changed)
            long_filters.departments(visit)
        long_filters.fields(visit)
        _patents(words, changed)
        _month(visit, changed)
        whole = _whole(selection, of_one)
        done: dict[str, Any] = {"on_click": address.write, "args": (whole,)}
        st.button(words("Reset"), key="reset", disabled=selection == whole, **done)
    if not of_one:
        show(element("p", text(sentence.whole(visit)), class_="chosen", role="status"))


def _provinces(visit: PageContext, changed: dict[str, Any]) -> None:
    words = visit.words
    names = [words.province(code) for code in visit.selection.provinces]
    with opened(button(words("Province"), names, words), "open_provinces") as is_open:
        if is_open:
            st.pills(
                words("Provinces (none chosen: all)"),
                visit.edition.province_codes,
                selection_mode="multi",
                key="provinces",
                format_func=words.province,
                **changed,
            )


def _kinds(words: Locale, selection: Selection, changed: dict[str, Any]) -> None:
    names = [sentence_case(label(kind, words)) for kind in selection.kinds]
    with opened(button(words("Kind of institution"), names, words), "open_kinds") as is_open:
        if is_open:
            st.pills(
                words("Kinds of institution (none chosen: all)"),
                KINDS,
                selection_mode="multi",
                key="kinds",
                format_func=lambda kind: sentence_case(label(kind, words)),
                **changed,
            )


def _patents(words: Locale, changed: dict[str, Any]) -> None:
    st.segmented_control(
        words("Patents"),
        PATENTS,
        key="patents",
        required=True,
        format_func=lambda choice: sentence_case(sentence.patents(choice, words)),
        label_visibility="collapsed",
        **changed,
    )


def _month(visit: PageContext, changed: dict[str, Any]) -> None:
    words, edition = visit.words, visit.edition
    chosen = _day_or_month(visit.selection.day(edition), words)
    with opened(words("As of {day}", day=chosen), "open_as_of") as is_open:
        if is_open:
            st.pills(
                words("Counted up to the end of"),
                days(edition),
                required=True,
                key="as_of",
                format_func=lambda day: _day_or_month(day, words),
                **changed,
            )


def days(edition: Edition) -> list[date]:
    """List the days a reader can look back to, the newest first."""
    return list(dict.fromkeys([edition.as_of, *reversed(edition.months)]))


@lru_cache(maxsize=512)
def _day_or_month(day: date, words: Locale) -> str:
    return words.month(day) if is_month_end(day) else words.date(day)


def _follow_address(selection: Selection, edition: Edition) -> None:
    """Let the widgets show what the address says, whoever changed it."""
    _set_many("provinces", selection.provinces)
    _set_many("kinds", selection.kinds)
    _set_one("patents", selection.patents)
    _set_one("as_of", selection.day(edition))


def _set_many(key: str, values: Iterable[str]) -> None:
    if set(st.session_state.get(key) or ()) != set(values):
        st.session_state[key] = list(values)


def _set_one(key: str, value: object) -> None:
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _choose(before: Selection, newest: date) -> None:
    """Write what the widgets say into the address; what they do not hold stays as it was."""
    state = st.session_state
    provinces, kinds = (state.get(key, getattr(before, key)) for key in ("provinces", "kinds"))
    day = state["as_of"]
    address.write(
        replace(
            before,
            provinces=tuple(provinces or ()),
            kinds=tuple(kinds or ()),
            patents=state["patents"],
            as_of=None if day == newest else day,
        )
    )


def _whole(selection: Selection, of_one: bool) -> Selection:
    """Take back the choices that the page shows."""
    if not of_one:
        return Selection()
    return replace(selection, fields=(), patents="all", as_of=None)
