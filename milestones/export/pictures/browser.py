"""One browser: started, asked with a limit of time, killed with all of its processes."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable
from contextlib import suppress
from subprocess import TimeoutExpired
from typing import TypeVar

from kaleido.errors import JavascriptError, KaleidoError

from milestones.export.pictures.kaleido_session import KaleidoSession

REFUSALS = (KaleidoError, JavascriptError, TypeError, ValueError)
"""What Plotly says of a figure; a fresh browser would say the same."""

BYE = b"{bye}\n"
"""What the browser's wrapper says when it ends; a killed one cannot, and its reader waits."""

Answer = TypeVar("Answer")


class BrowserLostError(RuntimeError):
    """The browser died or does not answer."""


def new_browser() -> KaleidoSession:
    """Make a browser that is still to be opened; its own timeout is off, because ours holds."""
    try:
        return KaleidoSession()
    except OSError as error:
        raise BrowserLostError(f"the browser cannot be started: {error}") from error


async def within(seconds: float, work: Awaitable[Answer]) -> Answer:
    """Await work for so long and no longer, even where it does not let itself be cancelled.

    Raises what Plotly refuses, and BrowserLostError for everything else that goes wrong.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        is_unfinished = not task.done()
        task.cancel()
    if is_unfinished:
        raise BrowserLostError(f"the browser did not answer within {seconds:g} s")
    if task.cancelled():
        raise BrowserLostError("the browser went away")
    failure = task.exception()
    if isinstance(failure, REFUSALS):
        raise failure
    if failure is not None:
        raise BrowserLostError(f"the browser failed: {failure!r}") from failure
    return task.result()


async def end(browser: KaleidoSession) -> None:
    """Kill a browser and clear up behind it."""
    kill(browser)
    with suppress(*REFUSALS, BrowserLostError):
        await within(10, browser.close())


def kill(browser: KaleidoSession) -> None:
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
