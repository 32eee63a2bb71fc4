"""What is in the files that came in, and what would they change? For stewards, who publish here."""

from __future__ import annotations

import streamlit as st

from milestones.access import may_do
from pages.parts.intake.desk_of_reader import desk_of_reader
from pages.parts.intake.files import show_files, show_templates, show_uploaders, show_what_to_do
from pages.parts.intake.findings import show_fault, show_result, show_wrong_home
from pages.parts.intake.work import (
    show_check_form,
    show_publication,
    show_publish_form,
    watch,
)
from pages.parts.markup import show_text
from pages.parts.page_context import PageContext, Reader


def show(context: PageContext) -> None:
    """Show the desk of who is reading."""
    show_desk(context.reader, context)


def show_desk(reader: Reader, context: PageContext | None = None) -> None:
    """Show what is on the desk, what a check of it said, and what was published.

    Whoever may not publish sees nothing; `context` is None where there is no edition yet.
    """
    if not may_do("publish"):
        return
    locale, desk = reader.locale, desk_of_reader()
    with st.container(key="intake"):
        show_text("h2", locale("Intake"), class_="question")
        said = locale("Check the files that came in, send back what is wrong, publish the rest.")
        show_text("p", said, class_="caption")
        if desk.home.synthetic:
            show_wrong_home(locale)
            show_templates(locale, context)
            return
        if desk.job:
            watch(desk, locale)
            return
        if desk.publication:
            show_publication(desk, desk.publication, locale)
            if desk.result:
                show_result(desk.result, locale, is_published=True)
            return
        show_uploaders(locale)
        show_fault(desk, locale)
        if show_files(desk, locale):
            show_check_form(desk, locale)
        else:
            show_what_to_do(locale)
            show_templates(locale, context)
        if result := desk.result:
            show_result(result, locale, is_published=False)
            show_publish_form(desk, result, locale)
