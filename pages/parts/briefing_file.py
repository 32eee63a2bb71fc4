"""The file of a pack on its page: opened, saved, begun anew; and the choices for the whole."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from milestones.charts.palette import THEMES
from milestones.export.pack import Pack, PackFaultError
from milestones.export.pack.model import FORMATS, LANGUAGES, LONGEST_TITLE, LONGEST_WORD
from milestones.export.pack.reading import LARGEST, read_pack
from milestones.export.pack.writing import write_pack
from milestones.export.pictures.presets import PRESETS
from milestones.export.slides.text import legible
from milestones.i18n import LANGS, Locale, _
from pages.parts import briefing_state
from pages.parts.briefing_state import SAID, follow
from pages.parts.downloads import outcome
from pages.parts.inline_scripts import run_script
from pages.parts.links import NAMES_OF_LANGUAGES
from pages.parts.markup import element, show, text
from pages.parts.media import media_type
from pages.parts.page_context import PageContext

NAMES = {"light": _("light"), "dark": _("dark")}
FILE = "briefing.toml"


def file(visit: PageContext) -> None:
    """Open a saved pack, save the one on the page, or begin a new one; say what goes wrong."""
    words = visit.words
    with st.container(key="briefing_pack_file"):
        _buttons(words)
        if briefing_state.draft().pack != Pack():
            show(outcome(words))
    fault = st.session_state.get(SAID)
    if isinstance(fault, PackFaultError):
        show(element("div", text(fault.sentence(words)), class_="notice", role="alert"))


def _buttons(words: Locale) -> None:
    with st.container(key="briefing_file", horizontal=True, vertical_alignment="bottom"):
        with st.container(key="briefing_open"):
            key = f"briefing_upload_{briefing_state.draft().opened}"
            label = words("Open a saved pack")
            st.file_uploader(
                label, type="toml", key=key, max_upload_size=1, on_change=_open, args=(key,)
            )
            # Streamlit's own button says "Upload" in every language.
            name, within = words("Choose a file"), ".st-key-briefing_open"
            run_script("label_uploader", within=within, label=name, key=key)
        if briefing_state.draft().pack != Pack():
            st.download_button(
                words("Save the pack"),
                partial(write_pack, to_save()),
                file_name=FILE,
                mime=media_type(FILE),
                on_click="ignore",
            )
            st.button(words("New pack"), on_click=_anew)


def to_save() -> Pack:
    """Give the pack of the page with what its last making noted."""
    pack, done = briefing_state.draft().pack, briefing_state.done()
    is_made = done is not None and done.pack.entries == pack.entries
    return replace(pack, noted=done.made.pack.noted) if done and is_made else pack


def settings(visit: PageContext) -> None:
    """Show the words and choices for the whole pack."""
    words, pack = visit.words, briefing_state.draft().pack
    with st.container(key="briefing_words", horizontal=True):
        _typed("title", words("Title of the briefing"), pack.title, LONGEST_TITLE)
        label = words("Classification (optional)")
        _typed("classification", label, pack.classification, LONGEST_WORD)
    with st.container(key="briefing_settings", horizontal=True):
        _chosen("languages", words("Languages"), LANGUAGES, pack.languages, _languages(words))
        presets = {id: words(each.name) for id, each in PRESETS.items()}
        _chosen("preset", words("Page of the pictures"), tuple(PRESETS), pack.preset, presets)
        themes = {id: words(name) for id, name in NAMES.items()}
        _chosen("theme", words("Colours"), THEMES, pack.theme, themes)
        formats: dict[str, str] = {form: form.upper() for form in FORMATS}
        _chosen("formats", words("Pictures as"), FORMATS, list(pack.formats), formats, "multi")


def _languages(words: Locale) -> dict[str, str]:
    return {**{lang: NAMES_OF_LANGUAGES[lang] for lang in LANGS}, "both": words("both")}


def _typed(name: str, label: str, value: str, longest: int) -> None:
    key = f"briefing_{name}"
    follow(key, value)
    st.text_input(label, key=key, max_chars=longest, on_change=_keep, args=(name, key))


def _chosen(
    name: str, label: str, options: Any, value: Any, names: dict[str, str], mode: Any = "single"
) -> None:
    key = f"briefing_{name}"
    follow(key, value)
    st.segmented_control(
        label,
        options,
        key=key,
        selection_mode=mode,
        wrap=True,
        required=mode == "single",
        format_func=names.__getitem__,
        on_change=_keep,
        args=(name, key),
    )


def _keep(name: str, key: str) -> None:
    value = st.session_state[key]
    if name == "formats":
        chosen = tuple(form for form in FORMATS if form in value)
        briefing_state.change(formats=chosen or briefing_state.draft().pack.formats)
    else:
        briefing_state.change(**{name: legible(value or "")})


def _open(key: str) -> None:
    """Read what was uploaded; a pack with a fault leaves the one on the page as it is."""
    uploaded = st.session_state.get(key)
    if uploaded is None:
        return
    try:
        briefing_state.reopen(read_pack(uploaded.read(LARGEST + 1)))
        st.session_state.pop(SAID, None)
    except PackFaultError as fault:
        st.session_state[SAID] = fault


def _anew() -> None:
    briefing_state.reopen(Pack())
    st.session_state.pop(SAID, None)
