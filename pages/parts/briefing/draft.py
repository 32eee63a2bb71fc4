"""The pack that a reader puts together: its figures chosen, in order, with headlines.

It is kept in the session and changed by the widgets' callbacks.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from milestones.export.pack import model
from milestones.export.pack.making import LANGUAGE_LABELS, PackResult
from milestones.export.pack.sheets import entry_selection
from milestones.export.slides.text import printable_line
from milestones.figures.compute import draw_figure
from milestones.figures.provenance import counted_selection
from milestones.figures.registry import FIGURES
from milestones.i18n import Lang, Locale
from milestones.selection import Selection
from pages.parts import address
from pages.parts.links import INSTITUTION_PAGE, PAGE_TITLES, figures_by_page
from pages.parts.markup import show_text
from pages.parts.page_context import PageContext, result_of
from pages.parts.panel import error_boundary
from pages.parts.streamlit_compat.responses import run_script

DRAFT_KEY = "briefing_draft"
MADE_KEY = "briefing_files"
FAULT_KEY = "briefing_said"
FOCUS_KEY = "briefing_focus"


@dataclass(frozen=True)
class Draft:
    """A pack with a number for each entry, which the entry's widgets are called by."""

    pack: model.Pack = field(default_factory=model.Pack)
    ids: tuple[int, ...] = ()
    opened: int = 0

    @property
    def entries(self) -> Iterator[tuple[int, model.PackEntry]]:
        """The entries with their numbers, in their order."""
        return zip(self.ids, self.pack.entries, strict=True)


@dataclass(frozen=True, eq=False)
class MadeFiles:
    """What was made of a pack, and of which edition."""

    pack: model.Pack
    edition: str
    made: PackResult


def current_draft() -> Draft:
    """Give the reader's pack, an empty one at first."""
    found = st.session_state.get(DRAFT_KEY)
    return found if isinstance(found, Draft) else Draft()


def made_files() -> MadeFiles | None:
    """Give what was made last in this session."""
    found = st.session_state.get(MADE_KEY)
    return found if isinstance(found, MadeFiles) else None


def replace_pack(pack: model.Pack) -> None:
    """Put a pack in the place of the one that was there."""
    opened = current_draft().opened + 1
    first = 1 + max(current_draft().ids, default=0)
    ids = tuple(range(first, first + len(pack.entries)))
    st.session_state[DRAFT_KEY] = Draft(pack, ids, opened)
    st.session_state.pop(MADE_KEY, None)


def change_pack(**fields: Any) -> None:
    """Change words or choices for the whole pack."""
    now = current_draft()
    st.session_state[DRAFT_KEY] = replace(now, pack=replace(now.pack, **fields))


def add_figure(figure: str, selection: Selection) -> None:
    """Put a figure at the end, with the selection that it keeps from now on."""
    now = current_draft()
    if len(now.ids) < model.MAX_FIGURES:
        entry = model.PackEntry(figure, urlencode(selection.to_query(), doseq=True))
        _set_entries([*now.entries, (1 + max(now.ids, default=0), entry)])


def move_entry(id: int, by: int) -> None:
    """Move an entry up (−1) or down (1)."""
    entries = list(current_draft().entries)
    at = current_draft().ids.index(id)
    if 0 <= at + by < len(entries):
        entries[at], entries[at + by] = entries[at + by], entries[at]
    _set_entries(entries)
    keys = [f"up_{id}", f"down_{id}"]
    st.session_state[FOCUS_KEY] = keys if by < 0 else keys[::-1]


def remove_entry(id: int) -> None:
    """Take an entry out."""
    at, ids = current_draft().ids.index(id), current_draft().ids
    _set_entries([each for each in current_draft().entries if each[0] != id])
    st.session_state[FOCUS_KEY] = [f"remove_{near}" for near in (*ids[at + 1 :], *ids[:at][::-1])]


def _set_entries(entries: list[tuple[int, model.PackEntry]]) -> None:
    now = current_draft()
    pack = replace(now.pack, entries=tuple(entry for _, entry in entries))
    st.session_state[DRAFT_KEY] = replace(now, pack=pack, ids=tuple(id for id, _ in entries))


CODE_KEY = "briefing_institution"


def show_chooser(context: PageContext) -> None:
    """Show all questions; a click puts the figure at the end of the pack."""
    locale = context.locale
    with st.expander(locale("Add figures"), expanded=True, key="briefing_choice"):
        chosen = context.selection_text
        said = locale("Each figure keeps the selection of now: {selection}", selection=chosen)
        show_text("p", said, class_="as-of")
        for page, ids in figures_by_page().items():
            if page == INSTITUTION_PAGE:
                _code_input(context)
            _figure_pills(page, ids, context)


def _figure_pills(page: str, ids: tuple[str, ...], context: PageContext) -> None:
    locale, key = context.locale, f"briefing_add_{page}"
    chosen = _institution_selection(context) if page == INSTITUTION_PAGE else context.selection
    st.pills(
        locale(PAGE_TITLES[page]),
        ids,
        key=key,
        format_func=lambda id: locale(FIGURES[id].question),
        on_change=_add_chosen,
        args=(key, chosen, locale),
        disabled=chosen is None or len(current_draft().ids) >= model.MAX_FIGURES,
    )


def _code_input(context: PageContext) -> None:
    label = context.locale("Code of an institution, for figures about one")
    st.text_input(label, key=CODE_KEY, max_chars=address.MAX_SEARCH_CHARS)
    if _typed_code() and _institution_selection(context) is None:
        show_text("p", context.locale("No institution has this code."), role="status")


def _institution_selection(context: PageContext) -> Selection | None:
    """Give the selection for figures about the institution that was typed, if there is one."""
    code = _typed_code()
    return context.selection.of(code) if code in context.edition.institution_ids else None


def _typed_code() -> str:
    return str(st.session_state.get(CODE_KEY) or "").strip()


def _add_chosen(key: str, selection: Selection | None, locale: Locale) -> None:
    """Put the chosen figure into the pack, or say what must be chosen before."""
    figure = st.session_state[key]
    st.session_state[key] = None
    if figure not in FIGURES or selection is None:
        return
    if lacking := FIGURES[figure].missing(selection):
        st.toast(locale(lacking.sentence), duration="long")
    else:
        add_figure(figure, selection)


def show_entries(context: PageContext) -> bool:
    """Show the entries; tell whether the edition has what they select.

    A button that moved its figure keeps the keyboard, or the nearest one that is left does.
    """
    numbered = enumerate(current_draft().entries, start=1)
    is_there = all([_show_entry(number, id, entry, context) for number, (id, entry) in numbered])
    if keys := st.session_state.pop(FOCUS_KEY, None):
        run_script("focus_button", keys=" ".join(keys), run=str(time.monotonic_ns()))
    return is_there


def _show_entry(number: int, id: int, entry: model.PackEntry, context: PageContext) -> bool:
    locale = context.locale
    with st.container(key=f"entry_{id}", border=True):
        question = locale(FIGURES[entry.figure].question)
        show_text("h3", f"{number}. {question}", class_="question")
        try:
            chosen = entry_selection(number, entry, context.edition)
        except model.PackFaultError as fault:
            show_text("div", fault.sentence(locale), class_="notice", role="alert")
            _order_buttons(number, id, context)
            return False
        told = counted_selection(FIGURES[entry.figure], context.edition, chosen, locale)
        show_text("p", told, class_="as-of")
        own = replace(context, selection=chosen)
        with error_boundary(entry.figure, own):
            _headline_inputs(id, entry, own)
        _order_buttons(number, id, context)
    return True


def _headline_inputs(id: int, entry: model.PackEntry, context: PageContext) -> None:
    for lang in current_draft().pack.langs:
        key = f"headline_{id}_{lang}"
        address.sync_widget(key, entry.headline(lang))
        st.text_input(
            context.locale(
                "Headline in {language}", language=context.locale(LANGUAGE_LABELS[lang])
            ),
            key=key,
            placeholder=_caption_text(
                f"{entry.figure} {context.choice} {lang}", entry, context, lang
            ),
            max_chars=model.MAX_HEADLINE_LENGTH,
            on_change=_write_headline,
            args=(key, id, lang),
        )


@st.cache_resource(max_entries=400, show_spinner=False)
def _caption_text(key: str, _entry: model.PackEntry, _context: PageContext, _lang: Lang) -> str:
    return draw_figure(result_of(_entry.figure, _context), _lang, "light").caption


def _write_headline(key: str, id: int, lang: Lang) -> None:
    """Write what a headline's box holds into the pack."""
    text = printable_line(str(st.session_state[key] or ""))
    entries = []
    for each, entry in current_draft().entries:
        if each == id:
            headlines = {**entry.headlines, lang: text}
            kept = {one: said for one, said in headlines.items() if said}
            entry = replace(entry, headlines=kept)
        entries.append((each, entry))
    _set_entries(entries)


def _order_buttons(number: int, id: int, context: PageContext) -> None:
    locale, last = context.locale, len(current_draft().ids)
    with st.container(horizontal=True, key=f"order_{id}"):
        moves = ((locale("Move up"), "up", -1, 1), (locale("Move down"), "down", 1, last))
        for label, key, by, end in moves:
            st.button(
                label, key=f"{key}_{id}", disabled=number == end, on_click=move_entry, args=(id, by)
            )
        st.button(locale("Remove"), key=f"remove_{id}", on_click=remove_entry, args=(id,))
