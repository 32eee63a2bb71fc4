"""What Streamlit would find out anew at each run, and what is found once here."""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType

from streamlit import config, string_util, type_util
from streamlit.elements import html
from streamlit.runtime import app_session

LABELS = 4096
"""More than all labels there are: provinces, months and fields in two languages."""
MARKUPS = 512
"""Pieces of markup remembered: some kilobytes each, a hundred at most."""


def remember() -> None:
    """Keep what is the same at each run, 4 milliseconds of it.

    Whether an emoji stands at the head of a label: Streamlit asks for each of the seventy in the
    filters. The options of the theme and how a message spells them, which nobody changes while
    the server runs. Which parameters a cached function has. And whether markup is nothing but a
    style, for which all of it is searched; what is shown is shared by all readers.
    """
    _remember(string_util, "extract_leading_emoji")
    _remember(config, "get_options_for_section")
    _remember(app_session, "to_snake_case")
    _remember(type_util, "get_func_parameters")
    _remember(html, "_html_only_style_tags", MARKUPS)


def _remember(module: ModuleType, name: str, most: int = LABELS) -> None:
    finds = getattr(module, name)
    if not hasattr(finds, "cache_info"):
        setattr(module, name, lru_cache(maxsize=most)(finds))
