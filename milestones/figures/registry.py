"""The list of figures: pages, exports, tables and tests all walk it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from milestones.figures.columns import Columns
from milestones.figures.context import Context, Drawing, Facts
from milestones.progress.shares import SharePairs
from milestones.selection import Selection

Draw = Callable[[pd.DataFrame, Context], Drawing]
Prepare = Callable[[pd.DataFrame, Facts], pd.DataFrame]
PageRows = Callable[[pd.DataFrame], pd.DataFrame]


class FigureNotFoundError(KeyError):
    """No figure has this id."""


@dataclass(frozen=True)
class Place:
    """Where a figure stands: a page by its address, a section of it, and the place in that."""

    page: str
    section: str
    order: int


@dataclass(frozen=True)
class Requirement:
    """What a figure cannot do without: how to tell, what to say, and the option that gives it.

    The sentence is marked with `_`.
    """

    is_met: Callable[[Selection], bool]
    sentence: str
    option: str


class ChoiceMissingError(ValueError):
    """A figure has nothing to draw before another choice is made."""

    def __init__(self, need: Requirement) -> None:
        super().__init__(need.option)
        self.need = need


@dataclass(frozen=True)
class Figure:
    """A question, the SQL file that answers it, and the function that draws the answer."""

    id: str
    places: tuple[Place, ...]
    question: str
    draw: Draw
    columns: Columns
    query: str
    shares: SharePairs
    prepare: Prepare | None
    compare: bool
    is_official: bool
    indicators: tuple[str, ...]
    page_rows: PageRows | None
    need: Requirement | None

    def missing(self, selection: Selection) -> Requirement | None:
        """Give what the figure cannot do without, where the selection does not have it."""
        return None if self.need is None or self.need.is_met(selection) else self.need

    def require(self, selection: Selection) -> None:
        """Raise ChoiceMissingError where the selection lacks what the figure needs."""
        lacking = self.missing(selection)
        if lacking is not None:
            raise ChoiceMissingError(lacking)


FIGURES: dict[str, Figure] = {}


def figure(
    id: str,
    *,
    places: tuple[Place, ...] = (),
    question: str,
    columns: Columns,
    query: str | None = None,
    shares: SharePairs = MappingProxyType({}),
    prepare: Prepare | None = None,
    compare: bool = False,
    is_official: bool = False,
    indicators: tuple[str, ...] = (),
    page_rows: PageRows | None = None,
    need: Requirement | None = None,
) -> Callable[[Draw], Draw]:
    """Register a drawing function under an id.

    `places` say where pages show it, the first one is its own; `question` is the title, marked
    with `_`; `columns` are those of the table view, in their order; `query` names the file in
    `queries/figures` where it is not the id; `shares` are columns divided from two counts of the
    query; `prepare` is a pure step between these and the drawing; `compare` runs the query on
    the previous edition too, told apart by the column `side`; `is_official` says that it shows
    published figures only, which are real in any edition; `indicators` names those whose
    definition a reader of it needs; `page_rows` gives the rows that a page lists, where all are
    more than a reader looks through; `need` is what must be chosen before there is anything to
    draw.
    """

    def register(draw: Draw) -> Draw:
        if id in FIGURES:
            raise ValueError(f"two figures are called {id}")
        FIGURES[id] = Figure(
            id, places, question, draw, columns, query or id, shares, prepare, compare,
            is_official, indicators, page_rows, need,
        )  # fmt: skip
        return draw

    return register


def on_page(page: str, section: str = "below") -> tuple[str, ...]:
    """Give the figures of a section of a page, in their order."""
    found = {
        place.order: figure.id
        for figure in FIGURES.values()
        for place in figure.places
        if (place.page, place.section) == (page, section)
    }
    return tuple(found[order] for order in sorted(found))


def find(id: str) -> Figure:
    """Give the figure of an id, or say which ids there are."""
    try:
        return FIGURES[id]
    except KeyError:
        raise FigureNotFoundError(f"{id}: figures are {', '.join(sorted(FIGURES))}") from None
