"""The figures of a pack in their order, each with its headlines and its place in the order."""

from __future__ import annotations

import time
from dataclasses import replace

import streamlit as st

from milestones.export.pack import Entry, PackFaultError
from milestones.export.pack.lines import LANGUAGES
from milestones.export.pack.model import LONGEST_HEADLINE
from milestones.export.pack.sheets import selected
from milestones.figures import FIGURES, draw
from milestones.figures.sentence import counted
from milestones.i18n import Lang
from pages.parts import briefing_state
from pages.parts.caches import result_of
from pages.parts.inline_scripts import run_script
from pages.parts.markup import element, show, text
from pages.parts.page_context import PageContext
from pages.parts.panel import error_boundary


def entries(visit: PageContext) -> bool:
    """Show the entries; tell whether the edition has what they select.

    A button that moved its figure keeps the keyboard, or the nearest one that is left does.
    """
    now = briefing_state.draft()
    numbered = enumerate(now.entries, start=1)
    is_there = all([_entry(number, id, entry, visit) for number, (id, entry) in numbered])
    keys = st.session_state.pop(briefing_state.FOCUS, None)
    if keys:
        run_script("focus_button", keys=" ".join(keys), run=str(time.monotonic_ns()))
    return is_there


def _entry(number: int, id: int, entry: Entry, visit: PageContext) -> bool:
    words = visit.words
    with st.container(key=f"entry_{id}", border=True):
        title = f"{number}. {words(FIGURES[entry.figure].question)}"
        show(element("h3", text(title), class_="question"))
        try:
            chosen = selected(number, entry, visit.edition)
        except PackFaultError as fault:
            show(element("div", text(fault.sentence(words)), class_="notice", role="alert"))
            _order(number, id, visit)
            return False
        told = counted(FIGURES[entry.figure], visit.edition, chosen, words)
        show(element("p", text(told), class_="as-of"))
        own = replace(visit, selection=chosen)
        with error_boundary(entry.figure, own):
            _headlines(id, entry, own)
        _order(number, id, visit)
    return True


def _headlines(id: int, entry: Entry, visit: PageContext) -> None:
    for lang in briefing_state.draft().pack.langs:
        key = f"headline_{id}_{lang}"
        briefing_state.follow(key, entry.headline(lang))
        st.text_input(
            visit.words("Headline in {language}", language=visit.words(LANGUAGES[lang])),
            key=key,
            placeholder=_caption(f"{entry.figure} {visit.choice} {lang}", entry, visit, lang),
            max_chars=LONGEST_HEADLINE,
            on_change=_write,
            args=(key, id, lang),
        )


@st.cache_resource(max_entries=400, show_spinner=False)
def _caption(key: str, _entry: Entry, _visit: PageContext, _lang: Lang) -> str:
    return draw(result_of(_entry.figure, _visit), _lang, "light").caption


def _write(key: str, id: int, lang: Lang) -> None:
    briefing_state.head(id, lang, str(st.session_state[key] or ""))


def _order(number: int, id: int, visit: PageContext) -> None:
    words, last = visit.words, len(briefing_state.draft().ids)
    with st.container(horizontal=True, key=f"order_{id}"):
        moves = ((words("Move up"), "up", -1, 1), (words("Move down"), "down", 1, last))
        for label, key, by, end in moves:
            st.button(
                label,
                key=f"{key}_{id}",
                disabled=number == end,
                on_click=briefing_state.move,
                args=(id, by),
            )
        st.button(words("Remove"), key=f"remove_{id}", on_click=briefing_state.remove, args=(id,))
