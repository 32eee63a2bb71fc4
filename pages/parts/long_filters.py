"""The filters with many choices: departments by a part of their name, fields by sector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

import streamlit as st

from milestones.i18n import Locale
from milestones.selection import UNKNOWN_FIELD, Selection
from pages.parts import address
from pages.parts.markup import element, plain, show, text
from pages.parts.page_context import PageContext
from pages.parts.popovers import button, opened

AT_ONCE = 60
"""Departments shown before a part of the name is typed."""
SEARCH = "department_search"
FIELDS = range(1, 36)


def departments(visit: PageContext) -> None:
    """Show the departments in charge, found by a part of their name."""
    words, selection = visit.words, visit.selection
    names = [plain(name) for name in selection.departments]
    with opened(button(words("Department"), names, words), "open_departments") as is_open:
        if is_open:
            _departments(visit)


def fields(visit: PageContext) -> None:
    """Show the technology fields below the names of their sectors."""
    words, selection = visit.words, visit.selection
    names = [words.field(field) for field in selection.fields]
    with opened(button(words("Technology field"), names, words), "open_fields") as is_open:
        for number, (sector, those) in enumerate(sectors(words) if is_open else ()):
            _sector(number, sector, those, visit)


def found(names: Iterable[str], part: str, chosen: Iterable[str]) -> tuple[list[str], int]:
    """Give the names to show, in their order, and how many more there are.

    What is chosen is always shown, so that it can be taken back.
    """
    wanted, kept = part.strip().casefold(), set(chosen)
    matching = [name for name in names if wanted in name.casefold() and name not in kept]
    shown = kept.union(matching[:AT_ONCE])
    return [name for name in names if name in shown], max(0, len(matching) - AT_ONCE)


@lru_cache(maxsize=4)
def sectors(words: Locale) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Give the sectors with their fields in the order of the classification, unknown last."""
    by_name = groupby(FIELDS, words.sector)
    known = [(sector, tuple(numbers)) for sector, numbers in by_name]
    return (*known, (words.field(UNKNOWN_FIELD), (UNKNOWN_FIELD,)))


def _departments(visit: PageContext) -> None:
    words, selection = visit.words, visit.selection
    part = st.text_input(
        words("Part of the name"),
        key=SEARCH,
        placeholder=words("Part of the name"),
        label_visibility="collapsed",
        live="300ms",
        autocomplete="off",
    )
    shown, more = found(visit.edition.departments, part or "", selection.departments)
    if shown:
        st.session_state["departments"] = list(selection.departments)
        st.pills(
            words("Departments (none chosen: all)"),
            shown,
            selection_mode="multi",
            key="departments",
            format_func=plain,
            on_change=_choose_departments,
            args=(selection,),
        )
    else:
        _remark(words("No department has this in its name."))
    if more:
        _remark(words.n("{count} more", "{count} more", more))


def _choose_departments(before: Selection) -> None:
    address.write(replace(before, departments=tuple(st.session_state["departments"] or ())))


def _sector(number: int, sector: str, those: tuple[int, ...], visit: PageContext) -> None:
    selection, key = visit.selection, f"fields_{number}"
    st.session_state[key] = [field for field in those if field in selection.fields]
    st.pills(
        sector,
        those,
        selection_mode="multi",
        key=key,
        format_func=visit.words.field,
        label_visibility="collapsed" if those == (UNKNOWN_FIELD,) else "visible",
        on_change=_choose_fields,
        args=(selection, key, those),
    )


def _choose_fields(before: Selection, key: str, those: tuple[int, ...]) -> None:
    """Write the fields of one sector into the address; those of the others stay."""
    others = (field for field in before.fields if field not in those)
    address.write(replace(before, fields=(*others, *(st.session_state[key] or ()))))


def _remark(sentence: str) -> None:
    show(element("p", text(sentence), class_="as-of"))
