"""Text broken into lines for a width, before any browser has measured it."""

from __future__ import annotations

from milestones.i18n.widths import is_wide, width

NO_START = frozenset("，。；：、！？）》”’％%,.;:!?)]}·—…")
NO_END = frozenset("（《“‘([{")


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
    return last != " " and not (is_wide(last) or is_wide(letter))
