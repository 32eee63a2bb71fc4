"""Which figures a pack can hold: every one, by its question, grouped by the page it stands on."""

from __future__ import annotations

import streamlit as st

from milestones.export.pack.model import MOST
from milestones.figures import FIGURES, Figure
from milestones.i18n import Locale
from milestones.selection import Selection
from pages.parts import briefing_state, page_params, sentence
from pages.parts.links import LISTED, UNLISTED
from pages.parts.markup import element, show, text
from pages.parts.page_context import PageContext

ONE = "institution"
CODE = "briefing_institution"


def grouped() -> dict[str, tuple[str, ...]]:
    """Give the figures by the address of their page, those about one institution last."""
    pages = (*(page for page in LISTED if page != ONE), ONE)
    found: dict[str, list[str]] = {page: [] for page in pages}
    for figure in FIGURES.values():
        found[page_of(figure)].append(figure.id)
    return {page: tuple(ids) for page, ids in found.items() if ids}


def page_of(figure: Figure) -> str:
    """Name the page that a figure is at home on."""
    return figure.places[0].page


def chooser(visit: PageContext) -> None:
    """Show all questions; a click puts the figure at the end of the pack."""
    words = visit.words
    with st.expander(words("Add figures"), expanded=True, key="briefing_choice"):
        said = words("Each figure keeps the selection of now: {selection}",
                     selection=sentence.whole(visit))  # fmt: skip
        show(element("p", text(said), class_="as-of"))
        for page, ids in grouped().items():
            if page == ONE:
                _institution(visit)
            _group(page, ids, visit)


def _group(page: str, ids: tuple[str, ...], visit: PageContext) -> None:
    words, key = visit.words, f"briefing_add_{page}"
    chosen = _of_one(visit) if page == ONE else visit.selection
    st.pills(
        words({**LISTED, **UNLISTED}[page]),
        ids,
        key=key,
        format_func=lambda id: words(FIGURES[id].question),
        on_change=_add,
        args=(key, chosen, words),
        disabled=chosen is None or len(briefing_state.draft().ids) >= MOST,
    )


def _institution(visit: PageContext) -> None:
    words = visit.words
    st.text_input(
        words("Code of an institution, for figures about one"),
        key=CODE,
        max_chars=page_params.LONGEST,
    )
    if _said() and _of_one(visit) is None:
        show(element("p", text(words("No institution has this code.")), role="status"))


def _of_one(visit: PageContext) -> Selection | None:
    """Give the selection for figures about the institution that was typed, if there is one."""
    if _said() not in visit.edition.institution_ids:
        return None
    return visit.selection.of(_said())


def _said() -> str:
    return str(st.session_state.get(CODE) or "").strip()


def _add(key: str, selection: Selection | None, words: Locale) -> None:
    """Put the chosen figure into the pack, or say what must be chosen before."""
    figure = st.session_state[key]
    st.session_state[key] = None
    if figure not in FIGURES or selection is None:
        return
    lacking = FIGURES[figure].missing(selection)
    if lacking:
        st.toast(words(lacking.sentence), duration="long")
    else:
        briefing_state.add(figure, selection)
