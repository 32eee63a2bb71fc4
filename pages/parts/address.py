"""The web address keeps what a reader chose: selection, language, and what a page adds.

Widgets show what the address says and write to it; a link to another page carries it along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from milestones.editions.edition import Edition
from milestones.i18n import LANGS, Lang, Locale, language_of
from milestones.selection import ADDRESS_KEYS, Selection

SELECTION_KEYS = {*ADDRESS_KEYS} - {"institution"}
"""What the filters write; the other keys belong to the page that shows."""
EDITION_KEY = "edition"
"""Names an edition, which is shown in place of the current one."""
MILESTONE_KEY = "milestone"
"""Names the milestone to follow; the first of the plan goes without saying. It goes along from
page to page, as a selection does."""
MAX_KEPT_CHARS = 40
"""Letters of a milestone's id that links carry along."""


Asked = Mapping[str, list[str]]
_requested: ContextVar[Asked | None] = ContextVar("requested", default=None)


@contextmanager
def of_request(query: Asked) -> Iterator[None]:
    """Let the address be that of a request that no run answers."""
    token = _requested.set(query)
    try:
        yield
    finally:
        _requested.reset(token)


def asked_values() -> Asked:
    """Give all that the address holds."""
    requested = _requested.get()
    if requested is not None:
        return requested
    return {key: st.query_params.get_all(key) for key in st.query_params}


def asked_value(key: str) -> str | None:
    """Give the last value that the address holds for a key."""
    values = asked_values().get(key)
    return values[-1] if values else None


def read_selection(edition: Edition) -> tuple[Selection, list[str]]:
    """Read the selection from the address; the second part lists values that do not exist."""
    held = asked_values()
    asked = {key: values for key, values in held.items() if key in SELECTION_KEYS}
    langs = held.get("lang", [])
    selection, unknown = Selection.parse(asked, edition)
    dropped = [choice.value for choice in unknown]
    return selection, [*dropped, *(lang for lang in langs if lang not in LANGS)]


def reader_language(asked: str | None, locale: str | None) -> Lang:
    """Choose the reader's language: the address decides, else the browser does."""
    return asked if asked in LANGS else language_of(locale)


def named_edition() -> str | None:
    """Give the id that the address names an edition by, whatever that may be; an empty one names
    none."""
    return asked_value(EDITION_KEY) or None


def own_folder(name: str) -> str:
    """Give the path of a folder of the server's own, below the path that it is told to serve at."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/{name}" if base else f"/{name}"


def selection_query(selection: Selection, lang: str | None = None) -> dict[str, list[str]]:
    """Give the address of a selection; the language is named once a reader has chosen it."""
    chosen = lang or asked_value("lang")
    address = selection.to_query()
    return {**address, "lang": [chosen]} if chosen in LANGS else address


def write_selection(selection: Selection) -> None:
    """Put a selection into the address; what that holds for its page alone stays."""
    st.query_params.from_dict({**selection_query(selection), **own_params()})


def own_params() -> dict[str, list[str]]:
    """Give what the address holds beside: an edition, a milestone, an institution, a search."""
    left_out = {*SELECTION_KEYS, "lang"}
    return {key: values for key, values in asked_values().items() if key not in left_out}


def kept_params() -> dict[str, list[str]]:
    """Give what every link to another page carries along beside selection, language, edition."""
    chosen = (asked_value(MILESTONE_KEY) or "")[:MAX_KEPT_CHARS]
    return {MILESTONE_KEY: [chosen]} if chosen else {}


MAX_SEARCH_CHARS = 80
"""Letters of a search."""
LIST_PAGE_KEY = "sheet"


def address_value(key: str) -> str:
    """Give what the address holds for a key."""
    return (asked_value(key) or "")[:MAX_SEARCH_CHARS]


def search_box(key: str, label: str, placeholder: str) -> str:
    """Show a search box; what is typed goes into the address."""
    text, box = address_value(key), f"box_{key}"
    sync_widget(box, text)
    st.text_input(
        label,
        key=box,
        placeholder=placeholder,
        max_chars=MAX_SEARCH_CHARS,
        label_visibility="collapsed",
        on_change=_write_param,
        args=(key, box),
    )
    return text


def single_choice(key: str, label: str, options: Mapping[str, str]) -> str:
    """Show a choice of one; the first option is the one that the address leaves out."""
    first, box = next(iter(options)), f"box_{key}"
    asked = address_value(key)
    chosen = asked if asked in options else first
    sync_widget(box, chosen)
    st.segmented_control(
        label,
        list(options),
        key=box,
        format_func=options.__getitem__,
        required=True,
        label_visibility="collapsed",
        on_change=_write_param,
        args=(key, box, first),
    )
    return chosen


def select_box(key: str, label: str, options: Mapping[str, str], chosen: str) -> None:
    """Show a choice of one among many, in a list that opens; what is chosen goes into the address.

    The names of the options are texts of files and shown as they are, never as markup.
    """
    box = f"box_{key}"
    sync_widget(box, chosen)
    st.selectbox(
        label,
        list(options),
        key=box,
        format_func=options.__getitem__,
        on_change=_write_param,
        args=(key, box),
    )


def unknown_values(key: str, options: Mapping[str, str]) -> list[str]:
    """Give what the address says for a choice where there is no such option."""
    asked = address_value(key)
    return [asked] if asked and asked not in options else []


def list_page_number() -> int:
    """Give the number of the sheet, from 1; anything else in the address is the first."""
    number = address_value(LIST_PAGE_KEY)
    return max(int(number), 1) if number.isascii() and number.isdigit() else 1


def pagination(number: int, sheets: int, locale: Locale) -> None:
    """Show the buttons that lead to the sheets before and after."""
    if sheets == 1:
        return
    with st.container(key="sheets", horizontal=True, vertical_alignment="center"):
        for key, label, to in (
            ("earlier", locale("Previous page"), number - 1),
            ("later", locale("Next page"), number + 1),
        ):
            is_off = not 1 <= to <= sheets
            st.button(label, key=key, disabled=is_off, on_click=_go_to_list_page, args=(to,))


def _go_to_list_page(number: int) -> None:
    _write_value(LIST_PAGE_KEY, "" if number == 1 else str(number))


def _write_param(key: str, box: str, left_out: str = "") -> None:
    """Write what a box holds into the address; a list begins again at its first sheet."""
    value = str(st.session_state[box] or "").strip()
    _write_value(LIST_PAGE_KEY, "")
    _write_value(key, "" if value == left_out else value)


def _write_value(key: str, value: str) -> None:
    if value:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)


def sync_widget(key: str, value: object) -> None:
    """Let a widget show what was chosen elsewhere."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
