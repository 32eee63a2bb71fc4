"""A figure taken along: a popover that asks for language, format and page, then makes the file.

What it asks is on the page only while it is open, and nothing is made before the click.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import streamlit as st

from milestones.charts.palette import Theme
from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.edition_status import EditionStatus, status_of
from milestones.editions.release import is_press, may_see
from milestones.export.figure_export import export_figure
from milestones.export.files import (
    EXPORT_FORMATS,
    PICTURE_FORMATS,
    bundle_figure,
    file_ending,
    file_stem,
)
from milestones.export.pictures.chrome import ChromeMissingError, find_chrome
from milestones.export.pictures.page import PRESETS
from milestones.export.tabular import TableValue, list_csv
from milestones.figures.labels import sentence_case
from milestones.figures.registry import Result
from milestones.i18n import LANGS, Lang, Locale, _
from pages.parts import page_layout
from pages.parts.links import LANGUAGE_NAMES
from pages.parts.markup import element, escape_html, show_html, text_element
from pages.parts.page_context import PageContext, result_of
from pages.parts.streamlit_compat.session_guards import can_fetch_files

OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "pptx": f"{OFFICE_TYPE}.presentationml.presentation",
    "xlsx": f"{OFFICE_TYPE}.spreadsheetml.sheet",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "toml": "application/toml",
    "zip": "application/zip",
}


def media_type(name: str) -> str:
    """Give the media type of a file by the ending of its name."""
    return MEDIA_TYPES[name.rpartition(".")[2]]


FORMAT_NAMES = {form: "Parquet" if form == "parquet" else form.upper() for form in EXPORT_FORMATS}
BOTH_LANGUAGES = "both"
SLIDE_PRESET = "slide"
NO_COOKIE = _(
    "Files need a cookie of this page, which your browser does not keep here. "
    "Open the page in a window of its own."
)


class EditionWithheldError(RuntimeError):
    """The edition may not be seen any more by those who read this app."""


@dataclass(frozen=True)
class FileChoice:
    """What a reader asks for: languages, format, and of pictures the page and the theme."""

    langs: tuple[Lang, ...]
    form: str
    preset: str
    theme: Theme

    def stem(self, figure_id: str, context: PageContext) -> str:
        """Name the file, without language and ending."""
        page = "" if self.preset == SLIDE_PRESET else self.preset
        shade = "dark" if self.theme == "dark" else ""
        return file_stem(figure_id, context.selection, context.edition, page, shade)

    def name(self, figure_id: str, context: PageContext) -> str:
        """Name the file in full."""
        langs = "-".join(self.langs)
        return f"{self.stem(figure_id, context)}_{langs}.{file_ending(self.form, self.langs)}"


def download_popover(figure_id: str, context: PageContext) -> None:
    """Show the button that opens the choices for a figure's file."""
    says = context.locale("Download")
    own = f"{context.side}{figure_id}"
    opened = st.popover(says, key=f"download_{own}", on_change="rerun", type="tertiary")
    if opened.open:
        with opened, st.container(key=f"download_choices_{context.reader.theme}"):
            _offer_file(figure_id, context)


def _offer_file(figure_id: str, context: PageContext) -> None:
    own = f"{context.side}{figure_id}"
    locale, wish = context.locale, _file_choice(own, context)
    if wish.form in PICTURE_FORMATS and (missing := _no_chrome_note(locale)):
        show_html(element("p", missing, role="status"))
        return
    make = partial(_make_file, result_of(figure_id, context), wish, context)
    name = wish.name(figure_id, context)
    save_button(locale("Save the file"), name, make, f"save_{own}", locale, "primary")


def save_button(
    says: str,
    name: str,
    make: Callable[[], bytes],
    key: str,
    locale: Locale,
    weight: Literal["primary", "secondary"] = "secondary",
) -> None:
    """Show the button that makes a file and hands it out, and what it says meanwhile."""
    kind = media_type(name)
    st.download_button(
        says, make, file_name=name, mime=kind, key=key, on_click="ignore", type=weight
    )
    file_name = element("p", text_element("code", name), class_="file-name")
    show_html(file_name + download_outcome(locale))


def download_outcome(locale: Locale) -> str:
    """Write what is said while a file is made and when it failed.

    The sentences stand ready; the look shows them while a button works or has failed. A browser
    that keeps no cookie cannot fetch what was made for it alone, and is told so beforehand.
    """
    working = locale("The file is being made …")
    failed = locale("The file could not be made. Try again, or choose another format.")
    beforehand = "" if can_fetch_files() else text_element("p", locale(NO_COOKIE), role="status")
    during = text_element("p", working, class_="working", role="status")
    return beforehand + during + text_element("p", failed, class_="failed", role="alert")


def _file_choice(own: str, context: PageContext) -> FileChoice:
    locale, lang = context.locale, context.reader.lang
    own_first = sorted(LANGS, key=lang.__ne__)
    spoken: dict[str, str] = {each: LANGUAGE_NAMES[each] for each in own_first}
    spoken[BOTH_LANGUAGES] = locale("both languages")
    chosen = _choice(f"lang_{lang}", locale("Language of the file"), spoken, own)
    langs = tuple(each for each in LANGS if chosen in (each, BOTH_LANGUAGES))
    form = _choice("form", locale("Format"), FORMAT_NAMES, own)
    page, theme = SLIDE_PRESET, "light"
    if form in PICTURE_FORMATS:
        pages = {each.id: locale(each.name) for each in PRESETS.values()}
        page = _choice("page", locale("Page"), pages, own)
    if form in (*PICTURE_FORMATS, "pptx") and not PRESETS[page].is_grey:
        themes = {"light": locale("Light"), "dark": locale("Dark")}
        theme = _choice("theme", locale("Colours"), themes, own)
    return FileChoice(langs, form, page, "dark" if theme == "dark" else "light")


def _choice(name: str, label: str, options: Mapping[str, str], own: str) -> str:
    """Ask for one of the options; what was chosen last is offered again at the next figure."""
    state, key, kept = st.session_state, f"{name}_of_{own}", f"download_{name}"
    if key not in state:
        state[key] = state[kept] if state.get(kept) in options else next(iter(options))
    names = {each: sentence_case(name) for each, name in options.items()}
    chosen = st.pills(label, list(names), key=key, format_func=names.__getitem__, required=True)
    state[kept] = chosen or next(iter(options))
    return str(state[kept])


def _no_chrome_note(locale: Locale) -> str:
    """Say as markup why there are no pictures; nothing where there are."""
    try:
        find_chrome()
    except ChromeMissingError as missing:
        marked = re.sub(r"`([^`]*)`", r"<code>\1</code>", escape_html(missing.sentence(locale)))
        return f"{marked} {escape_html(locale('The other formats are made without it.'))}"
    return ""


def _make_file(result: Result, wish: FileChoice, context: PageContext) -> bytes:
    """Make the file of what was on screen; raises EditionWithheldError, and what exports do."""
    edition, status = context.edition, require_visible(context.edition)
    sheets = [
        export_figure(result, edition, lang, wish.theme, status=status) for lang in wish.langs
    ]
    return bundle_figure(sheets, wish.stem(result.figure, context), wish.form, wish.preset)


def list_file(
    lines: Iterable[str],
    header: Sequence[str],
    rows: Iterable[Sequence[TableValue]],
    context: PageContext,
) -> bytes:
    """Write rows of an edition as CSV, below what was asked and what a copy of it must say.

    Raises EditionWithheldError.
    """
    locale, edition, status = context.locale, context.edition, require_visible(context.edition)
    above = (
        *lines,
        locale("Edition {id}.", id=edition.id),
        *status.sentences(edition.received_on, locale),
        page_layout.synthetic_note(locale) if edition.synthetic else "",
    )
    return list_csv(filter(None, above), header, rows)


def require_visible(edition: Edition) -> EditionStatus:
    """Give what a copy must say; raises EditionWithheldError where none may be made."""
    home = DataHome.holding(edition)
    if not may_see(home, edition.id, press=is_press(), now=datetime.now(UTC)):
        raise EditionWithheldError(edition.id)
    return status_of(edition)
