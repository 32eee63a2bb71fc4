"""Making the files of a pack on its page: progress in words, then the downloads."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

import streamlit as st

from milestones.editions.data_home import DataHome
from milestones.editions.release import embargo_of
from milestones.export.pack import Pack, PackFaultError
from milestones.export.pack.lines import missing_lines
from milestones.export.pack.making import BOUND, NUMBERS, PICTURES, SAID, SLIDES, make
from milestones.i18n import _
from pages.parts import briefing_state
from pages.parts.briefing_state import MADE, Done
from pages.parts.downloads import outcome
from pages.parts.markup import element, show, text
from pages.parts.media import media_type
from pages.parts.page_context import PageContext
from pages.parts.run_queue import step_aside

log = logging.getLogger("milestones.pages")

LABELS = {
    SLIDES: _("Slides (PPTX)"),
    BOUND: _("All figures (PDF)"),
    PICTURES: _("Pictures (ZIP)"),
    NUMBERS: _("All numbers (XLSX)"),
    SAID: _("Manifest (JSON)"),
}
"""What each file is called on its button."""


def making(visit: PageContext, is_makeable: bool) -> None:
    """Show the button that makes the files, and once they are made, how to get them.

    The page runs once more then, as what was made belongs into the saved pack above.
    """
    words, pack = visit.words, briefing_state.draft().pack
    with st.container(key="briefing_making"):
        fault = _fault(pack)
        if fault and pack.entries:
            show(element("div", text(fault.sentence(words)), class_="notice", role="alert"))
        label = words("Make the files")
        is_off = fault is not None or not is_makeable
        asked = st.button(label, key="briefing_make", type="primary", disabled=is_off)
        if asked and _make(pack, visit):
            st.rerun()
        _downloads(pack, visit)


def _fault(pack: Pack) -> PackFaultError | None:
    try:
        pack.require_makeable()
    except PackFaultError as fault:
        return fault
    return None


def _make(pack: Pack, visit: PageContext) -> bool:
    """Make the files of a pack and keep them; says in place of them what stands in the way."""
    words = visit.words
    bar, note = st.progress(0.0, text=words("Making the files")), st.empty()
    stops = text(words("A change on this page stops the making."))
    note.html(element("p", stops, class_="as-of"))

    def tell(done: int, total: int, said: str) -> None:
        bar.progress(done / total, text=said)

    step_aside()
    try:
        embargo = embargo_of(DataHome.holding(visit.edition), visit.edition.id)
        made = make(pack, visit.edition, words, tell, embargo)
    except Exception as fault:
        log.exception("a pack cannot be made")
        bar.empty()
        note.empty()
        said = words("The files could not be made. Try again.")
        if isinstance(fault, PackFaultError):
            said = fault.sentence(words)
        show(element("div", text(said), class_="notice", role="alert"))
        return False
    st.session_state[MADE] = Done(replace(pack, noted=()), visit.edition.id, made)
    return True


def _downloads(pack: Pack, visit: PageContext) -> None:
    words, done = visit.words, briefing_state.done()
    if done is None:
        return
    if (done.pack, done.edition) != (replace(pack, noted=()), visit.edition.id):
        said = words("The pack or the edition has changed since the files were made.")
        show(element("p", text(said), class_="as-of", role="status"))
        return
    with st.container(key="briefing_files", horizontal=True):
        for name, data in done.made.files.items():
            st.download_button(
                words(LABELS[name]),
                partial(bytes, data),
                file_name=name,
                mime=media_type(name),
                key=f"get_{name}",
                on_click="ignore",
            )
    show(outcome(words))
    for line in missing_lines(done.made, words):
        show(element("p", text(line), class_="notice", role="alert"))
