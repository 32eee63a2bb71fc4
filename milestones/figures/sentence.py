"""The selection in words: "Zhejiang and Jiangsu · universities · inventions · as of …"."""

from __future__ import annotations

from milestones.editions.edition import Edition
from milestones.editions.institution import name_of
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import Figure
from milestones.i18n import Locale
from milestones.query import header
from milestones.selection import Selection

LIMIT = " · "


def parts(edition: Edition, selection: Selection, words: Locale) -> list[str]:
    """Say what was chosen, one part a filter; a filter that restricts nothing says so."""
    many = [
        provinces(selection.provinces, words) or words("all provinces"),
        kinds(selection.kinds, words) or words("all institutions"),
        words.join(selection.departments),
    ]
    one = selection.institution
    chosen = [
        *([name_of(edition, one, words)] if one else many),
        fields(selection.fields, words),
        patents(selection.patents, words),
        words("as of {day}", day=words.date(selection.day(edition))),
    ]
    return [part for part in chosen if part]


def whole(edition: Edition, selection: Selection, words: Locale) -> str:
    """Say what was chosen in one line, with a capital letter where the language has them."""
    return sentence_case(LIMIT.join(parts(edition, selection, words)))


def counted(figure: Figure, edition: Edition, selection: Selection, words: Locale) -> str:
    """Say what one figure counts of a selection, for copies that leave the page.

    A figure whose query does not ask for a filter is not restricted by it: figures of many
    institutions leave the one aside, and maps and rankings show all provinces, the chosen marked.
    """
    asked = header(f"figures/{figure.query}").parameters
    if not asked:
        return words("Every published figure, whatever is selected")
    if "institution" in asked and selection.institution is None:
        return words("No institution chosen")
    said = parts(edition, selection.only({*asked, "as_of"}), words)
    if selection.provinces and not {"provinces", "institution"} & set(asked):
        names = provinces(selection.provinces, words)
        said[0] = words("all provinces, {names} marked", names=names)
    return sentence_case(LIMIT.join(said))


def provinces(codes: tuple[str, ...], words: Locale) -> str:
    """Name provinces by their codes."""
    return words.join(words.province(code) for code in codes)


def kinds(codes: tuple[str, ...], words: Locale) -> str:
    """Name kinds of institution by their codes."""
    return words.join(label(code, words) for code in codes)


def fields(numbers: tuple[int, ...], words: Locale) -> str:
    """Name technology fields by their WIPO numbers; their names have commas of their own."""
    return words.listing(words.field(number) for number in numbers)


def patents(choice: str, words: Locale) -> str:
    """Name the patents that are counted."""
    return words("inventions only") if choice == "inventions" else words("all patents")
