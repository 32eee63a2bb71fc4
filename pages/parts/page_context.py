"""Who is reading: language, light or dark, the edition that is current, what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from milestones.editions.edition import Edition
from milestones.figures import Theme
from milestones.i18n import Lang, Locale
from milestones.selection import Selection
from pages.parts import address


@dataclass(frozen=True)
class Reader:
    """A person at a browser: a language and a theme."""

    lang: Lang
    theme: Theme

    @property
    def words(self) -> Locale:
        """The voice of the reader's language."""
        return Locale(self.lang)


@dataclass(frozen=True)
class PageContext:
    """One run of a page: the reader, the edition and the selection; pages get nothing else."""

    reader: Reader
    edition: Edition
    selection: Selection

    @property
    def words(self) -> Locale:
        """The voice of the reader's language."""
        return self.reader.words

    @cached_property
    def choice(self) -> str:
        """The edition and the selection as a text, to look up what was computed for them."""
        return f"{self.edition.id} {self.selection}"

    @cached_property
    def key(self) -> str:
        """The same with language and theme, to look up what was drawn for them."""
        return f"{self.choice} {self.reader.lang} {self.reader.theme}"


def detect_reader() -> Reader:
    """Find out who is reading: the address decides the language, else the browser does."""
    lang = address.language(st.query_params.get("lang"), st.context.locale)
    return Reader(lang, "dark" if st.context.theme.type == "dark" else "light")
