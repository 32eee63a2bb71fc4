"""The words of a slide: its title from the finding, the lines around the chart, the notes."""

from __future__ import annotations

import re
from itertools import pairwise
from math import ceil

from milestones.export.figure_export import FigureExport
from milestones.i18n.printable import printable

FIRST_WIDE_CHAR, WIDE_PUNCTUATION = "\u2e80", "“”‘’…—"
"""From here on a letter is as wide as it is high, and these are in Chinese."""

LATIN_WIDTH_EMS, BOLD_LATIN_WIDTH_EMS = 0.58, 0.66
"""Width of a Latin letter as a part of its height: a wide font's, where Arial is missing."""

SCRIPT_CHANGE_EMS = 0.25
"""Blank that office programs leave between Chinese and Latin letters."""

MAX_TITLE_LINES = 2
_SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+(?=[A-Z0-9“*])")


def printable_line(text: str) -> str:
    """Put a text that somebody typed in one line, without letters that no document may hold."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return printable(" ".join(shown.split()))


def count_lines(text: str, size: float, width: float, bold: bool = False) -> int:
    """Say how many lines a text takes at a size in points, on a width in inches."""
    return max(1, ceil(text_width_inches(text, size, bold) / width))


def text_width_inches(text: str, size: float, bold: bool = False) -> float:
    """Give the width of a text in inches, on the large side."""
    latin = BOLD_LATIN_WIDTH_EMS if bold else LATIN_WIDTH_EMS
    wide = [letter >= FIRST_WIDE_CHAR or letter in WIDE_PUNCTUATION for letter in text]
    changes = sum(one != other for one, other in pairwise(wide))
    return (sum(1.0 if each else latin for each in wide) + changes * SCRIPT_CHANGE_EMS) * size / 72


def fit_text(
    text: str, sizes: tuple[float, ...], most: int, width: float, bold: bool = False
) -> tuple[str, float]:
    """Give a text with the largest size at which it takes so many lines at most.

    What is too long for the smallest is cut, and says so by its last letter.
    """
    for size in sizes:
        if count_lines(text, size, width, bold) <= most:
            return text, size
    kept = len(text)
    while kept and count_lines(f"{text[:kept]}…", sizes[-1], width, bold) > most:
        kept = kept * 9 // 10
    return f"{text[:kept].rstrip()}…", sizes[-1]


def split_finding(caption: str, lang: str, size: float, width: float) -> tuple[str, str]:
    """Give as many sentences as a title has room for, and the rest."""
    sentences = [part for part in _SENTENCE.split(caption) if part]
    glue = "" if lang == "zh" else " "
    cut = len(sentences)
    while cut > 1 and not _fits_title(glue.join(sentences[:cut]), size, width):
        cut -= 1
    return glue.join(sentences[:cut]), glue.join(sentences[cut:])


def _fits_title(text: str, size: float, width: float) -> bool:
    return count_lines(text, size, width, bold=True) <= MAX_TITLE_LINES


def foot_text(sheet: FigureExport) -> str:
    """Say in one line as of when the figure is, and from where."""
    return " · ".join(part for part in (sheet.as_of, sheet.source) if part)


def notes_text(sheet: FigureExport, headline: str) -> str:
    """Write the notes under a slide: what a speaker may be asked, and the stamp as last line."""
    meaning = sheet.definition
    finding = [headline, sheet.caption] if headline else [sheet.caption]
    counted = [sheet.title, sheet.subtitle, meaning.question, *meaning.indicators, meaning.query]
    origin = [sheet.disclaimer, foot_text(sheet), sheet.stamp.to_json()]
    return "\n".join(map(printable_line, [*finding, "", *counted, "", sheet.alt, "", *origin]))
