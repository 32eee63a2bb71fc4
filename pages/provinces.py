"""Which provinces lag, since when, and how do a few compare? From each to its institutions."""

from __future__ import annotations

import streamlit as st

from milestones.figures.labels import label
from milestones.figures.registry import figures_on_page, find_figure
from milestones.plan import Milestone
from pages.parts import address, page_layout
from pages.parts.links import province_links, start_month_links
from pages.parts.page_context import PageContext
from pages.parts.panel import show_figure

COMPARE_FIGURE = "province_compare"
LINKS_BELOW = {"assessment_coverage": 3, "high_value_industrialization": 1}
"""After how many figures of each milestone the links to the institutions stand, by its indicator.

Where provinces are set side by side, which takes a tall figure, those of M1 come last.
"""


def show(context: PageContext) -> None:
    """Show the figures of the milestone that the address names."""
    chosen = _milestone(context)
    if chosen is None:
        return
    figures = figures_on_page("provinces", chosen.indicator)
    first = LINKS_BELOW[chosen.indicator]
    is_last = first > 1 and not find_figure(COMPARE_FIGURE).missing(context.selection)
    start_month_links(context)
    with st.container(key="below" if first > 1 else "below_tall"):
        above = figures if is_last else figures[:first]
        for figure_id in above:
            show_figure(figure_id, context)
        province_links(context)
        for figure_id in figures[len(above) :]:
            show_figure(figure_id, context)


def _milestone(context: PageContext) -> Milestone | None:
    """Ask which milestone to follow; an address that names none of the plan is told so."""
    milestones = context.edition.plan.milestones
    there = {each.id: each for each in milestones if each.indicator in LINKS_BELOW}
    if not there:
        return None
    names = {id: f"{id} {label(each.indicator, context.locale)}" for id, each in there.items()}
    page_layout.show_dropped_values(
        context.locale, address.unknown_values(address.MILESTONE_KEY, names)
    )
    return there[address.single_choice(address.MILESTONE_KEY, context.locale("Milestone"), names)]
