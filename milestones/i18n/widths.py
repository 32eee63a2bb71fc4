"""How wide a text is, before any browser has measured it."""

from __future__ import annotations

import unicodedata

CHINESE_WIDTH_EM = 1.0
"""Width of a Chinese character, in ems."""

BOLD_FACTOR = 1.15
"""How much wider Latin letters run in bold type; Chinese characters do not."""

NARROW_LETTERS = frozenset("fijlrtI.,:;'|!()[]-· /")
WIDE_LETTERS = frozenset("mwMWGOQ%@—…→")


def text_width_em(text: str, is_bold: bool = False) -> float:
    """Estimate how wide a text is, in ems, rather too wide than too narrow."""
    latin_factor = BOLD_FACTOR if is_bold else 1
    return sum(
        CHINESE_WIDTH_EM if is_full_width(letter) else _latin_width(letter) * latin_factor
        for letter in text
    )


def is_full_width(letter: str) -> bool:
    """Tell whether a letter fills a square, as Chinese characters do."""
    return unicodedata.east_asian_width(letter) in "WF"


def _latin_width(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.36
    if letter in WIDE_LETTERS:
        return 0.92
    return 0.7 if letter.isupper() else 0.6
