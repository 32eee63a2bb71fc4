"""The charts for a briefing: which, in which order, under which headline, as files in one go."""

from __future__ import annotations

import streamlit as st

from pages.parts import briefing_state, markup
from pages.parts.briefing_changes import changed
from pages.parts.briefing_choice import chooser
from pages.parts.briefing_entries import entries
from pages.parts.briefing_file import file, settings
from pages.parts.briefing_making import making
from pages.parts.markup import element, text
from pages.parts.page_context import PageContext


def show(visit: PageContext) -> None:
    """Show the pack of this session, and what can be made of it."""
    words = visit.words
    with st.container(key="briefing"):
        markup.show(element("h2", text(words("Briefing")), class_="question"))
        said = words(
            "Choose figures, put them in order, write headlines: out come slides, one PDF, "
            "pictures and one workbook, each with a stamp that proves it."
        )
        markup.show(element("p", text(said), class_="caption"))
        file(visit)
        changed(visit)
        settings(visit)
        if not briefing_state.draft().ids:
            todo = words("The pack is empty. Click a question below to add its figure.")
            markup.show(element("p", text(todo), class_="notice", role="status"))
        is_makeable = entries(visit)
        chooser(visit)
        making(visit, is_makeable)
