"""A figure on a page: verdict cards, question, as-of line, chart, caption, table, provenance."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from milestones.charts.plotly_renderer.figure import CONFIG
from milestones.figures.compute import draw_figure
from milestones.figures.overview.milestone_cards import MilestoneCard, milestone_cards
from milestones.figures.provenance import definition
from milestones.figures.registry import (
    NOT_COUNTED,
    WORD_FORMATS,
    FigureNotCountedError,
    Result,
    figures_on_page,
    find_figure,
)
from milestones.figures.tables import table_cells
from milestones.i18n import Locale
from milestones.i18n.locale import UNKNOWN_DASH, is_unknown
from milestones.methods.model import anchor_of
from pages.parts import links
from pages.parts.downloads import download_popover
from pages.parts.markup import (
    details,
    div,
    element,
    escape_html,
    html_table,
    show_html,
    show_text,
    text_element,
)
from pages.parts.page_context import PageContext, result_of
from pages.parts.streamlit_compat.hooks import plotly_figure

MAX_TABLE_ROWS = 400
"""More rows than this are not sent to a browser."""
TEXT_FORMATS = WORD_FORMATS | {"month", "plain"}


def figure_table(result: Result, title: str, locale: Locale) -> str:
    """Write what is listed of a figure's frame as markup; files hold all of it."""
    columns, whole = table_cells(result, locale, MAX_TABLE_ROWS), len(result.frame)
    listed = len(columns[0].cells)
    written = (map(_writer(column.format, locale), column.cells) for column in columns)
    numeric = [column.format not in TEXT_FORMATS for column in columns]
    head = [column.header for column in columns]
    rows = html_table(head, zip(*written, strict=True), numeric, title)
    table = element("div", rows, class_="rows", tabindex="0")
    if listed == whole:
        return table
    counts = {"shown": locale.exact(listed), "all": locale.exact(whole)}
    note = locale("Listed: {shown} of {all} rows; a file holds them all.", **counts)
    return table + text_element("p", note)


def _writer(form: str, locale: Locale) -> Callable[..., str]:
    """Choose how the cells of a column are written; an unknown value is a dash."""
    writers: dict[str, Callable[..., str]] = {
        "count": locale.exact,
        "share": locale.share,
        "money": locale.money,
        "date": locale.date,
        "month": locale.month,
        "number": lambda value: locale.exact(value, 0 if _is_whole(value) else 2),
    }
    return writers.get(form, _plain)


def _is_whole(value: Any) -> bool:
    return is_unknown(value) or value == int(value)


def _plain(value: object) -> str:
    return UNKNOWN_DASH if is_unknown(value) or value == "" else str(value)


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
        show_text("p", context.locale("This figure cannot be shown just now."))


@dataclass(frozen=True)
class ReadyFigure:
    """A figure ready to be shown: the chart, its text for who cannot see it, the markup."""

    chart: Any
    alt: str
    around: str


def show_section(page: str, name: str, context: PageContext) -> None:
    """Show the figures of a section of a page; the look has rules for the section by its name."""
    with st.container(key=name):
        for figure_id in figures_on_page(page, name):
            show_figure(figure_id, context)


def show_figure(figure_id: str, context: PageContext) -> None:
    """Show a figure with its words, its table, its provenance, and the way to take it along.

    What stands above and below the chart is one part of the page, before the chart for those who
    read by ear; the look puts each piece in its place.
    """
    own = f"{context.side}{figure_id}"
    with st.container(key=f"panel_{own}"), error_boundary(figure_id, context):
        if lacking := find_figure(figure_id).missing(context.selection):
            question = context.locale(find_figure(figure_id).question)
            title = text_element("h2", question, class_="question")
            show_html(title + text_element("p", context.locale(lacking.sentence), class_="caption"))
            return
        ready = ready_figure(f"{figure_id} {context.key}", figure_id, context)
        show_html(ready.around)
        key = f"chart_{own}"
        st.plotly_chart(ready.chart, theme=None, key=key, config=CONFIG, alt=ready.alt)
        download_popover(figure_id, context)


@st.cache_resource(max_entries=800, show_spinner=False)
def ready_figure(key: str, _figure_id: str, _context: PageContext) -> ReadyFigure:
    """Draw a figure and write what stands around it, once for all readers who ask alike."""
    result, reader = result_of(_figure_id, _context), _context.reader
    drawing, locale = draw_figure(result, reader.lang, reader.theme), reader.locale
    title = text_element("h2", drawing.title, class_="question")
    as_of = text_element("p", drawing.as_of, class_="as-of")
    rows = figure_table(result, drawing.title, locale)
    shut = details(locale("Table"), rows, "as-table")
    about = details(locale("About this figure"), _about_figure(_figure_id, _context), "about")
    caption = text_element("p", drawing.caption, class_="caption")
    around = title + as_of + caption + div("tools", shut, about)
    return ReadyFigure(plotly_figure(drawing.spec), drawing.alt, around)


def _about_figure(figure_id: str, context: PageContext) -> str:
    locale, edition = context.locale, context.edition
    meaning = definition(figure_id, locale)
    entries = {
        locale("Question"): escape_html(meaning.question),
        locale("Counted"): "<br>".join(escape_html(line) for line in meaning.indicators),
        locale("Selection"): escape_html(context.selection_text),
        locale("Edition"): text_element("code", edition.id),
        locale("Received"): escape_html(locale.date(edition.received_on)),
        locale("Query"): text_element("code", meaning.query),
        locale("Method"): _method_link(figure_id, context),
    }
    pairs = (
        text_element("dt", key) + element("dd", value) for key, value in entries.items() if value
    )
    return element("dl", "".join(pairs))


def _method_link(figure_id: str, context: PageContext) -> str:
    """Lead to the figure's definition on the methods page."""
    to = links.anchor_link("methods", context, anchor_of("figure", figure_id))
    return text_element("a", context.locale("Methods and definitions"), href=to)


def show_verdicts(context: PageContext, figure_id: str = "milestone_status") -> None:
    """Show one card a milestone: the word, the value, the target, and what is still open."""
    with error_boundary("verdicts", context):
        key = f"{figure_id} {context.choice} {context.reader.lang}"
        show_html(_verdicts_markup(key, figure_id, context))


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
    answer = div("answer", word, value, note)
    return element("section", name + answer + lines, class_=f"verdict {card.status}")
