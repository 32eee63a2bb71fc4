"""A Chrome that gives a picture first, and then loads its page anew for the next one.

Loading takes as long as drawing, because Plotly is 4.8 MB of script; nobody waits for it who
does not ask again at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping, Sequence
from typing import Any

from choreographer.browsers.chromium import Chromium
from kaleido import Kaleido

from milestones.export.pictures.chrome import NOWHERE, find_chrome, page

TIDIED_EVERY = 10
"""Pictures after which the browser lets go of the pages of earlier ones, megabytes each."""

COLLECTED = "--js-flags=--expose-gc"
"""Lets the page collect garbage; the way without it throws the parsed script away as well."""

LONGEST = 60
"""Letters of a folder in which Chrome can still make its socket, 45 letters longer."""


class PageNotLoadedError(RuntimeError):
    """The page was not there for the next picture, whose own fault that is not."""


class ChromeProcess(Chromium):
    """A Chrome whose temporary files lie in its profile, so that they go with it when killed."""

    def get_cli(self) -> Sequence[str]:
        """Give the command that starts Chrome."""
        return [*super().get_cli(), COLLECTED]

    def get_env(self) -> MutableMapping[str, str]:
        """Give the environment that Chrome starts in."""
        house, env = str(self.tmp_dir.path), super().get_env()
        return {**env, "TMPDIR": house} if len(house) <= LONGEST else env


class KaleidoSession(Kaleido):  # type: ignore[misc]
    """A browser with one page, which is as new for each picture.

    What goes wrong while the page is loaded is said to who asks for the next picture.
    """

    def __init__(self) -> None:
        super().__init__(
            timeout=None,
            page_generator=page(),
            path=find_chrome(),
            proxy_server=NOWHERE,
            browser_cls=ChromeProcess,
        )
        self.loading: asyncio.Task[Any] | None = None
        self._loaded = 0

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
        self.loading.add_done_callback(_heard)

    async def _anew(self, tab: Any) -> Any:
        await tab.reload()
        self._loaded += 1
        if self._loaded % TIDIED_EVERY == 0:
            await tab.tab.send_command("Runtime.evaluate", params={"expression": "gc()"})
        return tab


def _heard(loading: asyncio.Task[Any]) -> None:
    """Keep asyncio from reporting a failure that nobody asks for any more."""
    if not loading.cancelled():
        loading.exception()
