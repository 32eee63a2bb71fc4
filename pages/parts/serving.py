"""How the server hands out Streamlit's own files: compressed, and in the reader's language.

Streamlit serves its scripts uncompressed (4.7 MB for Plotly's alone) and says
`<html lang="en">` to everybody. This layer stands before it and answers for those two.
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, string_util, type_util
from streamlit.elements import html
from streamlit.runtime import app_session

from milestones.words import language_of
from pages.parts.gathering import Gathered

STATIC = Path(streamlit.__file__).parent / "static"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
FOR_A_YEAR = "public, max-age=31536000, immutable"
CHARTS = "PlotlyChart."
REMEMBERED = 4096
"""More than all labels there are: provinces, months and fields in two languages."""
MARKUPS = 512
"""Pieces of markup remembered, some kilobytes each."""
HTML_LANG = {"zh": "zh-CN", "en": "en"}
FONT_PRELOAD = re.compile(rb'<link\s+rel="preload"[^>]*as="font"[^>]*>')


@lru_cache(maxsize=1)
def assets() -> dict[str, Path]:
    """List the files that gain from compression, by the address they are asked for."""
    files = (path for path in STATIC.rglob("*") if path.suffix in KINDS)
    return {"/" + path.relative_to(STATIC).as_posix(): path for path in files}


@lru_cache(maxsize=256)
def compressed(path: Path) -> bytes:
    """Compress one file; done once, since names carry a hash of the content."""
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)


def warm_up() -> None:
    """Compress the largest script before the first reader asks for it."""
    for address, path in assets().items():
        if CHARTS in address:
            compressed(path)


def remember() -> None:
    """Keep what Streamlit would find out anew at each run, 4 milliseconds of it.

    Whether an emoji stands at the head of a label: it asks for each of the seventy in the
    filters. The options of the theme and how a message spells them, which nobody changes while
    the server runs. Which parameters a cached function has. And whether markup is nothing but a
    style: what is shown is shared by all readers, so it is known again by its identity.
    """
    _remember(string_util, "extract_leading_emoji")
    _remember(config, "get_options_for_section")
    _remember(app_session, "to_snake_case")
    _remember(type_util, "get_func_parameters")
    _remember(html, "_html_only_style_tags", MARKUPS)


def _remember(module: ModuleType, name: str, most: int = REMEMBERED) -> None:
    finds = getattr(module, name)
    if not hasattr(finds, "cache_info"):
        setattr(module, name, lru_cache(maxsize=most)(finds))


def page_language(scope: Scope) -> str:
    """Choose the language of a page's first bytes: the address, else the browser's first choice."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    accepted = Headers(scope=scope).get("accept-language", "")
    return HTML_LANG[asked] if asked in HTML_LANG else HTML_LANG[language_of(accepted)]


def rewritten(html: bytes, lang: str) -> bytes:
    """Set the language of a page and leave out the font that the theme does not use."""
    html = html.replace(b'<html lang="en">', f'<html lang="{lang}">'.encode(), 1)
    return FONT_PRELOAD.sub(b"", html)


class Serving:
    """The layer before Streamlit; what it does not know it passes on untouched."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for compressible files, rewrite pages, gather messages, pass on the rest."""
        if scope["type"] == "websocket":
            await self.app(scope, receive, Gathered(send))
        elif scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
        elif (path := assets().get(scope["path"])) and _accepts_gzip(scope):
            body = await run_in_threadpool(compressed, path)
            headers = {
                "content-encoding": "gzip",
                "cache-control": FOR_A_YEAR,
                "vary": "accept-encoding",
            }
            answer = Response(body, media_type=KINDS[path.suffix], headers=headers)
            await answer(scope, receive, send)
        else:
            await self.app(_unconditional(scope), receive, _Page(send, page_language(scope)))


def _accepts_gzip(scope: Scope) -> bool:
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def _unconditional(scope: Scope) -> Scope:
    """Ask for pages whole: one that is unchanged on disk may be wanted in another language."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return scope
    left_out = {b"if-none-match", b"if-modified-since", b"range"}
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in left_out]}


class _Page:
    """Hold back a page until it is whole and send it rewritten; pass on other answers."""

    def __init__(self, send: Send, lang: str) -> None:
        self.send, self.lang = send, lang
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            whole = message["status"] == 200 and "content-encoding" not in headers
            if whole and headers.get("content-type", "").startswith("text/html"):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self.start)
            return
        await self.send(message)

    async def _finish(self, start: Message) -> None:
        body = rewritten(self.body, self.lang) if self.body else b""
        headers = MutableHeaders(raw=list(start["headers"]))
        if body:
            headers["content-length"] = str(len(body))
        headers["vary"] = "accept-language"
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})
