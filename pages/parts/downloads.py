"""A figure taken along: a popover that asks for language, format and page, then makes the file.

What it asks is on the page only while it is open, and nothing is made before the click.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import streamlit as st

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.release import embargo_of, is_press, may_see
from milestones.export.bundle import bundle, ending, stem
from milestones.export.figure_export import sheet
from milestones.export.files import FORMATS, PICTURES
from milestones.export.pictures.chrome import ChromeMissingError, find_chrome
from milestones.export.pictures.presets import PRESETS
from milestones.figures import Result, Theme
from milestones.figures.labels import sentence_case
from milestones.i18n import LANGS, Lang, Locale, _
from pages.parts.caches import result_of
from pages.parts.links import NAMES_OF_LANGUAGES
from pages.parts.markup import element, show, text
from pages.parts.media import media_type
from pages.parts.page_context import PageContext
from pages.parts.streamlit_guards import can_fetch

NAMES = {form: "Parquet" if form == "parquet" else form.upper() for form in FORMATS}
BOTH = "both"
SLIDE = "slide"
NO_COOKIE = _(
    "Files need a cookie of this page, which your browser does not keep here. "
    "Open the page in a window of its own."
)


class EditionWithheldError(RuntimeError):
    """The edition may not be seen any more by those who read this app."""


@dataclass(frozen=True)
class Wish:
    """What a reader asks for: languages, format, and of pictures the page and the theme."""

    langs: tuple[Lang, ...]
    form: str
    preset: str
    theme: Theme

    def stem(self, figure_id: str, visit: PageContext) -> str:
        """Name the file, without language and ending."""
        page = "" if self.preset == SLIDE else self.preset
        shade = "dark" if self.theme == "dark" else ""
        return stem(figure_id, visit.selection, visit.edition, page, shade)

    def name(self, figure_id: str, visit: PageContext) -> str:
        """Name the file in full."""
        langs = "-".join(self.langs)
        return f"{self.stem(figure_id, visit)}_{langs}.{ending(self.form, self.langs)}"


def download(figure_id: str, visit: PageContext) -> None:
    """Show the button that opens the choices for a figure's file."""
    says = visit.words("Download")
    opened = st.popover(says, key=f"download_{figure_id}", on_change="rerun", type="tertiary")
    if opened.open:
        with opened, st.container(key=f"download_choices_{visit.reader.theme}"):
            _offer(figure_id, visit)


def _offer(figure_id: str, visit: PageContext) -> None:
    words, wish = visit.words, _wish(figure_id, visit)
    if wish.form in PICTURES and (missing := _without_browser(words)):
        show(element("p", missing, role="status"))
        return
    make = partial(_made, result_of(figure_id, visit), wish, visit)
    name = wish.name(figure_id, visit)
    save(words("Save the file"), name, make, f"save_{figure_id}", words, "primary")


def save(
    says: str,
    name: str,
    make: Callable[[], bytes],
    key: str,
    words: Locale,
    weight: Literal["primary", "secondary"] = "secondary",
) -> None:
    """Show the button that makes a file and hands it out, and what it says meanwhile."""
    kind = media_type(name)
    st.download_button(
        says, make, file_name=name, mime=kind, key=key, on_click="ignore", type=weight
    )
    show(element("p", element("code", text(name)), class_="file-name") + outcome(words))


def outcome(words: Locale) -> str:
    """Write what is said while a file is made and when it failed.

    The sentences stand ready; the look shows them while a button works or has failed. A browser
    that keeps no cookie cannot fetch what was made for it alone, and is told so beforehand.
    """
    working = words("The file is being made …")
    failed = words("The file could not be made. Try again, or choose another format.")
    beforehand = "" if can_fetch() else element("p", text(words(NO_COOKIE)), role="status")
    return (
        beforehand
        + element("p", text(working), class_="working", role="status")
        + element("p", text(failed), class_="failed", role="alert")
    )


def _wish(figure_id: str, visit: PageContext) -> Wish:
    words, lang = visit.words, visit.reader.lang
    own_first = sorted(LANGS, key=lang.__ne__)
    spoken: dict[str, str] = {each: NAMES_OF_LANGUAGES[each] for each in own_first}
    spoken[BOTH] = words("both languages")
    chosen = _choice(f"lang_{lang}", words("Language of the file"), spoken, figure_id)
    langs = tuple(each for each in LANGS if chosen in (each, BOTH))
    form = _choice("form", words("Format"), NAMES, figure_id)
    page, theme = SLIDE, "light"
    if form in PICTURES:
        pages = {each.id: words(each.name) for each in PRESETS.values()}
        page = _choice("page", words("Page"), pages, figure_id)
    if form in (*PICTURES, "pptx") and not PRESETS[page].is_grey:
        themes = {"light": words("Light"), "dark": words("Dark")}
        theme = _choice("theme", words("Colours"), themes, figure_id)
    return Wish(langs, form, page, "dark" if theme == "dark" else "light")


def _choice(name: str, label: str, options: Mapping[str, str], figure_id: str) -> str:
    """Ask for one of the options; what was chosen last is offered again at the next figure."""
    state, key, kept = st.session_state, f"{name}_of_{figure_id}", f"download_{name}"
    if key not in state:
        state[key] = state[kept] if state.get(kept) in options else next(iter(options))
    chosen = st.pills(
        label,
        list(options),
        key=key,
        format_func=lambda each: sentence_case(options[each]),
        required=True,
    )
    state[kept] = chosen or next(iter(options))
    return str(state[kept])


def _without_browser(words: Locale) -> str:
    """Say as markup why there are no pictures; nothing where there are."""
    try:
        find_chrome()
    except ChromeMissingError as missing:
        marked = re.sub(r"`([^`]*)`", r"<code>\1</code>", text(missing.sentence(words)))
        return f"{marked} {text(words('The other formats are made without it.'))}"
    return ""


def _made(result: Result, wish: Wish, visit: PageContext) -> bytes:
    """Make the file of what was on screen; raises EditionWithheldError, and what exports do."""
    edition, embargo = visit.edition, require_seen(visit.edition)
    sheets = [sheet(result, edition, lang, wish.theme, embargo=embargo) for lang in wish.langs]
    return bundle(sheets, wish.stem(result.figure, visit), wish.form, wish.preset)


def require_seen(edition: Edition) -> datetime | None:
    """Give the embargo to say on a copy; raises EditionWithheldError where none may be made."""
    home = DataHome.holding(edition)
    if not may_see(home, edition.id, press=is_press(), now=datetime.now(UTC)):
        raise EditionWithheldError(edition.id)
    return embargo_of(home, edition.id)
