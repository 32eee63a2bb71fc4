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


def selection_parts(edition: Edition, selection: Selection, locale: Locale) -> list[str]:
    """Say what was chosen, one part a filter; a filter that restricts nothing says so."""
    many = [
        locale.join(map(locale.province, selection.provinces)) or locale("all provinces"),
        locale.join(label(kind, locale) for kind in selection.kinds) or locale("all institutions"),
        locale.join(selection.departments),
    ]
    one = selection.institution
    chosen = [
        *([institution_name(edition, one, locale)] if one else many),
        locale.listing(map(locale.field, selection.fields)),
        patents_in_words(selection.patents, locale),
        locale("as of {day}", day=locale.date(selection.day(edition))),
    ]
    return [part for part in chosen if part]


def selection_line(edition: Edition, selection: Selection, locale: Locale) -> str:
    """Say what was chosen in one line, with a capital letter where the language has them."""
    return sentence_case(SEPARATOR.join(selection_parts(edition, selection, locale)))


def counted_selection(
    figure: Figure, edition: Edition, selection: Selection, locale: Locale
) -> str:
    """Say what one figure counts of a selection, for copies that leave the page.

    A figure whose query does not ask for a filter is not restricted by it: figures of many
    institutions leave the one aside, and maps and rankings show all provinces, the chosen marked.
    """
    asked = figure.parameters
    if not asked and figure.is_official:
        return locale("Every published figure, whatever is selected")
    if not asked:
        return locale("The whole register, whatever is selected")
    if "institution" in asked and selection.institution is None:
        return locale("No institution chosen")
    said = selection_parts(edition, selection.only({*asked, "as_of"}), locale)
    if selection.provinces and not {"provinces", "institution"} & set(asked):
        names = locale.join(map(locale.province, selection.provinces))
        said[0] = locale("all provinces, {names} marked", names=names)
    return sentence_case(SEPARATOR.join(said))


def patents_in_words(choice: str, locale: Locale) -> str:
    """Name the patents that are counted."""
    return locale("inventions only") if choice == "inventions" else locale("all patents")


@dataclass(frozen=True)
class Definition:
    """What a figure's query asks, one line an indicator, and the file that asks."""

    question: str
    indicators: tuple[str, ...]
    query: str


def definition(figure_id: str, locale: Locale) -> Definition:
    """Define a figure from the header of its query and the list of indicators."""
    figure = find_figure(figure_id)
    name = f"figures/{figure.query}"
    lines = tuple(_indicator_line(BY_ID[indicator], locale) for indicator in figure.indicators)
    return Definition(locale(header(name).question), lines, f"queries/{name}.sql")


def source_line(result: Result, locale: Locale) -> str:
    """Name the source of a figure in one line, which goes under every copy of it."""
    edition = result.facts.edition
    if find_figure(result.figure).is_official:
        return locale("Source: the authorities, as named with each figure in the table.")
    facts = {"id": edition.id, "day": locale.date(edition.received_on)}
    if edition.synthetic:
        return locale("Source: synthetic register, edition {id}.", **facts)
    return locale("Source: filings of the institutions received by {day}, edition {id}.", **facts)


def _indicator_line(indicator: Indicator, locale: Locale) -> str:
    name, universe = locale(indicator.name), locale(indicator.universe)
    if indicator.unit == "share":
        return locale("{name}: as a share of {universe}", name=name, universe=universe)
    return locale("{name}: {universe}", name=name, universe=universe)
