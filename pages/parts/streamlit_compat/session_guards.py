"""What guards the server from inside Streamlit: each guard stands in a place that must be there.

`install_guards` raises StreamlitChangedError where a place is missing or takes other parameters,
so that an app whose guards would not hold never starts.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import media_file_manager, memory_media_file_storage, memory_session_storage
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo, SessionStorage
from streamlit.web.server.starlette.starlette_app import App

log = logging.getLogger("milestones.app")

BROWSER_COOKIE = "milestones_browser"
"""The cookie that says which browser asks; `request_guard` sets it with each page."""

ALLOWED_MESSAGES = {
    "rerun_script",
    "stop_script",
    "app_heartbeat",
    "file_urls_request",
    "backend_operation_request",
}
"""What a browser may ask for. `clear_cache`, which empties everybody's caches, is none of it."""
ALLOWED_OPERATIONS = {"deferred_file"}
MAX_STORED_SESSIONS = 128
TIDY_SECONDS = 5
MEDIA_GRACE_SECONDS = 60
"""A file is kept so long after it was made: others' runs clear what no page refers to."""


class StreamlitChangedError(RuntimeError):
    """This version of Streamlit has no place for a guard; the app must not be served with it."""


USERS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (runtime.Runtime.handle_backmsg, ("handle_backmsg",)),
    (MemoryMediaFileStorage.load_and_get_id, ("_calculate_file_id",)),
    (MediaFileManager.add_deferred, ("_deferred_callables",)),
    (MemoryUploadedFileManager.__init__, ("file_storage",)),
    (App._create_runtime, ("MemorySessionStorage",)),
    (AppSession.__init__, ("_script_event_loop", "_scriptrunner")),
)
"""Functions of Streamlit, and the names that they must go by for the guards to be met."""


def install_guards() -> None:
    """Put every guard in its place, once for a process; raises StreamlitChangedError."""
    if not REPLACED:
        require_places()
        for owner, name, _, guard in PLACES:
            if guard is not None:
                REPLACED[name] = getattr(owner, name)
                setattr(owner, name, guard)


def require_places() -> None:
    """Raise StreamlitChangedError unless everything the guards lean on is where they look."""
    for owner, name, parameters, _ in PLACES:
        found = getattr(owner, name, None)
        if found is None or tuple(inspect.signature(found).parameters) != parameters:
            raise _changed_error(f"{owner.__name__}.{name}({', '.join(parameters)})")
    for user, names in USERS:
        if missing := {*names} - {*user.__code__.co_names}:
            raise _changed_error(f"{', '.join(sorted(missing))} in {user.__qualname__}")
    kinds = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    if unknown := ALLOWED_MESSAGES - kinds:
        raise _changed_error(f"messages {', '.join(sorted(unknown))}")


def _changed_error(place: str) -> StreamlitChangedError:
    return StreamlitChangedError(
        f"Streamlit has changed: {place} is not as the guards of the dashboard expect it. "
        "Install the version that requirements.txt names."
    )


def _handle_backmsg(self: AppSession, msg: BackMsg) -> None:
    """Pass on what a browser may ask for, and nothing else."""
    kind, operation = msg.WhichOneof("type"), None
    if kind == "backend_operation_request":
        operation = msg.backend_operation_request.WhichOneof("payload")
    if kind in ALLOWED_MESSAGES and operation in {None, *ALLOWED_OPERATIONS}:
        REPLACED["handle_backmsg"](self, msg)
    else:
        log.warning("a browser asked for %s, which is not allowed", operation or kind)


_asking_session: ContextVar[str] = ContextVar("asking", default="")
"""The session that asks for a file to be made, in the thread that makes it."""


async def _handle_deferred(self: Any, request: Any, session_id: str) -> Any:
    """Remember which session asks while its file is made."""
    token = _asking_session.set(session_id)
    try:
        return await REPLACED["handle"](self, request, session_id)
    finally:
        _asking_session.reset(token)


def _execute_deferred(self: MediaFileManager, file_id: str) -> str:
    """Make a file for the session whose page offers it; a cookie must be there to fetch it."""
    offered = self._deferred_callables.get(file_id)
    if offered is None or offered["session_id"] != _asking_session.get():
        raise MediaFileStorageError(f"This session offers no file {file_id}")
    if browser_of(_asking_session.get()) is None:
        raise MediaFileStorageError("The browser keeps no cookie by which it could fetch a file")
    made: str = REPLACED["execute_deferred"](self, file_id)
    return made


def browser_of(session_id: str) -> str | None:
    """Tell which browser a session that is connected belongs to, if that can be told."""
    client = runtime.get_instance().get_client(session_id) if runtime.exists() else None
    context = client.client_context if client else None
    return context.cookies.get(BROWSER_COOKIE) if context else None


def can_fetch_files() -> bool:
    """Say whether the browser of this run could fetch a file: whether it keeps our cookie."""
    return browser_of(media_file_manager._get_session_id()) is not None


class MediaOwners:
    """Which browser each file was made for, and files on their way out."""

    def __init__(self) -> None:
        self.secret = secrets.token_bytes(32)
        self._made: dict[str, tuple[str | None, float]] = {}
        self._leaving: OrderedDict[str, None] = OrderedDict()

    def new_id(self, data: bytes, mimetype: str, filename: str | None = None) -> str:
        """Name a file so that nobody can guess it: by its content, its session and a secret."""
        session_id = _asking_session.get() or media_file_manager._get_session_id()
        digest = hashlib.blake2b(data, key=self.secret, digest_size=32)
        digest.update("\0".join((session_id, mimetype, filename or "")).encode())
        file_id = digest.hexdigest()
        self._made[file_id] = (browser_of(session_id), time.monotonic())
        self._leaving.pop(file_id, None)
        return file_id

    def may_fetch(self, file_id: str, browser: str | None) -> bool:
        """Say whether a browser may have a file: only the one that it was made for."""
        owner, _ = self._made.get(file_id, (None, 0.0))
        return bool(owner and browser) and secrets.compare_digest(str(owner), str(browser))

    def delete(self, storage: Any, file_id: str) -> None:
        """Let a file go, not before a browser that was just told of it has fetched it."""
        self._leaving[file_id] = None
        longest_ago = time.monotonic() - MEDIA_GRACE_SECONDS
        for each in [*self._leaving]:
            if self._made.get(each, (None, 0.0))[1] <= longest_ago:
                del self._leaving[each]
                self._made.pop(each, None)
                REPLACED["delete_file"](storage, each)


media_owners = MediaOwners()


def _delete_file(self: MemoryMediaFileStorage, file_id: str) -> None:
    media_owners.delete(self, file_id)


class ClosingSessionStorage(SessionStorage):
    """Sessions whose browser has gone, until it comes back or their time is over.

    Streamlit's own forgets them unclosed, when it happens to look, and each holds the three
    descriptors of its event loop meanwhile. Here a session at rest has none, and gets a loop anew
    when its browser comes back. To be used on the thread of the server's event loop alone.
    """

    def __init__(self, maxsize: int = MAX_STORED_SESSIONS, ttl_seconds: int = 120) -> None:
        self.maxsize, self.ttl_seconds = maxsize, ttl_seconds
        self._stored: OrderedDict[str, tuple[SessionInfo, float]] = OrderedDict()
        SESSION_STORAGES.append(self)

    def get(self, session_id: str) -> SessionInfo | None:
        """Give a session whose time is not over."""
        info, until = self._stored.get(session_id, (None, 0.0))
        return info if until > time.monotonic() else None

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session, and close those that there is no room for."""
        kept = (session_info, time.monotonic() + self.ttl_seconds)
        self._stored[session_info.session.id] = kept
        self.tidy()

    def delete(self, session_id: str) -> None:
        """Let a session go that has come back, or is closed."""
        info, _ = self._stored.pop(session_id, (None, 0.0))
        if info and info.session._script_event_loop.is_closed():
            info.session._script_event_loop = asyncio.new_event_loop()

    def list(self) -> list[SessionInfo]:
        """Give all that are kept."""
        return [info for info, _ in self._stored.values()]

    def tidy(self) -> None:
        """Close sessions whose time is over, and the loops of those that no run needs."""
        now = time.monotonic()
        for session_id, (info, until) in [*self._stored.items()]:
            if until <= now or len(self._stored) > self.maxsize:
                del self._stored[session_id]
                info.session.shutdown()
            elif info.session._scriptrunner is None:
                info.session._script_event_loop.close()


SESSION_STORAGES: list[ClosingSessionStorage] = []
"""The storages of this process: one, once its runtime stands."""


async def tidy_sessions() -> None:
    """Tidy the storages again and again, until cancelled."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        for storage in SESSION_STORAGES:
            storage.tidy()


PLACES: tuple[tuple[Any, str, tuple[str, ...], Callable[..., Any] | None], ...] = (
    (AppSession, "handle_backmsg", ("self", "msg"), _handle_backmsg),
    (AppSession, "shutdown", ("self",), None),
    (DeferredFileHandler, "handle", ("self", "request", "session_id"), _handle_deferred),
    (MediaFileManager, "execute_deferred", ("self", "file_id"), _execute_deferred),
    (media_file_manager, "_get_session_id", (), None),
    (
        memory_media_file_storage,
        "_calculate_file_id",
        ("data", "mimetype", "filename"),
        media_owners.new_id,
    ),
    (MemoryMediaFileStorage, "delete_file", ("self", "file_id"), _delete_file),
    (
        memory_session_storage,
        "MemorySessionStorage",
        ("maxsize", "ttl_seconds"),
        ClosingSessionStorage,
    ),
    (MemoryUploadedFileManager, "get_files", ("self", "session_id", "file_ids"), None),
    (runtime.Runtime, "get_client", ("self", "session_id"), None),
    (runtime.Runtime, "is_active_session", ("self", "session_id"), None),
)
"""Where the guards stand or look: the owner, the name, the parameters, the guard if one stands."""
REPLACED: dict[str, Any] = {}
"""What stood in the place of each guard."""
