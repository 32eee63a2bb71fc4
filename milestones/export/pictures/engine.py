"""One Chrome for the process: Plotly's dict in, a picture out, one at a time.

Kaleido's own server hands pictures to the wrong caller, so one thread owns one browser, and
callers take turns in the order in which they came.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import threading
from functools import cache
from typing import Any, Literal

from milestones.export.pictures.chrome import (
    PLOTLY_ERRORS,
    BrowserLostError,
    KaleidoSession,
    end_session,
    find_chrome,
    new_session,
    within_seconds,
)
from milestones.i18n import _

PictureFormat = Literal["png", "svg", "pdf"]

log = logging.getLogger("milestones.export")

BROWSER_FAILED = _("the browser failed")
TOO_LATE = _("it took too long")
NOT_DRAWABLE = _("this figure cannot be drawn as a picture")


class RenderFailedError(RuntimeError):
    """No picture came out: the figure cannot be drawn, or the browser fails twice.

    `sentence` says so to a reader, marked for translation; the message holds the detail.
    """

    def __init__(self, detail: str, sentence: str = BROWSER_FAILED) -> None:
        super().__init__(detail)
        self.sentence = sentence


class Engine:
    """A Chrome that is started at the first picture and held open.

    A picture that takes longer than `timeout` seconds, or whose browser dies, is tried once
    more with a fresh browser; after `jobs` pictures the browser is replaced, which bounds its
    memory; a caller waits no longer than `patience` seconds, the queue included.
    """

    def __init__(self, timeout: float = 30, jobs: int = 300, patience: float = 300) -> None:
        self.timeout, self.jobs, self.patience = timeout, jobs, patience
        self._turn, self._starting = asyncio.Lock(), threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: KaleidoSession | None = None
        self._done = 0

    def render(
        self,
        spec: dict[str, Any],
        format: PictureFormat,
        width: int,
        height: int,
        scale: float = 1,
    ) -> bytes:
        """Draw a Plotly dict as a picture of width × height × scale pixels.

        Raises ChromeMissingError, and RenderFailedError with the reason.
        """
        find_chrome()
        size = {"format": format, "width": width, "height": height, "scale": scale}
        job = asyncio.run_coroutine_threadsafe(self._draw_in_turn(spec, size), self._running())
        try:
            return job.result(self.patience)
        except TimeoutError:
            job.cancel()
            raise RenderFailedError(f"no picture within {self.patience:g} s", TOO_LATE) from None

    def process(self) -> int | None:
        """Give the process id of the browser, if one is open; it leads a group of its own."""
        return None if self._browser is None else self._browser.subprocess.pid

    def close(self) -> None:
        """Close the browser; the next picture starts a fresh one."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(30)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = loop = asyncio.new_event_loop()
                threading.Thread(target=loop.run_forever, name="pictures", daemon=True).start()
            return self._loop

    async def _draw_in_turn(self, spec: dict[str, Any], size: dict[str, Any]) -> bytes:
        async with self._turn:
            try:
                return await self._draw(spec, size)
            except BrowserLostError as lost:
                log.warning("a fresh browser, because %s", lost)
                await self._drop()
            except asyncio.CancelledError:
                await self._drop()
                raise
            try:
                return await self._draw(spec, size)
            except BrowserLostError as lost:
                await self._drop()
                raise RenderFailedError(str(lost)) from lost

    async def _draw(self, spec: dict[str, Any], size: dict[str, Any]) -> bytes:
        browser = await self._ready()
        self._done += 1
        try:
            picture = await within_seconds(self.timeout, browser.draw(spec, size))
        except PLOTLY_ERRORS as refused:
            detail = f"Plotly cannot draw this figure: {refused}"
            raise RenderFailedError(detail, NOT_DRAWABLE) from refused
        if not picture:
            raise RenderFailedError("Plotly drew nothing", NOT_DRAWABLE)
        return picture

    async def _ready(self) -> KaleidoSession:
        """Give an open browser, a fresh one where there is none or it has drawn enough."""
        if self._done >= self.jobs:
            await self._drop()
        if self._browser is None:
            self._browser, self._done = new_session(), 0
            # Before Python clears the browser's folder: registered after that is made.
            atexit.unregister(self.close)
            atexit.register(self.close)
            try:
                await within_seconds(self.timeout, self._browser.open())
            except PLOTLY_ERRORS as failed:
                raise BrowserLostError(f"the browser cannot be opened: {failed}") from failed
        return self._browser

    async def _drop(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            await end_session(browser)


@cache
def shared_engine() -> Engine:
    """Give the one engine of this process."""
    return Engine()
