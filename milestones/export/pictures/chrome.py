"""One Chrome under Kaleido: where it is, the page it draws on, its limits of time, its end.

This is the one module that leans on Kaleido's and Choreographer's private parts; where a version
lacks them, pictures are refused by a sentence that says so. Chrome gives a picture first, and
then loads its page again for the next one: loading takes as long as drawing, because Plotly is
4.8 MB of script, and nobody waits for it who does not ask again at once. Nothing is fetched
from anywhere.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Awaitable, MutableMapping, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any, TypeVar

from choreographer.browsers.chromium import Chromium
from kaleido import Kaleido, PageGenerator
from kaleido.errors import JavascriptError, KaleidoError

from milestones.i18n import Locale, _

CHROME_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chrome-headless-shell",
    "microsoft-edge",
    "msedge",
)
PATH_VARIABLES = ("BROWSER_PATH", "CHROMIUM")
PLAYWRIGHT_FOLDERS = (
    "~/.cache/ms-playwright",
    "~/Library/Caches/ms-playwright",
    "~/AppData/Local/ms-playwright",
)
PLAYWRIGHT_PATTERNS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)
DEAD_PROXY = "http://127.0.0.1:9"
"""A proxy at which nobody listens: whatever Chrome may ask of the network, nothing leaves."""

PAGE_SCRIPT = Path(__file__).with_name("page.js")
CONTENT_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src file: 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:\">"
)
"""What the page itself may load: its scripts, and pictures that it carries along."""

SEEDED_RANDOM = """
        <script>
            let state = 1;
            Math.random = () => (state = (state * 48271) % 2147483647) / 2147483647;
        </script>"""
"""Plotly's SVG ids are random; the page is loaded anew for each picture, so they repeat."""

CHROME_MISSING = _(
    "PNG, SVG and PDF need `Chrome` or `Chromium`, and this machine has none. Install one, for"
    " instance with `apt install chromium`, or name it in `BROWSER_PATH`."
)
NAMED_CHROME_MISSING = _("{variable} names {path}, and no browser is there.")


class ChromeMissingError(RuntimeError):
    """There is no Chrome or Chromium on this machine; the message says what to install."""

    def __init__(self, message: str, **places: str) -> None:
        super().__init__(message.format(**places))
        self._message, self._places = message, places

    def sentence(self, locale: Locale) -> str:
        """Say it in the reader's language."""
        return locale(self._message, **self._places)


def find_chrome() -> Path:
    """Find a Chrome: the one named by BROWSER_PATH, else one of the usual names and places.

    Raises ChromeMissingError, also where BROWSER_PATH names something that cannot be run.
    """
    for variable in PATH_VARIABLES:
        if named := os.environ.get(variable):
            if os.access(named, os.X_OK) and Path(named).is_file():
                return Path(named)
            raise ChromeMissingError(NAMED_CHROME_MISSING, variable=variable, path=named)
    on_path = next(filter(None, map(shutil.which, CHROME_COMMANDS)), None)
    found = on_path or _playwright_chrome() or Chromium.find_browser(skip_local=False)
    if found:
        return Path(found)
    raise ChromeMissingError(CHROME_MISSING)


def page_generator() -> PageGenerator:
    """Make the page: Plotly from the installed package, seeded ids, our own script."""
    made = PageGenerator(mathjax=False, others=[PAGE_SCRIPT.as_uri()])
    made.header = made.header.replace("<head>", f"<head>{CONTENT_POLICY}") + SEEDED_RANDOM
    return made


def _playwright_chrome() -> str | None:
    """Give the newest Chromium that Playwright has brought."""
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    found = [
        str(path)
        for folder in ((own, *PLAYWRIGHT_FOLDERS) if own else PLAYWRIGHT_FOLDERS)
        for pattern in PLAYWRIGHT_PATTERNS
        for path in Path(folder).expanduser().glob(pattern)
        if os.access(path, os.X_OK)
    ]
    return max(found, default=None)


PICTURES_PER_COLLECTION = 10
"""Pictures after which the browser lets go of the pages of earlier ones, megabytes each."""

EXPOSE_GC_FLAG = "--js-flags=--expose-gc"
"""Lets the page collect garbage; the way without it throws the parsed script away as well."""

MAX_FOLDER_CHARS = 60
"""Letters of a folder in which Chrome can still make its socket, 45 letters longer."""


class PageNotLoadedError(RuntimeError):
    """The page was not there for the next picture, whose own fault that is not."""


class ChromeProcess(Chromium):
    """A Chrome whose temporary files lie in its profile, so that they go with it when killed."""

    def get_cli(self) -> Sequence[str]:
        """Give the command that starts Chrome."""
        return [*super().get_cli(), EXPOSE_GC_FLAG]

    def get_env(self) -> MutableMapping[str, str]:
        """Give the environment that Chrome starts in."""
        folder, env = str(self.tmp_dir.path), super().get_env()
        return {**env, "TMPDIR": folder} if len(folder) <= MAX_FOLDER_CHARS else env


class KaleidoSession(Kaleido):  # type: ignore[misc]
    """A browser with one page, which is as new for each picture.

    What goes wrong while the page is loaded is said to who asks for the next picture.
    """

    def __init__(self) -> None:
        super().__init__(
            timeout=None,
            page_generator=page_generator(),
            path=find_chrome(),
            proxy_server=DEAD_PROXY,
            browser_cls=ChromeProcess,
        )
        self.loading: asyncio.Task[Any] | None = None
        self._loaded = 0

    async def draw(self, spec: dict[str, Any], size: dict[str, Any]) -> bytes:
        """Draw a Plotly dict as a picture; `size` names its format as well."""
        job = {"fig": spec, "opts": size}
        drawn: bytes = await self.write_fig_from_object(job, cancel_on_error=True, _write=False)
        return drawn

    async def close(self) -> None:
        """Close the browser."""
        if self.loading is not None:
            self.loading.cancel()
        await super().close()

    async def _get_kaleido_tab(self) -> Any:
        if self.loading is None:
            return await super()._get_kaleido_tab()
        try:
            return await self.loading
        except Exception as failed:
            raise PageNotLoadedError("the page could not be loaded anew") from failed

    async def _return_kaleido_tab(self, tab: Any) -> None:
        self.loading = asyncio.create_task(self._anew(tab))
        self.loading.add_done_callback(_silence_failure)

    async def _anew(self, tab: Any) -> Any:
        await tab.reload()
        self._loaded += 1
        if self._loaded % PICTURES_PER_COLLECTION == 0:
            await tab.tab.send_command("Runtime.evaluate", params={"expression": "gc()"})
        return tab


def _silence_failure(loading: asyncio.Task[Any]) -> None:
    """Keep asyncio from reporting a failure that nobody asks for any more."""
    if not loading.cancelled():
        loading.exception()


PLOTLY_ERRORS = (KaleidoError, JavascriptError, TypeError, ValueError)
"""What Plotly says of a figure; a fresh browser would say the same."""

KALEIDO_METHODS = ("_get_kaleido_tab", "_return_kaleido_tab", "write_fig_from_object")
"""What a session overrides or calls, and Kaleido does not promise."""

WRAPPER_GOODBYE = b"{bye}\n"
"""What the browser's wrapper says when it ends; a killed one cannot, and its reader waits."""

Awaited = TypeVar("Awaited")


class BrowserLostError(RuntimeError):
    """The browser died or does not answer."""


def new_session() -> KaleidoSession:
    """Make a browser that is still to be opened; its own timeout is off, because ours holds."""
    missing = [name for name in KALEIDO_METHODS if not hasattr(Kaleido, name)]
    if missing:
        raise BrowserLostError(f"this version of Kaleido has no {', '.join(missing)}")
    try:
        return KaleidoSession()
    except OSError as error:
        raise BrowserLostError(f"the browser cannot be started: {error}") from error


async def within_seconds(seconds: float, work: Awaitable[Awaited]) -> Awaited:
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
    if isinstance(failure, PLOTLY_ERRORS):
        raise failure
    if failure is not None:
        raise BrowserLostError(f"the browser failed: {failure!r}") from failure
    return task.result()


async def end_session(browser: KaleidoSession) -> None:
    """Kill a browser and clear up behind it."""
    _kill(browser)
    with suppress(*PLOTLY_ERRORS, BrowserLostError):
        await within_seconds(10, browser.close())


def _kill(browser: KaleidoSession) -> None:
    """Kill a browser with all of its processes; its profile is a temporary one."""
    process = getattr(browser, "subprocess", None)
    if process is None or process.poll() is not None:
        return
    with suppress(OSError, TimeoutExpired, AttributeError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait(5)
        os.write(browser._channel.from_external_to_choreo, WRAPPER_GOODBYE)
