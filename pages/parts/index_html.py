"""The first bytes of every page: its language, title and icon, its look, how links are followed.

They stand in the page itself, so they are there before the first run and cost none of them.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import streamlit

from milestones.i18n import Lang, Locale, _
from pages.parts.markup import element, text

TITLE = _("Existing patents: national progress")
HTML_LANG = {"zh": "zh-CN", "en": "en"}
HERE = Path(__file__).parent
NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
FONT_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')
"""Streamlit's own font, which the theme does not use."""


STATIC = Path(streamlit.__file__).parent / "static"


def inline_parts(tag: str) -> list[str]:
    """Give the text of each element of a kind that stands in the page itself."""
    page = framed((STATIC / "index.html").read_bytes(), "en").decode()
    return re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)


def framed(page: bytes, lang: Lang) -> bytes:
    """Write into Streamlit's empty page what it does not know of us."""
    words = Locale(lang)
    without = element("p", text(words("This dashboard needs JavaScript to show its figures.")))
    html = NOSCRIPT.sub(element("noscript", without), FONT_PRELOAD.sub("", page.decode()))
    for theirs, ours in _replaced(words).items():
        html = html.replace(theirs, ours, 1)
    return html.encode()


def _replaced(words: Locale) -> dict[str, str]:
    """Give what stands in Streamlit's page, and what comes in its place.

    The look is put last, after the rules of Streamlit's own that weigh as much. The icon is no
    "shortcut": that one Streamlit would set to its own again.
    """
    icon = f"data:image/svg+xml,{quote(_file('icon.svg'))}"
    parts = element("style", _file("look.css")) + element("script", _file("client_navigation.js"))
    return {
        '<html lang="en">': f'<html lang="{HTML_LANG[words.lang]}">',
        "<title>Streamlit</title>": element("title", text(words(TITLE))),
        'rel="shortcut icon" href="./favicon.png"': f'rel="icon" href="{icon}"',
        "</body>": f"{parts}</body>",
    }


def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
