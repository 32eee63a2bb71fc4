"""Every hook into Streamlit: what it buys, and how it is put in its place, all at once.

A hook that guards must stand: the app does not start where its place is missing. Any other buys
speed or looks: where its place is missing, the log says so and plain Streamlit does the work.
`MILESTONES_PLAIN_STREAMLIT=1` switches off all but those that guard.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from starlette.middleware import Middleware
from streamlit import type_util
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.pages_manager import PagesManager

from pages.parts.streamlit_compat.capacity import install_run_queue
from pages.parts.streamlit_compat.request_guard import RequestGuard
from pages.parts.streamlit_compat.responses import (
    FirstView,
    SecurityHeaders,
    StreamlitFiles,
    require_frame_places,
)
from pages.parts.streamlit_compat.session_guards import StreamlitChangedError, install_guards

log = logging.getLogger("milestones.app")

PLAIN_SETTING = "MILESTONES_PLAIN_STREAMLIT"
MAX_CACHED_FUNCTIONS = 512


@dataclass(frozen=True)
class Hook:
    """A place where the dashboard leans on the inside of Streamlit, and what that buys."""

    name: str
    gain: str
    install: Callable[[], None]
    guards: bool = False


def find_no_page_files() -> None:
    """Keep Streamlit from taking `pages/` for pages of its own, which it would run unguided.

    It does so until `st.navigation` was called once: the first reader would see an empty page.
    """
    if not hasattr(PagesManager, "uses_pages_directory"):
        raise StreamlitChangedError("PagesManager.uses_pages_directory is gone.")
    PagesManager.uses_pages_directory = False


def cache_theme() -> None:
    """Write the theme, which nobody changes while the server runs, once for all runs."""
    populate = app_session._populate_theme_msg

    @cache
    def written(section: str) -> CustomThemeConfig:
        theme = CustomThemeConfig()
        populate(theme, section)
        return theme

    def populate_from_cache(msg: CustomThemeConfig, section: str = "theme") -> None:
        if written(section).ByteSize():
            msg.MergeFrom(written(section))

    app_session._populate_theme_msg = populate_from_cache


def cache_parameters() -> None:
    """Find out once which parameters a function has, not at each call of a cached one."""
    remembered = lru_cache(maxsize=MAX_CACHED_FUNCTIONS)(type_util.get_func_parameters)
    type_util.get_func_parameters = remembered


HOOKS = (
    Hook("session guards", "nobody reads or empties what is another's", install_guards, True),
    Hook("no page files", "the first reader sees the page asked for", find_no_page_files, True),
    Hook("theme once", "5 to 14 % of a re-run", cache_theme),
    Hook("parameters once", "1 to 4 % of a re-run, median 2.8 %", cache_parameters),
    Hook("run queue", "95th percentile of 60 readers: 0.17 s, not 0.97 s", install_run_queue),
    Hook("framed page", "language, title and look at once; 4.7 MB as 1.4", require_frame_places),
)
INSTALLED: set[str] = set()
"""The names of the hooks that stand in this process."""


def install_hooks() -> None:
    """Put the hooks in their places, once for a process; raises StreamlitChangedError."""
    is_plain = os.environ.get(PLAIN_SETTING) == "1"
    for hook in HOOKS:
        if hook.name in INSTALLED or (is_plain and not hook.guards):
            continue
        try:
            hook.install()
        except (AttributeError, ImportError, LookupError, OSError, TypeError) as missing:
            if hook.guards:
                raise
            log.warning("%s: plain Streamlit does without (%s)", hook.name, missing)
        else:
            INSTALLED.add(hook.name)


def is_installed(name: str) -> bool:
    """Say whether a hook stands in this process."""
    return name in INSTALLED


def middleware(first_view: FirstView) -> list[Middleware]:
    """Give the layers before Streamlit, the outermost first.

    `first_view` writes what a page shows before its first run.
    """
    files = [Middleware(StreamlitFiles, first_view)] if is_installed("framed page") else []
    return [Middleware(SecurityHeaders), Middleware(RequestGuard), *files]
