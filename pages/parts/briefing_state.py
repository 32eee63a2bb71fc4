"""The pack that a reader puts together: kept in the session, changed by the widgets' callbacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from milestones.export.pack import Entry, Pack
from milestones.export.pack.making import Made
from milestones.export.pack.model import MOST
from milestones.export.slides.text import legible
from milestones.i18n import Lang
from milestones.selection import Selection

DRAFT, MADE, SAID, FOCUS = "briefing_draft", "briefing_files", "briefing_said", "briefing_focus"


@dataclass(frozen=True)
class Draft:
    """A pack with a number for each entry, which the entry's widgets are called by."""

    pack: Pack = field(default_factory=Pack)
    ids: tuple[int, ...] = ()
    opened: int = 0

    @property
    def entries(self) -> Iterator[tuple[int, Entry]]:
        """The entries with their numbers, in their order."""
        return zip(self.ids, self.pack.entries, strict=True)


@dataclass(frozen=True, eq=False)
class Done:
    """What was made of a pack, and of which edition."""

    pack: Pack
    edition: str
    made: Made


def draft() -> Draft:
    """Give the reader's pack, an empty one at first."""
    found = st.session_state.get(DRAFT)
    return found if isinstance(found, Draft) else Draft()


def done() -> Done | None:
    """Give what was made last in this session."""
    found = st.session_state.get(MADE)
    return found if isinstance(found, Done) else None


def reopen(pack: Pack) -> None:
    """Put a pack in the place of the one that was there."""
    opened = draft().opened + 1
    first = 1 + max(draft().ids, default=0)
    ids = tuple(range(first, first + len(pack.entries)))
    st.session_state[DRAFT] = Draft(pack, ids, opened)
    st.session_state.pop(MADE, None)


def change(**fields: Any) -> None:
    """Change words or choices for the whole pack."""
    now = draft()
    st.session_state[DRAFT] = replace(now, pack=replace(now.pack, **fields))


def add(figure: str, selection: Selection) -> None:
    """Put a figure at the end, with the selection that it keeps from now on."""
    now = draft()
    if len(now.ids) < MOST:
        entry = Entry(figure, urlencode(selection.to_query(), doseq=True))
        _set([*now.entries, (1 + max(now.ids, default=0), entry)])


def move(id: int, by: int) -> None:
    """Move an entry up (−1) or down (1)."""
    entries = list(draft().entries)
    at = draft().ids.index(id)
    if 0 <= at + by < len(entries):
        entries[at], entries[at + by] = entries[at + by], entries[at]
    _set(entries)
    keys = [f"up_{id}", f"down_{id}"]
    st.session_state[FOCUS] = keys if by < 0 else keys[::-1]


def remove(id: int) -> None:
    """Take an entry out."""
    at, ids = draft().ids.index(id), draft().ids
    _set([each for each in draft().entries if each[0] != id])
    st.session_state[FOCUS] = [f"remove_{near}" for near in (*ids[at + 1 :], *ids[:at][::-1])]


def head(id: int, lang: Lang, text: str) -> None:
    """Write the headline of an entry in one language."""
    _set([
        (each, replace(entry, headlines=_with(entry, lang, text)) if each == id else entry)
        for each, entry in draft().entries
    ])  # fmt: skip


def follow(key: str, value: object) -> None:
    """Let a widget show what the pack says."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _with(entry: Entry, lang: Lang, text: str) -> dict[Lang, str]:
    texts = {**entry.headlines, lang: legible(text)}
    return {each: said for each, said in texts.items() if said}


def _set(entries: list[tuple[int, Entry]]) -> None:
    now = draft()
    pack = replace(now.pack, entries=tuple(entry for _, entry in entries))
    st.session_state[DRAFT] = replace(now, pack=pack, ids=tuple(id for id, _ in entries))
