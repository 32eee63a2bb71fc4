"""What the server answers with: Streamlit's page framed, its files compressed, headers.

Streamlit serves its scripts uncompressed (4.7 MB for Plotly's alone) and the same empty page to
everybody. What we add to the page stands in its first bytes, so it is there before the first run
and costs none of them.

Scripts that a run sends are fixed texts, so that the policy can name their hash; what differs
from run to run stands in `data-` attributes, which a script reads and never runs.

The Content-Security-Policy lets a page load from this server alone. Beyond that it allows what
Streamlit 1.67 and Plotly 7 cannot do without:

- scripts of the page itself, each by the hash of its text: Streamlit's line in its empty page, the
  frame's `client_navigation.js`, and those that a run sends. No `unsafe-inline`, no `eval`;
  WebAssembly is refused too: Streamlit's reader of messages tries it and goes on without.
- inline styles: Streamlit and Plotly write `style` attributes and `<style>` elements at each step,
  so no hash can name them. A style cannot run anything.
- images and fonts as `data:`: the icon of the page; Streamlit's marks and its font of symbols.
- the WebSocket of this very address, named in full because old browsers do not count it as own.

Who may show a page in a frame is a setting: `MILESTONES_FRAME_ANCESTORS`, `'none'` by default.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
from collections.abc import Awaitable, Callable
from functools import cache, lru_cache, partial
from pathlib import Path
from urllib.parse import parse_qs, quote

import streamlit
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from milestones.i18n import Lang, Locale, _
from pages.parts import address
from pages.parts.markup import element, text_element

SCRIPTS_FOLDER = Path(__file__).parent / "scripts"


@cache
def inline_scripts() -> dict[str, str]:
    """Give the text of each script by its name."""
    return {
        path.stem: path.read_text(encoding="utf-8") for path in sorted(SCRIPTS_FOLDER.glob("*.js"))
    }


def run_script(name: str, **data: str) -> None:
    """Let the browser run a script; it runs again whenever its data differ."""
    st.html(_script(name, **data), unsafe_allow_javascript=True)


def _script(name: str, **data: str) -> str:
    attributes = {f"data-{key}": value for key, value in data.items()}
    return element("script", inline_scripts()[name], **attributes)


PLOTLY = Path(__file__).parents[1] / "plotly-cartesian-4.1.1.min.js"
"""Plotly without maps, pies and 3D, a third of it all: as published for these kinds of charts."""


def charts_script() -> str:
    """Write the script that draws the charts of a page."""
    return _script("charts", plotly=f"{address.own_folder('figures')}/{PLOTLY.name}")


def draw_charts() -> None:
    """Let the browser draw charts, where the page in its frame has not told it to."""
    st.html(charts_script(), unsafe_allow_javascript=True)


def script_hash(content: str) -> str:
    """Name an inline script or style in a Content-Security-Policy."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


SHORT_TITLE = _("Existing patents: national progress")
HTML_LANG = {"zh": "zh-CN", "en": "en"}
ASSETS_FOLDER = Path(__file__).parent
NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
APP_ROOT = b'<div id="root"></div>'
FONT_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')
"""Streamlit's own font, which the theme does not use."""


STREAMLIT_STATIC = Path(streamlit.__file__).parent / "static"


def inline_elements(tag: str) -> list[str]:
    """Give the text of each element of a kind that stands in the page itself."""
    page = index_html((STREAMLIT_STATIC / "index.html").read_bytes(), "en").decode()
    return re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)


def require_frame_places() -> None:
    """Raise LookupError unless Streamlit's empty page has every place that the frame fills."""
    page = (STREAMLIT_STATIC / "index.html").read_text(encoding="utf-8")
    places = [*_replacements(Locale("en")), APP_ROOT.decode()]
    missing = [each for each in places if each not in page]
    missing += [each.pattern for each in (NOSCRIPT, FONT_PRELOAD) if not each.search(page)]
    if missing:
        raise LookupError(f"not in Streamlit's page: {missing}")


def index_html(page: bytes, lang: Lang) -> bytes:
    """Write into Streamlit's empty page what it does not know of us."""
    locale = Locale(lang)
    without = text_element("p", locale("This dashboard needs JavaScript to show its figures."))
    html = NOSCRIPT.sub(element("noscript", without), FONT_PRELOAD.sub("", page.decode()))
    for theirs, ours in _replacements(locale).items():
        html = html.replace(theirs, ours, 1)
    return html.encode()


def _replacements(locale: Locale) -> dict[str, str]:
    """Give what stands in Streamlit's page, and what comes in its place.

    The look is put last, after the rules of Streamlit's own that weigh as much. The icon is no
    "shortcut": that one Streamlit would set to its own again.
    """
    icon = f"data:image/svg+xml,{quote(_asset('icon.svg'))}"
    own = element("style", _asset("look.css")) + element("script", _asset("client_navigation.js"))
    parts = own + charts_script()
    return {
        '<html lang="en">': f'<html lang="{HTML_LANG[locale.lang]}">',
        "<title>Streamlit</title>": text_element("title", locale(SHORT_TITLE)),
        'rel="shortcut icon" href="./favicon.png"': f'rel="icon" href="{icon}"',
        "</body>": f"{parts}</body>",
    }


def _asset(name: str) -> str:
    return (ASSETS_FOLDER / name).read_text(encoding="utf-8")


ANCESTORS_SETTING = "MILESTONES_FRAME_ANCESTORS"
HOST_PATTERN = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:]{2,39}\](:\d{1,5})?")
ANCESTOR_PATTERN = re.compile(r"'self'|https?://(\*\.)?[A-Za-z0-9.-]+(:(\d{1,5}|\*))?")
X_FRAME_OPTIONS = {"'none'": "DENY", "'self'": "SAMEORIGIN"}
"""What browsers that know no `frame-ancestors` are told; they have no word for other hosts."""


class SettingUnreadableError(ValueError):
    """An environment variable does not say what the server may do."""


def frame_ancestors() -> str:
    """Give who may show a page in a frame; raises SettingUnreadableError."""
    asked = os.environ.get(ANCESTORS_SETTING, "").split() or ["'none'"]
    if asked != ["'none'"] and not all(ANCESTOR_PATTERN.fullmatch(each) for each in asked):
        raise SettingUnreadableError(
            f"{ANCESTORS_SETTING} must be 'none', or a list of 'self' and addresses such as "
            f"https://portal.example.org, not {' '.join(asked)!r}."
        )
    return " ".join(asked)


@cache
def script_sources() -> str:
    """Name every inline script that a page may run."""
    texts = [*inline_elements("script"), *inline_scripts().values()]
    return " ".join(script_hash(each) for each in texts)


@lru_cache(maxsize=64)
def security_headers(host: str) -> list[tuple[bytes, bytes]]:
    """Give the headers for an answer to who asked for a host."""
    ancestors = frame_ancestors()
    sockets = f" ws://{host} wss://{host}" if HOST_PATTERN.fullmatch(host) else ""
    policy = (
        "default-src 'self'",
        f"script-src 'self' {script_sources()}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        f"connect-src 'self'{sockets}",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        f"frame-ancestors {ancestors}",
    )
    headers = {
        "content-security-policy": "; ".join(policy),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
    }
    if ancestors in X_FRAME_OPTIONS:
        headers["x-frame-options"] = X_FRAME_OPTIONS[ancestors]
    return [(name.encode(), value.encode()) for name, value in headers.items()]


PART_HEADERS = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
]
"""The headers of what a page fetches for itself: data, which are no page anywhere."""


def is_part(scope: Scope) -> bool:
    """Say whether a part of a figure, or the script that draws them, is asked for."""
    return str(scope["path"]).startswith(f"{address.own_folder('figures')}/")


class SecurityHeaders:
    """The outermost layer: puts the headers on every answer, that of a failure too."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to the start of an answer."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        added = PART_HEADERS if is_part(scope) else security_headers(host)
        is_begun = False

        async def sent(message: Message) -> None:
            nonlocal is_begun
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                is_begun = True
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception:
            if scope["type"] == "http" and not is_begun:
                await PlainTextResponse("Internal Server Error", 500)(scope, receive, sent)
            raise


ASSET_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
CACHE_FOR_A_YEAR = "public, max-age=31536000, immutable"
FILE_HEADERS = ("content-length", "etag", "last-modified", "accept-ranges")


@lru_cache(maxsize=1)
def static_assets() -> dict[str, Path]:
    """List the files that gain from compression, by the address they are asked for."""
    files = (path for path in STREAMLIT_STATIC.rglob("*") if path.suffix in ASSET_TYPES)
    return {"/" + path.relative_to(STREAMLIT_STATIC).as_posix(): path for path in files}


@lru_cache(maxsize=256)
def gzipped_asset(path: Path) -> bytes:
    """Compress one file; done once, since names carry a hash of the content."""
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)


def compress_plotly() -> None:
    """Compress the largest script before the first reader asks for it."""
    gzipped_asset(PLOTLY)


def page_language(scope: Scope) -> Lang:
    """Choose the language of a page's first bytes: the address, else the browser's first choice."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return address.reader_language(asked, Headers(scope=scope).get("accept-language"))


FirstView = Callable[[str, dict[str, list[str]], Lang], str]
"""Writes what shows before the first run: path of the page, what its address asks, language."""


class StreamlitFiles:
    """The layer before Streamlit; what it does not know it passes on untouched."""

    def __init__(self, app: ASGIApp, first_view: FirstView) -> None:
        """Stand before `app`; `first_view` writes what a page shows before its first run."""
        self.app = app
        self.first_view = first_view

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for compressible files, put pages into their frame, pass on the rest."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
        elif (path := static_assets().get(scope["path"])) and accepts_gzip(scope):
            body = await run_in_threadpool(gzipped_asset, path)
            headers = {
                "content-encoding": "gzip",
                "cache-control": CACHE_FOR_A_YEAR,
                "vary": "accept-encoding",
            }
            answer = Response(body, media_type=ASSET_TYPES[path.suffix], headers=headers)
            await answer(scope, receive, send)
        else:
            sender = _PageSender(send, partial(self._finished_page, scope))
            await self.app(_asking_for_plain(scope), receive, sender)

    async def _finished_page(self, scope: Scope, page: bytes) -> tuple[bytes, dict[str, str]]:
        lang = page_language(scope)
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        view = await run_in_threadpool(self.first_view, scope["path"], asked, lang)
        return encoded_page(page, lang, accepts_gzip(scope), view)


def accepts_gzip(scope: Scope) -> bool:
    """Say whether whoever asks can read what is compressed."""
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def _asking_for_plain(scope: Scope) -> Scope:
    """Ask for pages whole and as they are: one that is unchanged on disk may be wanted in another
    language, and what is compressed cannot be written into.
    """
    accepted = Headers(scope=scope).get("accept", "*/*")
    if is_part(scope):
        return scope
    if "text/html" not in accepted and "*/*" not in accepted:
        return scope
    left_out = {b"if-none-match", b"if-modified-since", b"range", b"accept-encoding"}
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in left_out]}


@lru_cache(maxsize=64)
def encoded_page(
    page: bytes, lang: Lang, zipped: bool, first_view: str = ""
) -> tuple[bytes, dict[str, str]]:
    """Give the page in its frame for a language, and the headers that say so."""
    body, told = index_html(page, lang), {}
    if first_view:
        body = body.replace(APP_ROOT, first_view.encode() + APP_ROOT, 1)
    if zipped:
        body, told = gzip.compress(body, mtime=0), {"content-encoding": "gzip"}
    return body, {**told, "content-length": str(len(body))}


class _PageSender:
    """Hold back a page until it is whole and send it finished; pass on other answers."""

    def __init__(
        self, send: Send, finish: Callable[[bytes], Awaitable[tuple[bytes, dict[str, str]]]]
    ) -> None:
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
        for name in FILE_HEADERS:
            del headers[name]
        body, told = await self.finish(self.body) if self.body else (b"", {})
        headers.update({**told, "vary": "accept, accept-language, accept-encoding"})
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})
