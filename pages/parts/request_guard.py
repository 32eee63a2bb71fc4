"""Which requests reach Streamlit: a browser is told apart by a cookie, and gets its own alone."""

from __future__ import annotations

import asyncio
import re
import secrets
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from milestones.i18n import Locale, _
from pages.parts.origins import is_own_page
from pages.parts.serving import page_language
from pages.parts.streamlit_guards import BROWSER_COOKIE, browser_of, owners
from pages.parts.upload_limits import UPLOAD_SECONDS, UploadTooLargeError, largest_upload, room_for

CORE = "_stcore"
OPEN_ENDPOINTS = {"health", "host-config", "stream"}
UPLOAD = re.compile(r"upload_file/(?P<session>[^/]+)/[^/]+")
TOKEN = re.compile(rf"(?:^|; ?){BROWSER_COOKIE}=([A-Za-z0-9_-]{{43}})(?=;|$)")
READING = {"GET", "HEAD", "OPTIONS"}

NOT_HERE = _("There is nothing at this address.")
FILE_GONE = _(
    "This file is not here any more, or was made for another browser. "
    "Reload the page and make it again."
)
OTHER_PAGE = _("This request comes from a page of another address and is refused.")
NO_SESSION = _("This session is not open here. Reload the page and choose the file again.")
TOO_LARGE = _(
    "The file is too large, or too much has been uploaded already. "
    "Remove files that are not needed, or try again later."
)
TOO_SLOW = _("The file did not arrive in time. Try again.")


class RequestGuard:
    """The layer that refuses what no page of ours asks for; unknown means no."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it in words."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        refused = refusal(scope)
        if refused is None and scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif refused is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
            await _refuse(refused, scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = UPLOAD.fullmatch(endpoint(scope) or "")
        if upload and scope["method"] not in READING:
            await self._upload(upload["session"], scope, receive, send)
        elif cookie_of(scope) is None:
            await self.app(scope, receive, _setting_cookie(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Take in a file of a session that is open in this very browser, if there is room."""
        browser = cookie_of(scope)
        if browser is None or browser_of(session) != browser:
            await self._refuse_upload((400, NO_SESSION), scope, receive, send)
            return
        try:
            with room_for(session, _declared_length(scope)):
                await asyncio.wait_for(self.app(scope, receive, send), UPLOAD_SECONDS)
        except UploadTooLargeError:
            await self._refuse_upload((413, TOO_LARGE), scope, receive, send)
        except TimeoutError:
            await _refuse((408, TOO_SLOW), scope, receive, send)

    async def _refuse_upload(
        self, why: tuple[int, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Refuse once the body has come, within its bounds: a browser that still sends hears
        nothing.
        """
        left = largest_upload()
        with suppress(TimeoutError):
            async with asyncio.timeout(UPLOAD_SECONDS):
                while left > 0 and (message := await receive()).get("more_body"):
                    left -= len(message["body"])
        await _refuse(why, scope, receive, send)


def refusal(scope: Scope) -> tuple[int, str] | None:
    """Give the status and the sentence by which a request is refused, if it is."""
    asked = endpoint(scope)
    if asked is not None and asked not in OPEN_ENDPOINTS and not UPLOAD.fullmatch(asked):
        return 404, NOT_HERE
    is_safe = scope["type"] == "http" and scope["method"] in READING
    if not is_safe and not is_own_page(scope):
        return 403, OTHER_PAGE
    file_id = media_file(scope)
    if file_id is not None and not owners.may_fetch(file_id, cookie_of(scope)):
        return 404, FILE_GONE
    return None


def endpoint(scope: Scope) -> str | None:
    """Give which of Streamlit's own endpoints is asked for; None for pages and files."""
    _, found, asked = str(scope["path"]).partition(f"/{CORE}/")
    return asked if found else None


def media_file(scope: Scope) -> str | None:
    """Give which file made by a session is asked for, without its ending."""
    base = str(config.get_option("server.baseUrlPath")).strip("/")
    path = str(scope["path"]).removeprefix(f"/{base}" if base else "")
    return path.removeprefix("/media/").partition(".")[0] if path.startswith("/media/") else None


def cookie_of(scope: Scope) -> str | None:
    """Give the browser's token; None where there is none of its form."""
    lines = Headers(scope=scope).getlist("cookie")
    found: list[str] = [each for line in lines for each in TOKEN.findall(line)]
    return found[-1] if found else None


def _declared_length(scope: Scope) -> int | None:
    """Give how long the body says it is; None where it may be of any length."""
    headers = Headers(scope=scope)
    declared = headers.get("content-length", "")
    is_declared = declared.isdecimal() and "transfer-encoding" not in headers
    return int(declared[:20]) if is_declared else None


def _setting_cookie(scope: Scope, send: Send) -> Send:
    """Let a page that is sent give its browser a token."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if kind.startswith("text/html"):
                pair = (b"set-cookie", _new_cookie(scope).encode())
                message = {**message, "headers": [*message["headers"], pair]}
        await send(message)

    return sent


def _new_cookie(scope: Scope) -> str:
    secure = "; Secure" if scope["scheme"] == "https" else ""
    path = "/" + str(config.get_option("server.baseUrlPath")).strip("/")
    token = secrets.token_urlsafe(32)
    return f"{BROWSER_COOKIE}={token}; Path={path}; HttpOnly; SameSite=Lax{secure}"


async def _refuse(why: tuple[int, str], scope: Scope, receive: Receive, send: Send) -> None:
    status, sentence = why
    said = Locale(page_language(scope))(sentence)
    headers = {"cache-control": "no-store", "connection": "close"}
    await PlainTextResponse(said, status, headers)(scope, receive, send)
