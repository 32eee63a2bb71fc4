"""What a figure counts, in words: of which selection, by which definition, from which source."""

from __future__ import annotations

from dataclasses import dataclass

from milestones.editions.edition import Edition
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import Figure, Result, find_figure
from milestones.i18n import Locale
from milestones.progress.indicators import BY_ID, Indicator
from milestones.query import header
from milestones.register import institution_name
from milestones.selection import Selection

SEPARATOR = " · "


def selection_parts(edition: Edition, selection: Selection, words: Locale) -> list[str]:
    """Say what was chosen, one part a filter; a filter that restricts nothing says so."""
    many = [
        province_names(selection.provinces, words) or words("all provinces"),
        kind_names(selection.kinds, words) or words("all institutions"),
        words.join(selection.departments),
    ]
    one = selection.institution
    chosen = [
        *([institution_name(edition, one, words)] if one else many),
        field_names(selection.fields, words),
        patents_in_words(selection.patents, words),
        words("as of {day}", day=words.date(selection.day(edition))),
    ]
    return [part for part in chosen if part]


def selection_line(edition: Edition, selection: Selection, words: Locale) -> str:
    """Say what was chosen in one line, with a capital letter where the language has them."""
    return sentence_case(SEPARATOR.join(selection_parts(edition, selection, words)))


def counted_selection(figure: Figure, edition: Edition, selection: Selection, words: Locale) -> str:
    """Say what one figure counts of a selection, for copies that leave the page.

    A figure whose query does not ask for a filter is not restricted by it: figures of many
    institutions leave the one aside, and maps and rankings show all provinces, the chosen marked.
    """
    asked = header(f"figures/{figure.query}").parameters
    if not asked:
        return words("Every published figure, whatever is selected")
    if "institution" in asked and selection.institution is None:
        return words("No institution chosen")
    said = selection_parts(edition, selection.only({*asked, "as_of"}), words)
    if selection.provinces and not {"provinces", "institution"} & set(asked):
        names = province_names(selection.provinces, words)
        said[0] = words("all provinces, {names} marked", names=names)
    return sentence_case(SEPARATOR.join(said))


def province_names(codes: tuple[str, ...], words: Locale) -> str:
    """Name provinces by their codes."""
    return words.join(words.province(code) for code in codes)


def kind_names(codes: tuple[str, ...], words: Locale) -> str:
    """Name kinds of institution by their codes."""
    return words.join(label(code, words) for code in codes)


def field_names(numbers: tuple[int, ...], words: Locale) -> str:
    """Name technology fields by their WIPO numbers; their names have commas of their own."""
    return words.listing(words.field(number) for number in numbers)


def patents_in_words(choice: str, words: Locale) -> str:
    """Name the patents that are counted."""
    return words("inventions only") if choice == "inventions" else words("all patents")


@dataclass(frozen=True)
class Definition:
    """What a figure's query asks, one line an indicator, and the file that asks."""

    question: str
    indicators: tuple[str, ...]
    query: str


def definition(figure_id: str, words: Locale) -> Definition:
    """Define a figure from the header of its query and the list of indicators."""
    figure = find_figure(figure_id)
    name = f"figures/{figure.query}"
    lines = tuple(_indicator_line(BY_ID[indicator], words) for indicator in figure.indicators)
    return Definition(words(header(name).question), lines, f"queries/{name}.sql")


def source_line(result: Result, words: Locale) -> str:
    """Name the source of a figure in one line, which goes under every copy of it."""
    edition = result.facts.edition
    if find_figure(result.figure).is_official:
        return words("Source: the authorities, as named with each figure in the table.")
    facts = {"id": edition.id, "day": words.date(edition.received_on)}
    if edition.synthetic:
        return words("Source: synthetic register, edition {id}.", **facts)
    return words("Source: filings of the institutions received by {day}, edition {id}.", **facts)


def _indicator_line(indicator: Indicator, words: Locale) -> str:
    name, universe = words(indicator.name), words(indicator.universe)
    if indicator.unit == "share":
        return words("{name}: as a share of {universe}", name=name, universe=universe)
    return words("{name}: {universe}", name=name, universe=universe)
