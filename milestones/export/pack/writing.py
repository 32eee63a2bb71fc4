"""The file of a pack as it is written: TOML that people can edit, then what the making noted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from milestones.export.pack.model import Entry, Noted, Pack
from milestones.export.pack.reading import VERSION, VERSION_KEY
from milestones.export.slides.text import legible
from milestones.i18n import Lang

MARK = "# --- What the last making noted, to say next time what has changed. Not to be edited."


def write_pack(pack: Pack) -> str:
    """Write a pack as text, in one way only; `read_pack` gives the same pack again."""
    head = {
        "title": pack.title,
        "classification": pack.classification,
        "languages": pack.languages,
        "preset": pack.preset,
        "theme": pack.theme,
    }
    lines = [
        f"{VERSION_KEY} = {VERSION}",
        *(f"{key} = {_quoted(value)}" for key, value in head.items()),
        f"formats = [{', '.join(map(_quoted, pack.formats))}]",
    ]
    for entry in pack.entries:
        lines += ["", *_entry(entry)]
    return noting("\n".join(lines) + "\n", pack.noted)


def noting(text: str, noted: Sequence[Noted]) -> str:
    """Put what a making noted at the end of a pack's text; what people wrote stays as it is."""
    own = re.split(f"^{re.escape(MARK)}", text, maxsplit=1, flags=re.MULTILINE)[0]
    own = own.rstrip() + "\n"
    parts = [line for each in noted for line in ("", *_noted(each))]
    return own if not parts else "\n".join([own, MARK, *parts, ""])


def _entry(entry: Entry) -> Iterator[str]:
    yield "[[figures]]"
    yield f"figure = {_quoted(entry.figure)}"
    if entry.selection:
        yield f"selection = {_quoted(entry.selection)}"
    yield from _by_lang("headline", entry.headlines)


def _noted(noted: Noted) -> Iterator[str]:
    yield "[[made]]"
    yield f"stamp = {_quoted(noted.stamp.to_json())}"
    yield from _by_lang("caption", noted.captions)


def _by_lang(key: str, texts: Mapping[Lang, str]) -> Iterator[str]:
    for lang, text in texts.items():
        if text:
            yield f"{key}.{lang} = {_quoted(text)}"


def _quoted(text: str) -> str:
    """Write a text as TOML does; the quotation of JSON is one of TOML's too."""
    return json.dumps(legible(text), ensure_ascii=False)
