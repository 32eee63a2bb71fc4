"""How wide a text is, before any browser has measured it."""

from __future__ import annotations

import unicodedata

WIDE = 1.0
"""Width of a Chinese character, in ems."""

BOLD = 1.15
"""How much wider Latin letters run in bold type; Chinese characters do not."""

NARROW_LETTERS = frozenset("fijlrtI.,:;'|!()[]-· /")
WIDE_LETTERS = frozenset("mwMWGOQ%@—…→")


def width(text: str, is_bold: bool = False) -> float:
    """Estimate how wide a text is, in ems, rather too wide than too narrow."""
    return sum(_advance(letter, is_bold) for letter in text)


def is_wide(letter: str) -> bool:
    """Tell whether a letter fills a square, as Chinese characters do."""
    return unicodedata.east_asian_width(letter) in "WF"


def _advance(letter: str, is_bold: bool) -> float:
    if is_wide(letter):
        return WIDE
    return _latin(letter) * (BOLD if is_bold else 1)


def _latin(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.36
    if letter in WIDE_LETTERS:
        return 0.92
    return 0.7 if letter.isupper() else 0.6
