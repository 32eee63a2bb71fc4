"""Which provinces lag, since when, and how do a few compare? From each to its institutions."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from milestones.figures.labels import label
from milestones.figures.provinces.province_compare import CHOOSE_PROVINCES, is_comparable
from milestones.figures.registry import figures_on_page, find_figure
from milestones.plan import Milestone
from pages.parts import address, page_layout
from pages.parts.links import province_links
from pages.parts.markup import show_html, text_element
from pages.parts.page_context import PageContext
from pages.parts.panel import show_figure

COMPARE_FIGURE = "province_compare"
LINKS_BELOW = {"assessment_coverage": 3, "high_value_industrialization": 1}
"""After how many figures of each milestone the links to the institutions stand, by its indicator.

Where provinces are set side by side, which takes a tall figure, those of M1 come last.
"""

MILESTONE_KEY = "milestone"
"""What the address calls the milestone; the first of the plan goes without saying."""


def show(visit: PageContext) -> None:
    """Show the figures of the milestone that the address names."""
    chosen = _milestone(visit)
    if chosen is None:
        return
    figures = figures_on_page("provinces", chosen.indicator)
    first = LINKS_BELOW[chosen.indicator]
    is_last = first > 1 and is_comparable(visit.selection)
    with st.container(key="below"):
        _figures(figures if is_last else figures[:first], visit)
        province_links(visit)
        _figures(() if is_last else figures[first:], visit)


def _figures(figure_ids: Sequence[str], visit: PageContext) -> None:
    for figure_id in figure_ids:
        if figure_id == COMPARE_FIGURE and not is_comparable(visit.selection):
            _nothing_to_compare(visit)
        else:
            show_figure(figure_id, visit)


def _milestone(visit: PageContext) -> Milestone | None:
    """Ask which milestone to follow; an address that names none of the plan is told so."""
    milestones = visit.edition.plan.milestones
    there = {each.id: each for each in milestones if each.indicator in LINKS_BELOW}
    if not there:
        return None
    names = {id: f"{id} {label(each.indicator, visit.locale)}" for id, each in there.items()}
    page_layout.show_dropped_values(visit.locale, address.unknown_values(MILESTONE_KEY, names))
    return there[address.single_choice(MILESTONE_KEY, visit.locale("Milestone"), names)]


def _nothing_to_compare(visit: PageContext) -> None:
    """Say what to choose, where a figure would have nothing to show."""
    question = visit.locale(find_figure(COMPARE_FIGURE).question)
    with st.container(key=f"panel_{COMPARE_FIGURE}"):
        title = text_element("h2", question, class_="question")
        show_html(title + text_element("p", visit.locale(CHOOSE_PROVINCES), class_="caption"))
