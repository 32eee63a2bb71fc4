"""What a figure is: what it declares, is drawn from and gives; and the list of all figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from typing import Any, Literal, get_args

import pandas as pd

from milestones.calendar import is_month_end, last_month_end
from milestones.charts.model import Chart, empty_chart
from milestones.editions.edition import Edition, EditionFacts
from milestones.frames import Held, Rows, as_frame
from milestones.i18n import Locale, _
from milestones.plan import Plan
from milestones.progress.indicators import SharePairs
from milestones.query import header
from milestones.selection import Selection

WordFormat = Literal["text", "code", "name", "province", "field"]
"""Formats of cells that are put in words, each language its own.

`code` is looked up in the labels, `province` by its GB/T 2260 code, `field` by its WIPO number,
`text` is a text of a reference table, translated like any other; a `name` is the English one of
the column beside it (`name_en`) where there is one and the reader's language is English."""

Format = WordFormat | Literal["date", "month", "count", "share", "money", "number", "plain"]
"""A `share` is a fraction; `plain` is written as it is."""

WORD_FORMATS = frozenset[Format](get_args(WordFormat))


@dataclass(frozen=True)
class Column:
    """One column: its header, marked with `_`, and the way its cells are written."""

    header: str
    format: Format


Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Facts:
    """What stands beside a frame: the selection, its as-of date, the edition, the plan."""

    selection: Selection
    as_of: date
    edition: EditionFacts
    plan: Plan
    previous_as_of: date | None = None


@dataclass(frozen=True)
class Result:
    """A figure computed once; both languages and all formats are drawn from it."""

    figure: str
    rows: Held = field(compare=False)
    facts: Facts

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a frame, for files and tables."""
        return as_frame(self.rows)


@dataclass(frozen=True)
class Context:
    """What a drawing function is told beside its frame."""

    facts: Facts
    locale: Locale

    @property
    def selection(self) -> Selection:
        """What the reader chose."""
        return self.facts.selection

    @property
    def as_of(self) -> date:
        """The last day counted."""
        return self.facts.as_of


@dataclass(frozen=True)
class Drawing:
    """What a figure's module makes of its rows: a chart and the words that belong to it.

    `as_of` is empty where the figure counts up to the as-of day.
    """

    chart: Chart
    caption: str
    alt: str
    as_of: str = ""

    @staticmethod
    def empty(sentence: str, as_of: str = "") -> Drawing:
        """Say in words why there is nothing to draw."""
        return Drawing(empty_chart(sentence), sentence, sentence, as_of)


Count = Callable[[Edition, Selection], Rows]
Draw = Callable[[Any, Context], Drawing]
Prepare = Callable[[Any, Facts], Held]
PageRows = Callable[[pd.DataFrame], pd.DataFrame]


class FigureNotFoundError(KeyError):
    """No figure has this id."""


NOT_COUNTED = _(
    "This edition was built before there was this figure. The next publication will show it."
)


class FigureNotCountedError(LookupError):
    """The edition was built before there was what this figure counts."""


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


OF_PROVINCES = ("kinds", "patents")
"""What figures of all provinces follow beside departments, fields and day."""
OF_THE_CHOSEN = ("provinces", *OF_PROVINCES)
"""What figures of the chosen provinces follow beside departments, fields and day."""
FIGURES: dict[str, Figure] = {}


@dataclass(eq=False)
class Figure:
    """A question, the SQL file that answers it, and the function that draws the answer.

    It stands as a decorator above its drawing function. `places` say where pages show it, the
    first one is its own; `question` is the title, marked with `_`; `columns` are those of the
    table view, in their order; `query` names the file in `queries/figures` where it is not the
    id; `count` looks its rows up in running sums, where many figures share a query, and `follows`
    names what of a selection is chosen there; `shares` are columns divided from two counts;
    `prepare` is a pure step between these and the drawing; `compare` asks the previous edition
    too, told apart by the column `side`; `is_official` says that it shows published figures only,
    which are real in any edition; `indicators` names those whose definition a reader of it needs;
    `page_rows` gives the rows that a page lists, where all are more than a reader looks through;
    `need` is what must be chosen before there is anything to draw.
    """

    id: str
    _: KW_ONLY
    question: str
    columns: Columns
    places: tuple[Place, ...] = ()
    query: str = ""
    count: Count | None = None
    follows: tuple[str, ...] = ()
    shares: SharePairs = field(default_factory=dict)
    prepare: Prepare | None = None
    compare: bool = False
    is_official: bool = False
    indicators: tuple[str, ...] = ()
    page_rows: PageRows | None = None
    need: Requirement | None = None
    draw: Draw = field(init=False)

    def __post_init__(self) -> None:
        self.query = self.query or self.id

    def __call__(self, draw: Draw) -> Draw:
        """Register the figure with its drawing function."""
        if self.id in FIGURES:
            raise ValueError(f"two figures are called {self.id}")
        self.draw = draw
        FIGURES[self.id] = self
        return draw

    @property
    def parameters(self) -> frozenset[str]:
        """What of a selection makes a difference to it, beside parameters of its query alone."""
        return frozenset((*header(f"figures/{self.query}").parameters, *self.follows))

    def missing(self, selection: Selection) -> Requirement | None:
        """Give what the figure cannot do without, where the selection does not have it."""
        return None if self.need is None or self.need.is_met(selection) else self.need

    def require(self, selection: Selection) -> None:
        """Raise ChoiceMissingError where the selection lacks what the figure needs."""
        if lacking := self.missing(selection):
            raise ChoiceMissingError(lacking)


figure = Figure
"""The decorator of a drawing function."""


def figures_on_page(page: str, section: str = "below") -> tuple[str, ...]:
    """Give the figures of a section of a page, in their order."""
    found = {
        place.order: figure.id
        for figure in FIGURES.values()
        for place in figure.places
        if (place.page, place.section) == (page, section)
    }
    return tuple(found[order] for order in sorted(found))


def find_figure(id: str) -> Figure:
    """Give the figure of an id, or say which ids there are."""
    try:
        return FIGURES[id]
    except KeyError:
        raise FigureNotFoundError(f"{id}: figures are {', '.join(sorted(FIGURES))}") from None


def as_of_line(context: Context) -> str:
    """Say the last day that a monthly cube counts: a month end, or the edition's own day."""
    day, locale = context.as_of, context.locale
    if day != context.facts.edition.as_of and not is_month_end(day):
        day = last_month_end(day)
    return locale("As of {day}", day=locale.date(day))
