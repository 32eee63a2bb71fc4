"""The charts for a briefing: which, in which order, under which headline, as files in one go."""

from __future__ import annotations

import streamlit as st

from pages.parts.briefing import draft
from pages.parts.briefing.draft import show_chooser, show_entries
from pages.parts.briefing.files import show_changes, show_making, show_pack_file, show_settings
from pages.parts.markup import show_text
from pages.parts.page_context import PageContext


def show(context: PageContext) -> None:
    """Show the pack of this session, and what can be made of it."""
    locale = context.locale
    with st.container(key="briefing"):
        show_text("h2", locale("Briefing"), class_="question")
        said = locale(
            "Choose figures, put them in order, write headlines: out come slides, one PDF, "
            "pictures and one workbook, each with a stamp that proves it."
        )
        show_text("p", said, class_="caption")
        show_pack_file(context)
        show_changes(context)
        show_settings(context)
        if not draft.current_draft().ids:
            todo = locale("The pack is empty. Click a question below to add its figure.")
            show_text("p", todo, class_="notice", role="status")
        is_makeable = show_entries(context)
        show_chooser(context)
        show_making(context, is_makeable)
