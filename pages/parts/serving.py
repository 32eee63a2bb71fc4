"""How the server hands out Streamlit's own files: compressed, and its page with our frame.

Streamlit serves its scripts uncompressed (4.7 MB for Plotly's alone) and the same empty page to
everybody. This layer stands before it and answers for those two.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from milestones.i18n import LANGS, Lang
from pages.parts import address
from pages.parts.index_html import STATIC, framed

KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
FOR_A_YEAR = "public, max-age=31536000, immutable"
CHARTS = "PlotlyChart."
OF_THE_FILE = ("content-length", "etag", "last-modified", "accept-ranges")


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
    for name, path in assets().items():
        if CHARTS in name:
            compressed(path)


def page_language(scope: Scope) -> Lang:
    """Choose the language of a page's first bytes: the address, else the browser's first choice."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return address.language(asked, Headers(scope=scope).get("accept-language"))


class Serving:
    """The layer before Streamlit; what it does not know it passes on untouched."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for compressible files, put pages into their frame, pass on the rest."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
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
            finish = partial(page_of, lang=page_language(scope), zipped=_accepts_gzip(scope))
            await self.app(_plain(scope), receive, _Page(send, finish))


def _accepts_gzip(scope: Scope) -> bool:
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def _plain(scope: Scope) -> Scope:
    """Ask for pages whole and as they are: one that is unchanged on disk may be wanted in another
    language, and what is compressed cannot be written into.
    """
    accepted = Headers(scope=scope).get("accept", "*/*")
    if "text/html" not in accepted and "*/*" not in accepted:
        return scope
    left_out = {b"if-none-match", b"if-modified-since", b"range", b"accept-encoding"}
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in left_out]}


@lru_cache(maxsize=2 * len(LANGS))
def page_of(page: bytes, lang: Lang, zipped: bool) -> tuple[bytes, dict[str, str]]:
    """Give the page in its frame for a language, and the headers that say so."""
    body, told = framed(page, lang), {}
    if zipped:
        body, told = gzip.compress(body, mtime=0), {"content-encoding": "gzip"}
    return body, {**told, "content-length": str(len(body))}


class _Page:
    """Hold back a page until it is whole and send it finished; pass on other answers."""

    def __init__(self, send: Send, finish: Callable[[bytes], tuple[bytes, dict[str, str]]]) -> None:
        self.send, self.finish = send, finish
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
        """Send the page; who asks for its headers alone gets no body, and is told no length.

        What Streamlit says of its file is not true of the page: its length, its tag, its date.
        """
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in OF_THE_FILE:
            del headers[name]
        body, told = self.finish(self.body) if self.body else (b"", {})
        headers.update({**told, "vary": "accept, accept-language, accept-encoding"})
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})
