"""Which provinces lag, since when, and how do a few compare? From each to its institutions."""

from __future__ import annotations

import streamlit as st

from milestones.figures.labels import label
from milestones.figures.provinces.compare import CHOOSE
from milestones.figures.provinces.compare_rows import is_comparable
from milestones.figures.registry import find
from milestones.plan import Milestone
from pages.parts import markup, shell
from pages.parts.onward import institutions_of_each
from pages.parts.panel import panel
from pages.parts.visit import Visit

LINKS, COMPARE = "to_institutions", "province_compare"
COURSES = ("province_paths", "province_months")
LATER = ("industrialization_paths", "industrialization_months")
ORDERS = {
    "assessment_coverage": (
        ("province_ranking", "province_scatter", "province_compare", LINKS, *COURSES),
        ("province_ranking", "province_scatter", "province_compare", *COURSES, LINKS),
    ),
    "high_value_industrialization": (
        ("industrialization_scatter", LINKS, *LATER, "province_compare"),
        ("industrialization_scatter", LINKS, *LATER, "province_compare"),
    ),
}
"""What stands on the page for each milestone, by the indicator that it follows.

The second order is for provinces that are set side by side, which takes a tall figure.
"""

KEY = "milestone"
"""What the address calls the milestone; the first of the plan goes without saying."""


def show(visit: Visit) -> None:
    """Show the figures of the milestone that the address names."""
    chosen = _milestone(visit)
    if chosen is None:
        return
    with st.container(key="below"):
        for name in ORDERS[chosen.indicator][is_comparable(visit.selection)]:
            if name == LINKS:
                institutions_of_each(visit)
            elif name == COMPARE and not is_comparable(visit.selection):
                _nothing_to_compare(visit)
            else:
                panel(name, visit)


def _milestone(visit: Visit) -> Milestone | None:
    """Ask which milestone to follow; an address that names none of the plan is told so."""
    words = visit.words
    there = {each.id: each for each in visit.edition.plan.milestones if each.indicator in ORDERS}
    if not there:
        return None
    asked = st.query_params.get(KEY)
    if asked is not None and asked not in there:
        shell.dropped(words, [asked])
    first = next(iter(there))
    chosen = asked if asked in there else first
    if st.session_state.get(KEY) != chosen:
        st.session_state[KEY] = chosen
    st.segmented_control(
        words("Milestone"),
        list(there),
        key=KEY,
        format_func=lambda name: f"{name} {label(there[name].indicator, words)}",
        required=True,
        label_visibility="collapsed",
        on_change=_follow,
        args=(first,),
    )
    return there[chosen]


def _follow(first: str) -> None:
    """Write the choice into the address."""
    chosen = st.session_state[KEY]
    if chosen == first:
        st.query_params.pop(KEY, None)
    else:
        st.query_params[KEY] = chosen


def _nothing_to_compare(visit: Visit) -> None:
    """Say what to choose, where a figure would have nothing to show."""
    words = visit.words
    with st.container(key=f"panel_{COMPARE}"):
        title = markup.text(words(find(COMPARE).question))
        told = markup.text(words(CHOOSE))
        heading = markup.element("h2", title, class_="question")
        markup.show(heading + markup.element("p", told, class_="caption"))
