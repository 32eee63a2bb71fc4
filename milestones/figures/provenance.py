"""Where a figure comes from, in words: its source line and what it counts."""

from __future__ import annotations

from dataclasses import dataclass

from milestones.figures.context import Result
from milestones.figures.registry import find
from milestones.i18n import Locale
from milestones.progress.indicators import BY_ID, Indicator
from milestones.query import header


@dataclass(frozen=True)
class Definition:
    """What a figure's query asks, one line an indicator, and the file that asks."""

    question: str
    indicators: tuple[str, ...]
    query: str


def definition(figure_id: str, words: Locale) -> Definition:
    """Define a figure from the header of its query and the list of indicators."""
    figure = find(figure_id)
    name = f"figures/{figure.query}"
    lines = tuple(_line(BY_ID[indicator], words) for indicator in figure.indicators)
    return Definition(words(header(name).question), lines, f"queries/{name}.sql")


def source_line(result: Result, words: Locale) -> str:
    """Name the source of a figure in one line, which goes under every copy of it."""
    edition = result.facts.edition
    if find(result.figure).is_official:
        return words("Source: the authorities, as named with each figure in the table.")
    facts = {"id": edition.id, "day": words.date(edition.received_on)}
    if edition.synthetic:
        return words("Source: synthetic register, edition {id}.", **facts)
    return words("Source: filings of the institutions received by {day}, edition {id}.", **facts)


def _line(indicator: Indicator, words: Locale) -> str:
    name, universe = words(indicator.name), words(indicator.universe)
    if indicator.unit == "share":
        return words("{name}: as a share of {universe}", name=name, universe=universe)
    return words("{name}: {universe}", name=name, universe=universe)
