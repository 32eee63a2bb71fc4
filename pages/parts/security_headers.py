"""What every answer tells the browser that it must not do.

The Content-Security-Policy lets a page load from this server alone. Beyond that it allows what
Streamlit 1.67 and Plotly 7 cannot do without:

- scripts of the page itself, each by the hash of its text: Streamlit's line in its empty page, the
  frame's `client_navigation.js`, and those that a run sends (`inline_scripts`). No
  `unsafe-inline`, no `eval`; WebAssembly is refused too: Streamlit's reader of messages tries it
  and goes on without.
- inline styles: Streamlit and Plotly write `style` attributes and `<style>` elements at each step,
  so no hash can name them. A style cannot run anything.
- images and fonts as `data:`: the icon of the page; Streamlit's marks and its font of symbols.
- the WebSocket of this very address, named in full because old browsers do not count it as own.

Who may show a page in a frame is a setting: `MILESTONES_FRAME_ANCESTORS`, `'none'` by default.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.index_html import inline_parts
from pages.parts.inline_scripts import scripts, source_of

ANCESTORS = "MILESTONES_FRAME_ANCESTORS"
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:]{2,39}\](:\d{1,5})?")
ANCESTOR = re.compile(r"'self'|https?://(\*\.)?[A-Za-z0-9.-]+(:(\d{1,5}|\*))?")
OF_A_FRAME = {"'none'": "DENY", "'self'": "SAMEORIGIN"}
"""What browsers that know no `frame-ancestors` are told; they have no word for other hosts."""


class SettingUnreadableError(ValueError):
    """An environment variable does not say what the server may do."""


def frame_ancestors() -> str:
    """Give who may show a page in a frame; raises SettingUnreadableError."""
    asked = os.environ.get(ANCESTORS, "").split() or ["'none'"]
    if asked != ["'none'"] and not all(ANCESTOR.fullmatch(each) for each in asked):
        raise SettingUnreadableError(
            f"{ANCESTORS} must be 'none', or a list of 'self' and addresses such as "
            f"https://portal.example.org, not {' '.join(asked)!r}."
        )
    return " ".join(asked)


@cache
def script_sources() -> str:
    """Name every inline script that a page may run."""
    texts = [*inline_parts("script"), *scripts().values()]
    return " ".join(source_of(each) for each in texts)


@lru_cache(maxsize=64)
def security_headers(host: str) -> list[tuple[bytes, bytes]]:
    """Give the headers for an answer to who asked for a host."""
    ancestors = frame_ancestors()
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
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
    if ancestors in OF_A_FRAME:
        headers["x-frame-options"] = OF_A_FRAME[ancestors]
    return [(name.encode(), value.encode()) for name, value in headers.items()]


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
        added = security_headers(Headers(scope=scope).get("host", ""))
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
