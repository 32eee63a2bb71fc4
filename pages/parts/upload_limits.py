"""How much may be uploaded: one file, one session, all sessions together, and for how long.

Streamlit bounds a single file (`server.maxUploadSize`). What is on its way is counted as well,
with its declared length, or with the largest that can come where none is declared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit import config, runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

MEBIBYTE = 1024 * 1024
SESSION_BYTES = 8 * MEBIBYTE
ALL_SESSIONS_BYTES = 256 * MEBIBYTE
FILE_OVERHEAD_BYTES = 4096
"""What a file counts beside its bytes, so that empty ones are bounded too."""
MULTIPART_BYTES = MEBIBYTE
"""How much longer than its file Streamlit lets a request be."""
UPLOAD_SECONDS = 60


class UploadTooLargeError(RuntimeError):
    """There is no room for an upload."""


_coming: Counter[str] = Counter()
"""Bytes on their way, by session; used on the thread of the event loop alone."""


def largest_upload() -> int:
    """Give the largest body that may come, in bytes."""
    return int(config.get_option("server.maxUploadSize")) * MEBIBYTE + MULTIPART_BYTES


@contextmanager
def room_for(session_id: str, declared: int | None) -> Iterator[None]:
    """Hold room for an upload while it comes; raises UploadTooLargeError."""
    wanted = FILE_OVERHEAD_BYTES + (largest_upload() if declared is None else declared)
    of_session, of_all = stored_bytes(session_id)
    if (
        wanted > FILE_OVERHEAD_BYTES + largest_upload()
        or of_session + _coming[session_id] + wanted > SESSION_BYTES
        or of_all + _coming.total() + wanted > ALL_SESSIONS_BYTES
    ):
        raise UploadTooLargeError(session_id)
    _coming[session_id] += wanted
    try:
        yield
    finally:
        _coming[session_id] -= wanted
        if not _coming[session_id]:
            del _coming[session_id]


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
