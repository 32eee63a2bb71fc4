"""The scripts that a run of a page may send: fixed texts, so that the policy can name their hash.

What differs from run to run stands in `data-` attributes, which a script reads and never runs.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

import streamlit as st

from pages.parts.markup import element

FOLDER = Path(__file__).parent / "scripts"


@cache
def scripts() -> dict[str, str]:
    """Give the text of each script by its name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.js"))}


def run_script(name: str, **data: str) -> None:
    """Let the browser run a script; it runs again whenever its data differ."""
    attributes = {f"data-{key}": value for key, value in data.items()}
    st.html(element("script", scripts()[name], **attributes), unsafe_allow_javascript=True)


def source_of(content: str) -> str:
    """Name an inline script or style in a Content-Security-Policy."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
