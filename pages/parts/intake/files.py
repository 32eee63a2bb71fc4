"""Files come in: dropped one by one or as a folder, listed, taken away again."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from milestones.access import may_do
from milestones.console.faults import fault_sentence
from milestones.export.template import TEMPLATE_KINDS
from milestones.figures.labels import sentence_case
from milestones.i18n import Locale
from milestones.intake.desk import Desk
from milestones.intake.uploads import BroughtFile, TooManyFilesError
from pages.parts.intake.desk_of_reader import desk_of_reader
from pages.parts.links import link_list, page_link
from pages.parts.markup import escape_markdown, scrolling_table, show_html, show_text, text_element
from pages.parts.page_context import PageContext, detect_reader
from pages.parts.streamlit_compat.responses import run_script
from pages.parts.template_files import template_address

TURN_KEY, FAULT_KEY = "intake_turn", "intake_said"
MAX_BUTTONS = 30
"""Files with a button each; of more, all are taken away at once."""
BYTES_PER_KILOBYTE = 1_000
Accepted = Literal[True, "directory"]


def show_uploaders(locale: Locale) -> None:
    """Show where files and folders are dropped; what is dropped is taken in at once."""
    files, folder = locale("Choose files"), locale("Choose a folder")
    with st.container(key="intake_drop", horizontal=True):
        _uploader("files", locale("Drop files here"), files, accepts=True)
        _uploader("folder", locale("Or a whole folder"), folder, accepts="directory")
    if said := st.session_state.pop(FAULT_KEY, ""):
        show_text("div", said, class_="notice", role="alert")


def _uploader(name: str, label: str, button: str, accepts: Accepted) -> None:
    key = f"intake_{name}_{st.session_state.get(TURN_KEY, 0)}"
    with st.container(key=f"intake_{name}"):
        st.file_uploader(
            label,
            accept_multiple_files=accepts,
            key=key,
            on_change=_take_in,
            args=(key,),
        )
        # Streamlit's own button says "Upload" in every language.
        run_script("label_uploader", within=f".st-key-intake_{name}", label=button, key=key)


def _take_in(key: str) -> None:
    """Put what was dropped on the desk; the uploader is empty again then, and holds no memory."""
    if not may_do("publish"):
        return
    desk = desk_of_reader()
    try:
        for file in st.session_state.get(key) or ():
            desk.add(file.name, file.getbuffer())
    except (TooManyFilesError, OSError) as fault:
        st.session_state[FAULT_KEY] = fault_sentence(fault, detect_reader().locale)
    st.session_state[TURN_KEY] = st.session_state.get(TURN_KEY, 0) + 1


def show_files(desk: Desk, locale: Locale) -> bool:
    """List what is on the desk; False where there is nothing."""
    files = desk.uploads.files()
    if not files:
        return False
    title = locale("Files to be checked")
    if len(files) > MAX_BUTTONS:
        rows = [(file.name, _size(file, locale)) for file in files]
        show_html(scrolling_table([locale("File"), locale("Size")], rows, title, [False, True]))
    else:
        show_text("h3", title)
        with st.container(key="intake_list"):
            for file in files:
                _file_row(file, desk, locale)
    st.button(locale("Remove all files"), key="intake_clear", on_click=desk.clear)
    return True


def _file_row(file: BroughtFile, desk: Desk, locale: Locale) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"intake_row_{file.name}"):
        show_text("span", f"{file.name} ({_size(file, locale)})")
        label = locale("Remove {file}", file=escape_markdown(file.name))
        st.button(label, key=f"remove_{file.name}", type="tertiary", on_click=desk.remove,
                  args=(file.name,))  # fmt: skip


def _size(file: BroughtFile, locale: Locale) -> str:
    return f"{locale.exact(-(-file.size_bytes // BYTES_PER_KILOBYTE))} kB"


def show_what_to_do(locale: Locale) -> None:
    """Say what to bring, where nothing is on the desk."""
    said = locale(
        "Drop the files that came in: CSV, XLSX, XLS or Parquet, of any of these kinds. Each is "
        "recognized by its header. Nothing is published before you say so."
    )
    show_text("p", said, class_="notice", role="status")


def show_templates(locale: Locale, context: PageContext | None) -> None:
    """Offer a template of each kind, and lead to what their columns mean."""
    show_text("h3", locale("Templates to fill in"))
    found = (
        text_element(
            "a", sentence_case(locale(kind.title)), href=template_address(kind.key), download=""
        )
        for kind in TEMPLATE_KINDS
    )
    show_html(link_list("onward", locale("Templates to fill in"), found))
    if context:
        show_html(page_link("methods", locale("Columns and rules of every kind"), context))
