"""The selection in words: "Zhejiang and Jiangsu · universities · inventions · as of …"."""

from __future__ import annotations

from milestones.editions.institution import name_of
from milestones.figures.labels import label
from milestones.words import Words
from pages.parts.visit import Visit


def parts(visit: Visit) -> list[str]:
    """Say what was chosen, one part a filter; a filter that restricts nothing says so."""
    words, selection = visit.words, visit.selection
    day = words.date(selection.day(visit.edition))
    many = [
        provinces(selection.provinces, words) or words("all provinces"),
        kinds(selection.kinds, words) or words("all institutions"),
        words.join(selection.departments),
    ]
    chosen = [
        *([institution(selection.institution, visit)] if selection.institution else many),
        patents(selection.patents, words),
        words("as of {day}", day=day),
    ]
    return [part for part in chosen if part]


def whole(visit: Visit) -> str:
    """Say what was chosen in one line, with a capital letter where the language has them."""
    line = " · ".join(parts(visit))
    return line[:1].upper() + line[1:]


def institution(institution_id: str, visit: Visit) -> str:
    """Name the institution that a page is about."""
    return name_of(visit.edition, institution_id, visit.words)


def provinces(codes: tuple[str, ...], words: Words) -> str:
    """Name provinces by their codes."""
    return words.join(words.province(code) for code in codes)


def kinds(codes: tuple[str, ...], words: Words) -> str:
    """Name kinds of institution by their codes."""
    return words.join(label(code, words) for code in codes)


def patents(choice: str, words: Words) -> str:
    """Name the patents that are counted."""
    return words("inventions only") if choice == "inventions" else words("all patents")
