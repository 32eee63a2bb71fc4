"""What a briefing pack is: words and choices for the whole, then the figures in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from milestones.charts.palette import Theme
from milestones.export.pictures.engine import PictureFormat
from milestones.export.pictures.page import PRESETS
from milestones.export.stamp import Stamp
from milestones.i18n import LANGS, Lang, Locale, _

Languages = Literal["zh", "en", "both"]
LANGUAGE_CHOICES: tuple[Languages, ...] = get_args(Languages)
PACK_FORMATS: tuple[PictureFormat, ...] = ("png", "svg", "pdf")

MAX_FIGURES = 40
"""Figures of a pack."""
MAX_TITLE_LENGTH, MAX_HEADLINE_LENGTH, MAX_CLASSIFICATION_LENGTH = 160, 240, 40
"""Letters of the title, of a headline, and of the classification."""


class PackFaultError(ValueError):
    """A pack cannot be read or made; the message says where and why."""

    def __init__(self, message: str, **places: object) -> None:
        super().__init__(message.format(**places))
        self._message, self._places = message, places

    def sentence(self, locale: Locale) -> str:
        """Say it in the reader's language."""
        return locale(self._message, **self._places)


@dataclass(frozen=True)
class PackEntry:
    """One figure of a pack.

    `selection` is written as the address of a page writes it; without a day it moves along with
    the editions. Without a headline the figure's own finding stands there.
    """

    figure: str
    selection: str = ""
    headlines: Mapping[Lang, str] = field(default_factory=dict)

    def headline(self, lang: Lang) -> str:
        """The headline in a language, "" where the finding stands instead."""
        return self.headlines.get(lang, "")


@dataclass(frozen=True)
class PreviousResult:
    """What the last making found for one figure: its stamp, and its caption in words."""

    stamp: Stamp
    captions: Mapping[Lang, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """A briefing pack; `noted` is what its last making found, one a figure."""

    title: str = ""
    classification: str = ""
    languages: Languages = "both"
    preset: str = "slide"
    theme: Theme = "light"
    formats: tuple[PictureFormat, ...] = ("png",)
    entries: tuple[PackEntry, ...] = ()
    noted: tuple[PreviousResult, ...] = ()

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages of the pack, in the order of its pages."""
        return LANGS if self.languages == "both" else (self.languages,)

    def require_makeable(self) -> None:
        """Raise PackFaultError for a pack that nothing can be made of."""
        if not self.entries:
            raise PackFaultError(_("The pack holds no figure."))
        if len(self.entries) > MAX_FIGURES:
            raise PackFaultError(_("A pack holds {most} figures at most."), most=MAX_FIGURES)
        if PRESETS[self.preset].is_grey and self.theme != "light":
            raise PackFaultError(_("One colour is printed on white; leave the dark theme away."))
