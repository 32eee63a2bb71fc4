"""One run of a page: who is reading, which edition, what was chosen, what is computed for it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import streamlit as st

from milestones.charts.palette import Theme
from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.release import Fault
from milestones.figures.compute import compute_figure
from milestones.figures.provenance import selection_line
from milestones.figures.registry import Result
from milestones.i18n import Lang, Locale
from milestones.selection import Selection
from pages.parts import address

log = logging.getLogger("milestones.pages")


@dataclass(frozen=True)
class Reader:
    """A person at a browser: a language and a theme."""

    lang: Lang
    theme: Theme

    @property
    def locale(self) -> Locale:
        """The voice of the reader's language."""
        return Locale(self.lang)


@dataclass(frozen=True)
class ShownEdition:
    """The edition that shows, until when it is under embargo, and which one is current.

    `fault` tells why another stands in for the current one.
    """

    edition: Edition
    current: Edition | None = None
    embargo: datetime | None = None
    fault: Fault | None = None


@dataclass(frozen=True)
class PageContext:
    """One run of a page: the reader, the edition and the selection; pages get nothing else.

    `is_named` tells that the address names the edition, as then all links of the page do. `side`
    tells the figures of two contexts on one page apart.
    """

    reader: Reader
    edition: Edition
    selection: Selection
    is_named: bool = False
    side: str = ""

    @property
    def locale(self) -> Locale:
        """The voice of the reader's language."""
        return self.reader.locale

    @property
    def selection_text(self) -> str:
        """What was chosen, in one line of words."""
        return selection_line(self.edition, self.selection, self.locale)

    @cached_property
    def choice(self) -> str:
        """The edition and the selection as a text, to look up what was computed for them."""
        return f"{self.edition.id} {self.selection}"

    @cached_property
    def key(self) -> str:
        """The same with language, theme and links, to look up what was drawn for them."""
        return f"{self.choice} {self.reader.lang} {self.reader.theme} {self.is_named}"


def detect_reader() -> Reader:
    """Find out who is reading: the address decides the language, else the browser does."""
    lang = address.reader_language(address.asked_value("lang"), st.context.locale)
    return Reader(lang, "dark" if st.context.theme.type == "dark" else "light")


@st.cache_resource(max_entries=64, show_spinner=False)
def opened_edition(home: Path, edition_id: str) -> Edition:
    """Open an edition once for all readers; it holds its file open only while it is used."""
    opened = DataHome(home).edition(edition_id)
    log.info("edition %s is open", edition_id)
    return opened


def result_of(figure_id: str, context: PageContext) -> Result:
    """Give a figure's frame, computed once for both languages and themes."""
    return _computed(f"{figure_id} {context.choice}", figure_id, context)


@st.cache_resource(max_entries=400, show_spinner=False)
def _computed(key: str, _figure_id: str, _context: PageContext) -> Result:
    return compute_figure(_figure_id, _context.edition, _context.selection)
