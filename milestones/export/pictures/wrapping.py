"""Text broken into lines for a width, before any browser has measured it."""

from __future__ import annotations

import unicodedata

WIDE = 1.0
"""Width of a Chinese character, in ems."""

BOLD = 1.15
"""How much wider Latin letters run in bold type; Chinese characters do not."""

NARROW_LETTERS = frozenset("fijlrtI.,:;'|!()[]-· /")
WIDE_LETTERS = frozenset("mwMWGOQ%@—…→")
NO_START = frozenset("，。；：、！？）》”’％%,.;:!?)]}·—…")
NO_END = frozenset("（《“‘([{")


def width(text: str, is_bold: bool = False) -> float:
    """Estimate how wide a text is, in ems, rather too wide than too narrow."""
    return sum(_advance(letter, is_bold) for letter in text)


def wrapped(text: str, ems: float, is_bold: bool = False) -> list[str]:
    """Break a text into lines of at most so many ems: at blanks, and between Chinese characters.

    A line neither starts with closing punctuation nor ends with an opening one; a word that is
    longer than a line is broken where the line ends.
    """
    lines, line = [], ""
    for piece in _pieces(text, ems, is_bold):
        if line and width(line + piece.rstrip(), is_bold) > ems:
            lines.append(line.rstrip())
            line = ""
        line += piece.lstrip() if not line else piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _advance(letter: str, is_bold: bool) -> float:
    if _is_wide(letter):
        return WIDE
    return _latin(letter) * (BOLD if is_bold else 1)


def _latin(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.36
    if letter in WIDE_LETTERS:
        return 0.92
    return 0.7 if letter.isupper() else 0.6


def _pieces(text: str, ems: float, is_bold: bool) -> list[str]:
    """Cut a text into what must stay together: words with their blank, single characters."""
    pieces: list[str] = []
    for letter in " ".join(text.split()):
        if pieces and _stays(pieces[-1], letter) and width(pieces[-1] + letter, is_bold) <= ems:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _stays(piece: str, letter: str) -> bool:
    last = piece[-1]
    if letter in NO_START or last in NO_END or letter == " ":
        return True
    return last != " " and not (_is_wide(last) or _is_wide(letter))


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
