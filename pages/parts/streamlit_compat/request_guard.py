"""Which requests reach Streamlit: those of our own pages, for what belongs to their browser."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from milestones.access import may_do
from milestones.i18n import Locale, _
from milestones.i18n.printable import printable
from milestones.logs import MAX_NAME_LETTERS
from pages.parts.streamlit_compat.responses import page_language
from pages.parts.streamlit_compat.session_guards import BROWSER_COOKIE, browser_of, media_owners

log = logging.getLogger("milestones.app")

DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEMES = {"ws": "http", "wss": "https", "http": "http", "https": "https"}
Origin = tuple[str, str, int]


def is_own_page(scope: Scope) -> bool:
    """Say whether a request comes from a page of ours, or from no page at all.

    Browsers name the origin of each WebSocket and of each request that changes something; other
    programs need not, and can hurt nobody but themselves.
    """
    headers = Headers(scope=scope)
    named = headers.getlist("origin")
    if not named:
        return True
    if len(named) > 1 or (origin := parse_origin(named[0])) is None:
        return False
    asked = parse_origin(f"{SCHEMES[scope['scheme']]}://{headers.get('host', '')}")
    return origin == asked or origin in configured_origins()


def parse_origin(origin: str) -> Origin | None:
    """Give scheme, host and port of an origin; None where it is none, as that of a sandbox."""
    try:
        parts = urlsplit(origin)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    is_bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    if not (parts.hostname and port and is_bare):
        return None
    return parts.scheme, parts.hostname.rstrip("."), port


def configured_origins() -> set[Origin]:
    """Give the origins that the operator has named."""
    found = {parse_origin(each.strip()) for each in config.get_option("server.corsAllowedOrigins")}
    if config.is_manually_set("browser.serverAddress"):
        host = config.get_option("browser.serverAddress")
        port = int(config.get_option("browser.serverPort"))
        is_secret = bool(config.get_option("server.sslCertFile")) or port == DEFAULT_PORTS["https"]
        found.add(parse_origin(f"{'https' if is_secret else 'http'}://{host}:{port}"))
    return {each for each in found if each is not None}


MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class UploadLimits:
    """What may lie in the memory, of one session and of all, and how long a file may take."""

    session_bytes: int
    all_bytes: int
    file_seconds: int


READER_LIMITS = UploadLimits(8 * MEBIBYTE, 256 * MEBIBYTE, 60)
STEWARD_LIMITS = UploadLimits(512 * MEBIBYTE, 1024 * MEBIBYTE, 900)
"""Stewards bring whole registers. What they bring leaves the memory once it is on their desk."""
STEWARD_FILE_MEBIBYTES = 256
FILE_OVERHEAD_BYTES = 4096
"""What a file counts beside its bytes, so that empty ones are bounded too."""
MULTIPART_OVERHEAD_BYTES = MEBIBYTE
"""How much longer than its file Streamlit lets a request be."""


class UploadTooLargeError(RuntimeError):
    """There is no room for an upload."""


_incoming_bytes: Counter[str] = Counter()
"""Bytes on their way, by session; used on the thread of the event loop alone."""


def upload_limits() -> UploadLimits:
    """Give the limits of those who read this app."""
    return STEWARD_LIMITS if may_do("publish") else READER_LIMITS


def raise_file_limit() -> None:
    """Let Streamlit take larger files where stewards read."""
    if may_do("publish"):
        config.set_option("server.maxUploadSize", STEWARD_FILE_MEBIBYTES)


def max_upload_bytes() -> int:
    """Give the largest body that may come, in bytes."""
    return int(config.get_option("server.maxUploadSize")) * MEBIBYTE + MULTIPART_OVERHEAD_BYTES


@contextmanager
def reserve_upload(session_id: str, declared: int | None) -> Iterator[None]:
    """Hold room for an upload while it comes; raises UploadTooLargeError."""
    wanted = FILE_OVERHEAD_BYTES + (max_upload_bytes() if declared is None else declared)
    of_session, of_all = stored_bytes(session_id)
    limits = upload_limits()
    if (
        wanted > FILE_OVERHEAD_BYTES + max_upload_bytes()
        or of_session + _incoming_bytes[session_id] + wanted > limits.session_bytes
        or of_all + _incoming_bytes.total() + wanted > limits.all_bytes
    ):
        raise UploadTooLargeError(session_id)
    _incoming_bytes[session_id] += wanted
    try:
        yield
    finally:
        _incoming_bytes[session_id] -= wanted
        if not _incoming_bytes[session_id]:
            del _incoming_bytes[session_id]


def stored_bytes(session_id: str) -> tuple[int, int]:
    """Count what is kept of a session, and of all."""
    manager = runtime.get_instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)
    with manager._lock:
        counted = {
            each: sum(len(file.data) + FILE_OVERHEAD_BYTES for file in files.values())
            for each, files in manager.file_storage.items()
        }
    return counted.get(session_id, 0), sum(counted.values())


CORE_PATH = "_stcore"
OPEN_ENDPOINTS = {"health", "host-config", "stream"}
UPLOAD_PATH = re.compile(r"upload_file/(?P<session>[^/]+)/[^/]+")
COOKIE_TOKEN = re.compile(rf"(?:^|; ?){BROWSER_COOKIE}=([A-Za-z0-9_-]{{43}})(?=;|$)")
READ_METHODS = {"GET", "HEAD", "OPTIONS"}

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
            _log_refusal(refused, scope)
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = UPLOAD_PATH.fullmatch(endpoint(scope) or "")
        if upload and scope["method"] not in READ_METHODS:
            await self._upload(upload["session"], scope, receive, send)
        elif cookie_of(scope) is None:
            await self.app(_unconditional(scope), receive, _setting_cookie(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Take in a file of a session that is open in this very browser, if there is room."""
        browser = cookie_of(scope)
        if browser is None or browser_of(session) != browser:
            await self._refuse_upload((400, NO_SESSION), scope, receive, send)
            return
        try:
            with reserve_upload(session, _declared_length(scope)):
                await asyncio.wait_for(self.app(scope, receive, send), upload_limits().file_seconds)
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
        left = max_upload_bytes()
        with suppress(TimeoutError):
            async with asyncio.timeout(upload_limits().file_seconds):
                while left > 0 and (message := await receive()).get("more_body"):
                    left -= len(message["body"])
        await _refuse(why, scope, receive, send)


def refusal(scope: Scope) -> tuple[int, str] | None:
    """Give the status and the sentence by which a request is refused, if it is."""
    asked = endpoint(scope)
    if asked is not None and asked not in OPEN_ENDPOINTS and not UPLOAD_PATH.fullmatch(asked):
        return 404, NOT_HERE
    is_safe = scope["type"] == "http" and scope["method"] in READ_METHODS
    if not is_safe and not is_own_page(scope):
        return 403, OTHER_PAGE
    file_id = media_file_id(scope)
    if file_id is not None and not media_owners.may_fetch(file_id, cookie_of(scope)):
        return 404, FILE_GONE
    return None


def endpoint(scope: Scope) -> str | None:
    """Give which of Streamlit's own endpoints is asked for; None for pages and files."""
    _, found, asked = str(scope["path"]).partition(f"/{CORE_PATH}/")
    return asked if found else None


def media_file_id(scope: Scope) -> str | None:
    """Give which file made by a session is asked for, without its ending."""
    base = str(config.get_option("server.baseUrlPath")).strip("/")
    path = str(scope["path"]).removeprefix(f"/{base}" if base else "")
    return path.removeprefix("/media/").partition(".")[0] if path.startswith("/media/") else None


def cookie_of(scope: Scope) -> str | None:
    """Give the browser's token; None where there is none of its form."""
    lines = Headers(scope=scope).getlist("cookie")
    found: list[str] = [each for line in lines for each in COOKIE_TOKEN.findall(line)]
    return found[-1] if found else None


def _declared_length(scope: Scope) -> int | None:
    """Give how long the body says it is; None where it may be of any length."""
    headers = Headers(scope=scope)
    declared = headers.get("content-length", "")
    is_declared = declared.isdecimal() and "transfer-encoding" not in headers
    return int(declared[:20]) if is_declared else None


def _unconditional(scope: Scope) -> Scope:
    """Ask for an answer that bears a cookie: "not modified" bears none."""
    conditions = {b"if-none-match", b"if-modified-since"}
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in conditions]}


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
    _log_refusal(why, scope)
    status, sentence = why
    said = Locale(page_language(scope))(sentence)
    headers = {"cache-control": "no-store", "connection": "close"}
    await PlainTextResponse(said, status, headers)(scope, receive, send)


def _log_refusal(why: tuple[int, str], scope: Scope) -> None:
    """Log why, and what a proxy may have set wrong; never the path, which may open a file."""
    headers = Headers(scope=scope)
    named = (printable(headers.get(name, "-"), MAX_NAME_LETTERS) for name in ("origin", "host"))
    log.info("refused with %d: %s Origin %s, host %s", *why, *named)
