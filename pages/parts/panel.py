"""A figure on a page: verdict cards, question, as-of line, chart, caption, table, provenance."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from milestones.charts.model import leads_to_provinces
from milestones.figures.overview.milestone_cards import MilestoneCard, milestone_cards
from milestones.figures.registry import (
    NOT_COUNTED,
    FigureNotCountedError,
    figures_on_page,
    find_figure,
)
from pages.parts.downloads import download_popover
from pages.parts.figure_parts import CANNOT_BE_SHOWN, drawn_figure, part_address
from pages.parts.links import links_key, province_address
from pages.parts.markup import details, div, element, show_html, show_text, text_element
from pages.parts.page_context import PageContext, result_of

log = logging.getLogger("milestones.pages")


@contextmanager
def error_boundary(name: str, context: PageContext) -> Iterator[None]:
    """Let the rest of the page stand when one part of it fails: a sentence, and a log entry."""
    try:
        yield
    except FigureNotCountedError:
        show_text("p", context.locale(NOT_COUNTED))
    except Exception:
        log.exception("%s cannot be shown for %s", name, context.selection)
        show_text("p", context.locale(CANNOT_BE_SHOWN))


def show_section(page: str, name: str, context: PageContext) -> None:
    """Show the figures of a section of a page; the look has rules for the section by its name."""
    with st.container(key=name):
        for figure_id in figures_on_page(page, name):
            show_figure(figure_id, context)


def show_figure(figure_id: str, context: PageContext) -> None:
    """Show a figure with its words, its table, its provenance, and the way to take it along.

    The words are there at once; `charts.js` fetches the chart when it comes near the window, the
    table and the definition when they are opened.
    """
    own = f"{context.side}{figure_id}"
    with st.container(key=f"panel_{own}"), error_boundary(figure_id, context):
        if lacking := find_figure(figure_id).missing(context.selection):
            question = context.locale(find_figure(figure_id).question)
            title = text_element("h2", question, class_="question")
            show_html(title + text_element("p", context.locale(lacking.sentence), class_="caption"))
            return
        show_html(figure_markup(figure_id, context))
        download_popover(figure_id, context)


def figure_markup(figure_id: str, context: PageContext) -> str:
    """Write the words of a figure and the places of its parts, once for all who ask alike."""
    key = f"{figure_id} {links_key(context)} {context.side}"
    return _figure_markup(key, figure_id, context)


@st.cache_resource(max_entries=800, show_spinner=False)
def _figure_markup(key: str, _figure_id: str, _context: PageContext) -> str:
    locale, drawn = _context.locale, drawn_figure(_figure_id, _context)

    def shut(says: str, part: str, class_: str) -> str:
        here = part_address(part, _figure_id, _context)
        name = f"{part} {_context.side}{_figure_id}"
        return details(says, "", class_, **{"data-from": here, "data-name": name})

    chart = element(
        "div",
        "",
        class_="chart",
        role="figure",
        style=f"min-height:{drawn.chart.height}px",
        **{
            "aria-label": drawn.alt,
            "data-from": part_address("chart", _figure_id, _context),
            "data-name": f"{_context.side}{_figure_id}",
            "data-failed": locale(CANNOT_BE_SHOWN),
            **({"data-to": province_address(_context)} if leads_to_provinces(drawn.chart) else {}),
        },
    )
    return (
        text_element("h2", drawn.title, class_="question")
        + text_element("p", drawn.as_of, class_="as-of")
        + chart
        + text_element("p", drawn.caption, class_="caption")
        + div(
            "tools",
            shut(locale("Table"), "table", "as-table"),
            shut(locale("About this figure"), "about", "about"),
        )
    )


def show_verdicts(context: PageContext, figure_id: str = "milestone_status") -> None:
    """Show one card a milestone: the value and what is left, the verdict, the target."""
    with error_boundary("verdicts", context):
        show_html(verdicts_markup(context, figure_id))


def verdicts_markup(context: PageContext, figure_id: str = "milestone_status") -> str:
    """Write one card a milestone, once for all who ask alike."""
    key = f"{figure_id} {context.choice} {context.reader.lang}"
    return _verdicts_markup(key, figure_id, context)


@st.cache_resource(max_entries=400, show_spinner=False)
def _verdicts_markup(key: str, _figure_id: str, _context: PageContext) -> str:
    cards = milestone_cards(result_of(_figure_id, _context), _context.reader.lang)
    return div("verdicts", *map(_verdict_card, cards))


def _verdict_card(card: MilestoneCard) -> str:
    name = text_element("h2", f"{card.milestone} {card.name}")
    word = text_element("div", card.verdict, class_="word")
    value = text_element("div", card.value, class_="value")
    note = text_element("p", card.value_note, class_="of")
    lines = element("ul", "".join(text_element("li", line) for line in card.lines))
    answer = div("answer", value, note, word)
    return element("section", name + answer + lines, class_=f"verdict {card.status}")
