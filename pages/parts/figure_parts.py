"""The parts of a figure that a browser fetches when they are wanted, at addresses of their own.

A chart is wanted when it comes near the window, a table or a definition when it is opened. An
address names the edition and all that was chosen, so any process that has the edition can answer;
what it answers never changes, so a browser keeps it.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from milestones.charts.palette import Theme
from milestones.charts.plotly_renderer.figure import figure_json
from milestones.editions.data_home import DataHome
from milestones.editions.edition import EditionNotFoundError, EditionUnreadableError
from milestones.editions.release import is_press, may_open
from milestones.figures.compute import DrawnFigure, draw_figure
from milestones.figures.provenance import definition
from milestones.figures.registry import FIGURES, WORD_FORMATS, Result
from milestones.figures.tables import table_cells
from milestones.i18n import LANGS, Locale, _
from milestones.i18n.locale import UNKNOWN_DASH, is_unknown
from milestones.methods.model import anchor_of
from milestones.paths import code_version
from milestones.selection import ADDRESS_KEYS, Selection
from pages.parts import address, links
from pages.parts.markup import element, escape_html, html_table, text_element
from pages.parts.page_context import PageContext, Reader, opened_edition, result_of
from pages.parts.streamlit_compat import responses

log = logging.getLogger("milestones.pages")

FOLDER = "figures"
NAMED_KEY = "named"
"""Tells that the links of a part name the edition, as those of its page do."""
BUILD_KEY = "build"
"""Tells which code wrote an address, so that no part outlives it in a browser."""
KEEP_SECONDS = 86_400
CANNOT_BE_SHOWN = _("This figure cannot be shown just now.")
GZIP_LEVEL = 5
MAX_TABLE_ROWS = 400
"""More rows than this are not sent to a browser."""
TEXT_FORMATS = WORD_FORMATS | {"month", "plain"}


def part_address(part: str, figure_id: str, context: PageContext) -> str:
    """Write the address of a part of a figure; a browser adds the theme to that of a chart."""
    query: dict[str, list[str]] = {
        **context.selection.to_query(),
        address.EDITION_KEY: [context.edition.id],
        "lang": [context.reader.lang],
        BUILD_KEY: [code_version()],
    }
    if context.is_named:
        query[NAMED_KEY] = ["1"]
    return f"{address.own_folder(FOLDER)}/{figure_id}/{part}?{urlencode(query, doseq=True)}"


def figure_routes() -> list[Route]:
    """Give the routes of the server that answer for parts of figures."""
    folder = address.own_folder(FOLDER)
    return [
        Route(f"{folder}/{responses.PLOTLY.name}", _answer_plotly, methods=["GET"]),
        Route(folder + "/{figure_id}/{part}", _answer, methods=["GET"]),
    ]


async def _answer_plotly(request: Request) -> Response:
    body = await run_in_threadpool(responses.gzipped_asset, responses.PLOTLY)
    headers = {"cache-control": responses.CACHE_FOR_A_YEAR}
    return _encoded(body, "text/javascript", request, headers)


def _encoded(body: bytes, kind: str, request: Request, headers: dict[str, str]) -> Response:
    """Answer with what is compressed, to those who cannot read that with what it holds."""
    headers["vary"] = "accept-encoding"
    if responses.accepts_gzip(request.scope):
        headers["content-encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type=kind, headers=headers)


class PartNotFoundError(LookupError):
    """There is no such part, or nobody here may see it."""


async def _answer(request: Request) -> Response:
    """Hand out a part of a figure; what does not exist and what is withheld are answered alike."""
    figure_id, part = request.path_params["figure_id"], request.path_params["part"]
    asked = request.query_params
    try:
        kind, body = await run_in_threadpool(find_part, part, figure_id, asked)
    except PartNotFoundError:
        return PlainTextResponse(_locale(asked)(CANNOT_BE_SHOWN), 404)
    except Exception:
        log.exception("the %s of %s cannot be shown", part, figure_id)
        return PlainTextResponse(_locale(asked)(CANNOT_BE_SHOWN), 500)
    kept = f"private, max-age={KEEP_SECONDS}"
    return _encoded(body, kind, request, {"cache-control": kept})


def _locale(asked: QueryParams) -> Locale:
    return Locale(address.reader_language(asked.get("lang"), None))


def find_part(part: str, figure_id: str, asked: QueryParams) -> tuple[str, bytes]:
    """Make a part, or give it as it was made before: its media type, its bytes compressed.

    Raises PartNotFoundError.
    """
    if part not in PARTS or figure_id not in FIGURES:
        raise PartNotFoundError(figure_id)
    context = _read_context(asked)
    kind, write = PARTS[part]
    key = f"{part} {figure_id} {context.key}"
    with address.of_request({}):
        return kind, _compressed_part(key, write, figure_id, context)


@st.cache_resource(max_entries=2000, show_spinner=False)
def _compressed_part(
    key: str, _write: Callable[[str, PageContext], bytes], _figure_id: str, _context: PageContext
) -> bytes:
    return gzip.compress(_write(_figure_id, _context), GZIP_LEVEL, mtime=0)


def _read_context(asked: QueryParams) -> PageContext:
    """Read from an address for whom, from which edition and for what selection a part is.

    Raises PartNotFoundError for anything that no address of ours says.
    """
    home, edition_id = DataHome.default(), asked.get(address.EDITION_KEY, "")
    lang, theme = asked.get("lang", ""), asked.get("theme", "light")
    if lang not in LANGS or theme not in ("light", "dark"):
        raise PartNotFoundError(lang)
    if not may_open(home, edition_id, press=is_press()):
        raise PartNotFoundError(edition_id)
    try:
        edition = opened_edition(home.path, edition_id)
    except (EditionNotFoundError, EditionUnreadableError) as error:
        raise PartNotFoundError(edition_id) from error
    chosen = {key: asked.getlist(key) for key in ADDRESS_KEYS if key in asked}
    selection, unknown = Selection.parse(chosen, edition)
    if unknown:
        raise PartNotFoundError(unknown[0].value)
    reader = Reader(lang, "dark" if theme == "dark" else "light")
    return PageContext(reader, edition, selection, asked.get(NAMED_KEY) == "1")


def drawn_figure(figure_id: str, context: PageContext) -> DrawnFigure:
    """Draw a figure with its words once for all readers of a language who ask alike."""
    return _drawn_figure(f"{figure_id} {context.choice} {context.reader.lang}", figure_id, context)


@st.cache_resource(max_entries=800, show_spinner=False)
def _drawn_figure(key: str, _figure_id: str, _context: PageContext) -> DrawnFigure:
    return draw_figure(result_of(_figure_id, _context), _context.reader.lang, "light")


def _chart_part(figure_id: str, context: PageContext) -> bytes:
    theme: Theme = context.reader.theme
    return figure_json(replace(drawn_figure(figure_id, context), theme=theme).spec)


def _table_part(figure_id: str, context: PageContext) -> bytes:
    title = drawn_figure(figure_id, context).title
    return figure_table(result_of(figure_id, context), title, context.locale).encode()


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


def _about_part(figure_id: str, context: PageContext) -> bytes:
    """Write what a figure counts, for what and from which edition, and where its query stands."""
    locale, edition = context.locale, context.edition
    meaning = definition(figure_id, locale)
    to_method = links.anchor_link("methods", context, anchor_of("figure", figure_id))
    entries = {
        locale("Question"): escape_html(meaning.question),
        locale("Counted"): "<br>".join(escape_html(line) for line in meaning.indicators),
        locale("Selection"): escape_html(context.selection_text),
        locale("Edition"): text_element("code", edition.id),
        locale("Received"): escape_html(locale.date(edition.received_on)),
        locale("Query"): text_element("code", meaning.query),
        locale("Method"): text_element("a", locale("Methods and definitions"), href=to_method),
    }
    pairs = (
        text_element("dt", key) + element("dd", value) for key, value in entries.items() if value
    )
    return element("dl", "".join(pairs)).encode()


PARTS: dict[str, tuple[str, Callable[[str, PageContext], bytes]]] = {
    "chart": ("application/json", _chart_part),
    "table": ("text/html", _table_part),
    "about": ("text/html", _about_part),
}
"""The parts of a figure: media type, and what writes it."""
