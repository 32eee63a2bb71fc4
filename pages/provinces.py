"""Which provinces lag, since when, and how do a few compare? From each to its institutions."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from milestones.figures.labels import label
from milestones.figures.provinces.province_compare import CHOOSE_PROVINCES, is_comparable
from milestones.figures.registry import figures_on_page, find_figure
from milestones.plan import Milestone
from pages.parts import markup, page_layout
from pages.parts.links import province_links
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
    locale = visit.locale
    milestones = visit.edition.plan.milestones
    there = {each.id: each for each in milestones if each.indicator in LINKS_BELOW}
    if not there:
        return None
    asked = st.query_params.get(MILESTONE_KEY)
    if asked is not None and asked not in there:
        page_layout.show_dropped_values(locale, [asked])
    first = next(iter(there))
    chosen = asked if asked in there else first
    if st.session_state.get(MILESTONE_KEY) != chosen:
        st.session_state[MILESTONE_KEY] = chosen
    st.segmented_control(
        locale("Milestone"),
        list(there),
        key=MILESTONE_KEY,
        format_func=lambda name: f"{name} {label(there[name].indicator, locale)}",
        required=True,
        label_visibility="collapsed",
        on_change=_follow,
        args=(first,),
    )
    return there[chosen]


def _follow(first: str) -> None:
    """Write the choice into the address."""
    chosen = st.session_state[MILESTONE_KEY]
    if chosen == first:
        st.query_params.pop(MILESTONE_KEY, None)
    else:
        st.query_params[MILESTONE_KEY] = chosen


def _nothing_to_compare(visit: PageContext) -> None:
    """Say what to choose, where a figure would have nothing to show."""
    locale = visit.locale
    with st.container(key=f"panel_{COMPARE_FIGURE}"):
        title = markup.escape_html(locale(find_figure(COMPARE_FIGURE).question))
        told = markup.escape_html(locale(CHOOSE_PROVINCES))
        heading = markup.element("h2", title, class_="question")
        markup.show_html(heading + markup.element("p", told, class_="caption"))
