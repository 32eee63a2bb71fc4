"""What a page keeps in its address beside the selection: a search, a choice, a sheet of a list."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from milestones.i18n import Locale

LONGEST = 80
"""Letters of a search."""
SHEET = "sheet"


def said(key: str) -> str:
    """Give what the address holds for a key."""
    return st.query_params.get(key, "")[:LONGEST]


def search(key: str, label: str, placeholder: str) -> str:
    """Show a search box; what is typed goes into the address."""
    text, box = said(key), f"box_{key}"
    _follow(box, text)
    st.text_input(
        label,
        key=box,
        placeholder=placeholder,
        max_chars=LONGEST,
        label_visibility="collapsed",
        on_change=_keep,
        args=(key, box),
    )
    return text


def choice(key: str, label: str, options: Mapping[str, str]) -> str:
    """Show a choice of one; the first option is the one that the address leaves out."""
    first, box = next(iter(options)), f"box_{key}"
    chosen = said(key) if said(key) in options else first
    _follow(box, chosen)
    st.segmented_control(
        label,
        list(options),
        key=box,
        format_func=options.__getitem__,
        required=True,
        label_visibility="collapsed",
        on_change=_keep,
        args=(key, box, first),
    )
    return chosen


def unknown(key: str, options: Mapping[str, str]) -> list[str]:
    """Give what the address says for a choice where there is no such option."""
    return [said(key)] if said(key) and said(key) not in options else []


def sheet() -> int:
    """Give the number of the sheet, from 1; anything else in the address is the first."""
    number = said(SHEET)
    return max(int(number), 1) if number.isascii() and number.isdigit() else 1


def turn(number: int, sheets: int, words: Locale) -> None:
    """Show the buttons that lead to the sheets before and after."""
    if sheets == 1:
        return
    with st.container(key="sheets", horizontal=True, vertical_alignment="center"):
        for key, label, to in (
            ("earlier", words("Previous page"), number - 1),
            ("later", words("Next page"), number + 1),
        ):
            is_off = not 1 <= to <= sheets
            st.button(label, key=key, disabled=is_off, on_click=_turn_to, args=(to,))


def _turn_to(number: int) -> None:
    if number == 1:
        st.query_params.pop(SHEET, None)
    else:
        st.query_params[SHEET] = str(number)


def _keep(key: str, box: str, left_out: str = "") -> None:
    """Write what a box holds into the address; a list begins again at its first sheet."""
    value = str(st.session_state[box] or "").strip()
    st.query_params.pop(SHEET, None)
    if value and value != left_out:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)


def _follow(box: str, value: str) -> None:
    if st.session_state.get(box) != value:
        st.session_state[box] = value
