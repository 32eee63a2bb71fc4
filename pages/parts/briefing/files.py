"""A pack's own file, opened and saved with its settings, and the files that are made of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from milestones.charts.palette import THEMES
from milestones.editions.data_home import DataHome
from milestones.editions.release import is_press
from milestones.export.pack import changes, making, model
from milestones.export.pack.pack_file import MAX_PACK_BYTES, read_pack, write_pack
from milestones.export.pictures.page import PRESETS
from milestones.export.slides.text import printable_line
from milestones.i18n import LANGS, Locale, _
from pages.parts import address
from pages.parts.briefing import draft
from pages.parts.briefing.draft import FAULT_KEY, MADE_KEY, MadeFiles
from pages.parts.downloads import download_outcome, media_type, require_visible
from pages.parts.links import LANGUAGE_NAMES
from pages.parts.markup import scrolling_table, show_html, show_text, text_element
from pages.parts.page_context import PageContext
from pages.parts.panel import error_boundary
from pages.parts.streamlit_compat.capacity import step_aside
from pages.parts.streamlit_compat.responses import run_script

log = logging.getLogger("milestones.pages")

THEME_NAMES = {"light": _("light"), "dark": _("dark")}
PACK_FILE_NAME = "briefing.toml"


def show_pack_file(context: PageContext) -> None:
    """Open a saved pack, save the one on the page, or begin a new one; say what goes wrong."""
    locale = context.locale
    with st.container(key="briefing_pack_file"):
        _file_buttons(locale)
        if draft.current_draft().pack != model.Pack():
            show_html(download_outcome(locale))
    fault = st.session_state.get(FAULT_KEY)
    if isinstance(fault, model.PackFaultError):
        show_text("div", fault.sentence(locale), class_="notice", role="alert")


def _file_buttons(locale: Locale) -> None:
    with st.container(key="briefing_file", horizontal=True, vertical_alignment="bottom"):
        with st.container(key="briefing_open"):
            key = f"briefing_upload_{draft.current_draft().opened}"
            label = locale("Open a saved pack")
            opened: dict[str, Any] = {"on_change": _open_uploaded, "args": (key,)}
            st.file_uploader(label, type="toml", key=key, max_upload_size=1, **opened)
            # Streamlit's own button says "Upload" in every language.
            name, within = locale("Choose a file"), ".st-key-briefing_open"
            run_script("label_uploader", within=within, label=name, key=key)
        if draft.current_draft().pack != model.Pack():
            st.download_button(
                locale("Save the pack"),
                partial(write_pack, pack_to_save()),
                file_name=PACK_FILE_NAME,
                mime=media_type(PACK_FILE_NAME),
                on_click="ignore",
            )
            st.button(locale("New pack"), on_click=_start_new_pack)


def pack_to_save() -> model.Pack:
    """Give the pack of the page with what its last making noted."""
    pack, done = draft.current_draft().pack, draft.made_files()
    if done is None or done.pack.entries != pack.entries:
        return pack
    return replace(pack, noted=done.made.pack.noted)


def show_settings(context: PageContext) -> None:
    """Show the words and choices for the whole pack."""
    locale, pack = context.locale, draft.current_draft().pack
    with st.container(key="briefing_words", horizontal=True):
        _text_setting("title", locale("Title of the briefing"), pack.title, model.MAX_TITLE_LENGTH)
        label = locale("Classification (optional)")
        _text_setting("classification", label, pack.classification, model.MAX_CLASSIFICATION_LENGTH)
    with st.container(key="briefing_settings", horizontal=True):
        languages = {lang: LANGUAGE_NAMES[lang] for lang in LANGS} | {"both": locale("both")}
        _choice_setting("languages", locale("Languages"), languages, pack.languages)
        presets = {id: locale(each.name) for id, each in PRESETS.items()}
        _choice_setting("preset", locale("Page of the pictures"), presets, pack.preset)
        themes = {id: locale(THEME_NAMES[id]) for id in THEMES}
        _choice_setting("theme", locale("Colours"), themes, pack.theme)
        formats = {form: form.upper() for form in model.PACK_FORMATS}
        _choice_setting("formats", locale("Pictures as"), formats, list(pack.formats), "multi")


def _text_setting(name: str, label: str, value: str, longest: int) -> None:
    key = f"briefing_{name}"
    address.sync_widget(key, value)
    st.text_input(label, key=key, max_chars=longest, on_change=_write_setting, args=(name, key))


def _choice_setting(
    name: str, label: str, names: Mapping[Any, str], value: object, mode: Any = "single"
) -> None:
    key = f"briefing_{name}"
    address.sync_widget(key, value)
    st.segmented_control(
        label,
        list(names),
        key=key,
        selection_mode=mode,
        wrap=True,
        required=mode == "single",
        format_func=names.__getitem__,
        on_change=_write_setting,
        args=(name, key),
    )


def _write_setting(name: str, key: str) -> None:
    value = st.session_state[key]
    if name == "formats":
        chosen = tuple(form for form in model.PACK_FORMATS if form in value)
        draft.change_pack(formats=chosen or draft.current_draft().pack.formats)
    else:
        draft.change_pack(**{name: printable_line(value or "")})


def _open_uploaded(key: str) -> None:
    """Read what was uploaded; a pack with a fault leaves the one on the page as it is."""
    uploaded = st.session_state.get(key)
    if uploaded is None:
        return
    try:
        draft.replace_pack(read_pack(uploaded.read(MAX_PACK_BYTES + 1)))
        st.session_state.pop(FAULT_KEY, None)
    except model.PackFaultError as fault:
        log.info("a pack that was opened is refused")
        st.session_state[FAULT_KEY] = fault


def _start_new_pack() -> None:
    draft.replace_pack(model.Pack())
    st.session_state.pop(FAULT_KEY, None)


def show_changes(context: PageContext) -> None:
    """Show the table where the pack was made last on another edition."""
    pack = draft.current_draft().pack
    if pack.entries and changes.is_from_other_edition(pack, context.edition):
        with st.container(key="briefing_changes"), error_boundary("changes", context):
            noted = [each.stamp.to_json() for each in pack.noted]
            key = f"{context.edition.id} {context.reader.lang} {pack.entries} {noted}"
            show_html(_changes_markup(key, pack, context))


@st.cache_resource(max_entries=50, show_spinner=False)
def _changes_markup(key: str, _pack: model.Pack, _context: PageContext) -> str:
    locale = _context.locale
    title = locale("What has changed since the pack was made last")
    head = [locale("Figure"), locale("What"), locale("Then"), locale("Now")]
    home, lang = DataHome.holding(_context.edition), _context.reader.lang
    found = changes.compare_with_previous(_pack, _context.edition, home, lang, press=is_press())
    rows = [row for each in found for row in _change_rows(each, locale)]
    return text_element("h2", title, class_="question") + scrolling_table(head, rows, title)


def _change_rows(change: changes.FigureChange, locale: Locale) -> Iterator[list[str]]:
    named = locale("{number}. {title}", number=change.number, title=change.title)
    captions = ["", ""]
    if change.caption_before not in ("", change.caption):
        # In quotes, a text that a file may have brought is never taken for an address.
        captions = [f"“{change.caption_before}”", f"“{change.caption}”"]
    yield [named, changes.status_text(change, locale), *captions]
    for row in change.rows:
        yield ["", row.cell, row.before, row.after]
    if more := changes.more_changes_line(change, locale):
        yield ["", more, "", ""]


FILE_LABELS = {
    making.SLIDES_FILE: _("Slides (PPTX)"),
    making.PDF_FILE: _("All figures (PDF)"),
    making.PICTURES_FILE: _("Pictures (ZIP)"),
    making.WORKBOOK_FILE: _("All numbers (XLSX)"),
    making.MANIFEST_FILE: _("Manifest (JSON)"),
}
"""What each file is called on its button."""


def show_making(context: PageContext, is_makeable: bool) -> None:
    """Show the button that makes the files, and once they are made, how to get them.

    The page runs once more then, as what was made belongs into the saved pack above.
    """
    locale, pack = context.locale, draft.current_draft().pack
    with st.container(key="briefing_making"):
        fault = _pack_fault(pack)
        if fault and pack.entries:
            show_text("div", fault.sentence(locale), class_="notice", role="alert")
        label = locale("Make the files")
        is_off = fault is not None or not is_makeable
        asked = st.button(label, key="briefing_make", type="primary", disabled=is_off)
        if asked and _make_files(pack, context):
            st.rerun()
        _download_buttons(pack, context)


def _pack_fault(pack: model.Pack) -> model.PackFaultError | None:
    try:
        pack.require_makeable()
    except model.PackFaultError as fault:
        return fault
    return None


def _make_files(pack: model.Pack, context: PageContext) -> bool:
    """Make the files of a pack and keep them; says in place of them what stands in the way."""
    locale = context.locale
    bar, note = st.progress(0.0, text=locale("Making the files")), st.empty()
    stops = locale("A change on this page stops the making.")
    note.html(text_element("p", stops, class_="as-of"))

    def tell(done: int, total: int, said: str) -> None:
        bar.progress(done / total, text=said)

    step_aside()
    try:
        status = require_visible(context.edition)
        made = making.make_pack(pack, context.edition, locale, tell, status)
    except Exception as fault:
        log.exception("a pack cannot be made")
        bar.empty()
        note.empty()
        said = locale("The files could not be made. Try again.")
        if isinstance(fault, model.PackFaultError):
            said = fault.sentence(locale)
        show_text("div", said, class_="notice", role="alert")
        return False
    st.session_state[MADE_KEY] = MadeFiles(replace(pack, noted=()), context.edition.id, made)
    return True


def _download_buttons(pack: model.Pack, context: PageContext) -> None:
    locale, done = context.locale, draft.made_files()
    if done is None:
        return
    if (done.pack, done.edition) != (replace(pack, noted=()), context.edition.id):
        said = locale("The pack or the edition has changed since the files were made.")
        show_text("p", said, class_="as-of", role="status")
        return
    with st.container(key="briefing_files", horizontal=True):
        for name, data in done.made.files.items():
            st.download_button(
                locale(FILE_LABELS[name]),
                partial(bytes, data),
                file_name=name,
                mime=media_type(name),
                key=f"get_{name}",
                on_click="ignore",
            )
    show_html(download_outcome(locale))
    for line in making.missing_picture_lines(done.made, locale):
        show_text("p", line, class_="notice", role="alert")
