"""One Chrome for the process: Plotly's dict in, a picture out, one at a time.

Kaleido's own server hands pictures to the wrong caller, so one thread owns one browser, and
callers take turns in the order in which they came.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import signal
import threading
from collections.abc import Awaitable
from contextlib import suppress
from functools import cache
from subprocess import TimeoutExpired
from typing import Any, Literal, TypeVar

from kaleido import Kaleido
from kaleido.errors import JavascriptError, KaleidoError

from milestones.export.chrome import NOWHERE, ChromeMissingError, find_chrome, page

__all__ = ["ChromeMissingError", "Engine", "PictureFormat", "RenderFailedError", "shared", "warm"]

PictureFormat = Literal["png", "svg", "pdf"]
Answer = TypeVar("Answer")
REFUSALS = (KaleidoError, JavascriptError, TypeError, ValueError)
"""What Plotly says of a figure; a fresh browser would say the same."""

BYE = b"{bye}\n"
"""What the browser's wrapper says when it ends; a killed one cannot, and its reader waits."""

log = logging.getLogger("milestones.export")


class RenderFailedError(RuntimeError):
    """No picture came out: the figure cannot be drawn, or the browser fails twice."""


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
        self._browser: Kaleido | None = None
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
        picture = self._in_turn({"fig": spec, "opts": size})
        job = asyncio.run_coroutine_threadsafe(picture, self._running())
        try:
            return job.result(self.patience)
        except TimeoutError:
            job.cancel()
            raise RenderFailedError(f"no picture within {self.patience:g} s") from None

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
                self._loop = asyncio.new_event_loop()
                threading.Thread(
                    target=self._loop.run_forever, name="pictures", daemon=True
                ).start()
            return self._loop

    async def _in_turn(self, job: dict[str, Any]) -> bytes:
        async with self._turn:
            try:
                return await self._drawn(job)
            except _BrowserLostError as lost:
                log.warning("a fresh browser, because %s", lost)
                await self._drop()
                return await self._drawn_again(job)
            except asyncio.CancelledError:
                await self._drop()
                raise

    async def _drawn_again(self, job: dict[str, Any]) -> bytes:
        try:
            return await self._drawn(job)
        except _BrowserLostError as lost:
            await self._drop()
            raise RenderFailedError(str(lost)) from lost

    async def _drawn(self, job: dict[str, Any]) -> bytes:
        browser = await self._ready()
        self._done += 1
        drawing = browser.write_fig_from_object(job, cancel_on_error=True, _write=False)
        try:
            picture: bytes = await _within(self.timeout, drawing)
        except REFUSALS as refused:
            raise RenderFailedError(f"Plotly cannot draw this figure: {refused}") from refused
        if not picture:
            raise RenderFailedError("Plotly drew nothing")
        return picture

    async def _ready(self) -> Kaleido:
        """Give an open browser, a fresh one where there is none or it has drawn enough."""
        if self._done >= self.jobs:
            await self._drop()
        if self._browser is None:
            self._browser, self._done = _new(), 0
            self._close_at_exit()
            await _within(self.timeout, self._browser.open())
        return self._browser

    async def _drop(self) -> None:
        browser, self._browser = self._browser, None
        if browser is None:
            return
        _kill(browser)
        with suppress(Exception):
            await _within(10, browser.close())

    def _close_at_exit(self) -> None:
        """Close at exit, before Python clears the browser's folder: registered after it is made."""
        atexit.unregister(self.close)
        atexit.register(self.close)


class _BrowserLostError(RuntimeError):
    """The browser died or does not answer."""


def _new() -> Kaleido:
    """Make a browser that is still to be opened; its own timeout is off, because ours holds."""
    try:
        return Kaleido(
            timeout=None, page_generator=page(), path=find_chrome(), proxy_server=NOWHERE
        )
    except OSError as error:
        raise _BrowserLostError(f"the browser cannot be started: {error}") from error


async def _within(seconds: float, work: Awaitable[Answer]) -> Answer:
    """Await work for so long and no longer, even where it does not let itself be cancelled."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        unfinished = not task.done()
        task.cancel()
    if unfinished:
        raise _BrowserLostError(f"the browser did not answer within {seconds:g} s")
    if task.cancelled():
        raise _BrowserLostError("the browser went away")
    failure = task.exception()
    if isinstance(failure, REFUSALS):
        raise failure
    if failure is not None:
        raise _BrowserLostError(f"the browser failed: {failure!r}") from failure
    return task.result()


def _kill(browser: Kaleido) -> None:
    """Kill a browser with all of its processes; its profile is a temporary one."""
    process = getattr(browser, "subprocess", None)
    if process is None or process.poll() is not None:
        return
    with suppress(OSError, TimeoutExpired):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait(5)
        os.write(browser._channel.from_external_to_choreo, BYE)


@cache
def shared() -> Engine:
    """Give the one engine of this process."""
    return Engine()


def warm() -> None:
    """Start the browser and draw something; for a background thread, so nothing is raised."""
    text = {"text": "0123 abc 数据截至", "showarrow": False}
    spec = {"data": [{"type": "bar", "y": [1, 2]}], "layout": {"annotations": [text]}}
    try:
        shared().render(spec, "png", 200, 100)
        shared().render(spec, "pdf", 200, 100)
    except (ChromeMissingError, RenderFailedError) as error:
        log.warning("no pictures for now: %s", error)
