"""The figures: question, what they count, the filters that they follow, the query behind them."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.figures import FIGURES, Figure, definition
from milestones.figures.labels import sentence_case
from milestones.i18n import Locale, _
from milestones.methods.model import Entry, Fact, Piece, Section, anchor_of, code, said
from milestones.progress.indicators import BY_ID
from milestones.query import header

FILTERS = {
    "provinces": _("Province"),
    "kinds": _("Kind of institution"),
    "departments": _("Department"),
    "fields": _("Technology field"),
    "patents": _("Patents"),
    "as_of": _("As of"),
    "institution": _("Institution"),
}
"""The parameters of a query that a reader sets."""


def section(words: Locale) -> Section:
    """Say of each figure what it answers and what it is made from."""
    line = words("A filter that a figure does not use leaves that figure as it is.")
    entries = tuple(_entry(figure, words) for figure in FIGURES.values())
    return Section("figures", words("Figures"), (line,), entries=entries)


def _entry(figure: Figure, words: Locale) -> Entry:
    title = words(figure.question)
    return Entry(anchor_of("figure", figure.id), title, tuple(_facts(figure, words)))


def _facts(figure: Figure, words: Locale) -> Iterator[Fact]:
    meaning = definition(figure.id, words)
    yield said(words("What the query asks"), sentence_case(meaning.question))
    if figure.is_official:
        yield said(words("Data"), words("Published figures only, the same in every edition"))
    if figure.indicators:
        yield Fact(words("Counted"), tuple(_indicator(each, words) for each in figure.indicators))
    yield said(words("Filters"), _filters(figure, words))
    if figure.compare:
        yield said(words("Compared with"), words("the edition before"))
    yield code(words("Query"), meaning.query)
    yield code(words("Machine-readable name"), figure.id)


def _indicator(id: str, words: Locale) -> Piece:
    return Piece(words(BY_ID[id].name), f"#{anchor_of('indicator', id)}")


def _filters(figure: Figure, words: Locale) -> str:
    given = header(f"figures/{figure.query}").parameters
    names = [words(name) for parameter, name in FILTERS.items() if parameter in given]
    return words.join(names) or words("follows none")
