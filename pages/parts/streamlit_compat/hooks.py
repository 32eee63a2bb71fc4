"""What Streamlit would find out anew at each run, and what is found once here."""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType

from streamlit import config, string_util, type_util
from streamlit.elements import html
from streamlit.runtime import app_session

MAX_CACHED_LABELS = 4096
"""More than all labels there are: provinces, months and fields in two languages."""
MAX_CACHED_MARKUPS = 512
"""Pieces of markup remembered: some kilobytes each, a hundred at most."""


def install_caches() -> None:
    """Keep what is the same at each run, 4 milliseconds of it.

    Whether an emoji stands at the head of a label: Streamlit asks for each of the seventy in the
    filters. The options of the theme and how a message spells them, which nobody changes while
    the server runs. Which parameters a cached function has. And whether markup is nothing but a
    style, for which all of it is searched; what is shown is shared by all readers.
    """
    _cache_results(string_util, "extract_leading_emoji")
    _cache_results(config, "get_options_for_section")
    _cache_results(app_session, "to_snake_case")
    _cache_results(type_util, "get_func_parameters")
    _cache_results(html, "_html_only_style_tags", MAX_CACHED_MARKUPS)


def _cache_results(module: ModuleType, name: str, most: int = MAX_CACHED_LABELS) -> None:
    finds = getattr(module, name)
    if not hasattr(finds, "cache_info"):
        setattr(module, name, lru_cache(maxsize=most)(finds))
