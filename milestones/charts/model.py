"""A chart before it is drawn: panels of axes and series that hold raw values, codes and labels.

Nothing here knows a drawing program. Labels are in one language already. A colour is a role that
the palette of a theme resolves: the name of a colour there ("main"), a step of its scale
("scale.3"), the colour of a status ("status.missed"), or a part of a colour on the ground
("late@0.4"). Texts shown when a mark is pointed at may use `<b>` and `<br>`, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Literal

Scale = Literal["linear", "log", "time", "category"]
Unit = Literal["count", "share", "percent", "money", "days", "none"]
Dash = Literal["solid", "dash", "dot"]
Grouping = Literal["clustered", "stacked", "overlaid"]
Place = float | date
Number = float | int
"""Whole numbers stay whole."""
TOP_MARGIN_PX, BOTTOM_MARGIN_PX = 30, 64
"""What is kept free above a chart, and below it for the labels of the axis and a line for marks."""


@dataclass(frozen=True)
class Tick:
    """A labelled place of an axis."""

    at: Number
    label: str


@dataclass(frozen=True)
class Category:
    """A named place of a category axis, and what its row says.

    `note` stands beside the name or at the end of the row, `hover` is said by either. A heading
    names the rows below it; an emphasized category is one that the reader chose, or the whole
    that others are compared with; `mark` is the star of a small denominator.
    """

    at: Number
    label: str
    note: str = ""
    hover: str = ""
    mark: str = ""
    is_heading: bool = False
    is_emphasized: bool = False

    @property
    def name(self) -> str:
        """The label with its mark, in plain letters."""
        return f"{self.label}{self.mark}".replace("\n", " ")


@dataclass(frozen=True)
class Axis:
    """One axis. A category axis runs downwards from its first category.

    `low` and `high` are its ends, None where the series decide. `title` names its values in a
    word, and a drawing shows the longer `note` instead, where there is one. `letters` is the size
    of its labels in pixels, `line_length` the letters after which a long label of a row breaks, 0
    for none. A time axis is labelled by months, or by years.
    """

    scale: Scale = "linear"
    unit: Unit = "none"
    title: str = ""
    note: str = ""
    low: Place | None = None
    high: Place | None = None
    ticks: tuple[Tick, ...] = ()
    categories: tuple[Category, ...] = ()
    is_shown: bool = True
    is_by_year: bool = False
    letters: int = 12
    line_length: int = 0


@dataclass(frozen=True)
class Line:
    """A line through values in order; None is a gap. A stepped one holds until the next place."""

    name: str
    at: tuple[Place, ...]
    values: tuple[Number | None, ...]
    colour: str
    width: float = 2.0
    dash: Dash = "solid"
    is_stepped: bool = False


@dataclass(frozen=True)
class Band:
    """The room between a lower and an upper value."""

    name: str
    at: tuple[Place, ...]
    lows: tuple[Number, ...]
    highs: tuple[Number, ...]
    colour: str


@dataclass(frozen=True)
class Points:
    """Single marks. `labels` stand at their `sides`; hollow ones have small denominators."""

    name: str
    at: tuple[Place, ...]
    values: tuple[Number, ...]
    colour: str
    symbol: Literal["diamond", "circle"] = "diamond"
    size: int = 11
    codes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    hovers: tuple[str, ...] = ()
    hollow: frozenset[int] = frozenset()
    emphasized: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Bars:
    """One value a place; they lie where the categories are on the vertical axis.

    `colours` are those of single bars that differ; hatched ones are not yet whole. `thickness` is
    a part of a row, or days on a time axis. `labels` stand at the ends of the bars. Edged ones
    are told apart by a thin line of the ground. `codes` name the province of each bar.
    """

    name: str
    at: tuple[Place, ...]
    values: tuple[Number | None, ...]
    colour: str
    thickness: float | None = None
    hovers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    colours: tuple[tuple[int, str], ...] = ()
    hatched: frozenset[int] = frozenset()
    is_edged: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spans:
    """Floating bars from a low to a high value, with a stroke at the middle one: quartiles."""

    name: str
    ends: tuple[str, str]
    at: tuple[Number, ...]
    lows: tuple[Number, ...]
    middles: tuple[Number, ...]
    highs: tuple[Number, ...]
    hovers: tuple[str, ...]
    thickness: float
    stroke: int


@dataclass(frozen=True)
class Cell:
    """One cell of a map or a table: its column and row, its label, what it says, its code."""

    x: Number
    y: Number
    label: str
    hover: str
    code: str = ""


@dataclass(frozen=True)
class CellClass:
    """Cells of one colour and what the colour stands for; a hatched class is unknown."""

    name: str
    colour: str
    cells: tuple[Cell, ...]
    is_hatched: bool = False
    is_outside: bool = False


@dataclass(frozen=True)
class Tiles:
    """A map of tiles, a class a colour; the classes are named in the legend."""

    classes: tuple[CellClass, ...]


@dataclass(frozen=True)
class HeatCells:
    """A table of coloured cells with their values in them; names of classes stand in a key."""

    classes: tuple[CellClass, ...]


@dataclass(frozen=True)
class HeatGrid:
    """A table of small coloured cells without words, a row a category, a column a day.

    `classes` holds for each row the class of each column, None where there is no value; `lows`
    are the lower ends of the classes, each named; `hovers` say each cell.
    """

    at: tuple[date, ...]
    classes: tuple[tuple[int | None, ...], ...]
    names: tuple[str, ...]
    hovers: tuple[tuple[str, ...], ...]
    title: str


@dataclass(frozen=True)
class Gauge:
    """A row with a scale of its own: its name, and lines of words around its bar."""

    label: str
    above: str = ""
    below: tuple[str, ...] = ()
    aside: str = ""
    colour: str = "ink"


@dataclass(frozen=True)
class GaugeBar:
    """One bar in each gauge: `lengths` are parts of the row's scale, `values` what they stand for.

    `values` is empty where the rows have no unit in common, so that no chart of numbers is made.
    """

    name: str
    lengths: tuple[float | None, ...]
    values: tuple[Number | None, ...]
    colour: str
    thickness: float
    is_stroke: bool = False
    is_ground: bool = False


@dataclass(frozen=True)
class Gauges:
    """Rows that each have a scale of their own."""

    rows: tuple[Gauge, ...]
    bars: tuple[GaugeBar, ...]


@dataclass(frozen=True)
class SmallChart:
    """One small chart: its name and value in words, its actual and planned values by day."""

    label: str
    note: str
    at: tuple[date, ...]
    values: tuple[float | None, ...]
    planned: tuple[float | None, ...]
    hovers: tuple[str, ...]
    is_emphasized: bool = False


@dataclass(frozen=True)
class SmallMultiples:
    """Small line charts that share a span of days and a top value.

    `plan` is the planned path that all share; `names` say actual, planned and shortfall in the
    legend; `key` labels the top, the foot and the span of every cell.
    """

    courses: tuple[SmallChart, ...]
    start: date
    end: date
    top: float
    plan: tuple[tuple[date, float], ...]
    deadline: date | None
    names: tuple[str, str, str]
    key: tuple[str, str, str]
    columns: int = 4

    @property
    def rows(self) -> int:
        """How many rows of cells there are, with the one that says how to read them."""
        return ceil((len(self.courses) + 1) / self.columns)


@dataclass(frozen=True)
class ComparedColumn:
    """One column of a comparison: its heading in lines, its course, and a value a row."""

    heading: tuple[str, ...]
    course: tuple[tuple[date, float], ...]


@dataclass(frozen=True)
class ComparedRow:
    """One row: its label, and for each column a text, a share (None: no bar) and a hover."""

    label: str
    texts: tuple[str, ...]
    shares: tuple[float | None, ...]
    hovers: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class Comparison:
    """Columns side by side: a course each up to `top`, then rows of bars of one scale.

    A row that opens a group carries the group's heading in `group`.
    """

    columns: tuple[ComparedColumn, ...]
    rows: tuple[ComparedRow, ...]
    start: date
    end: date
    plan: tuple[tuple[date, float], ...]
    heading: str
    top: float = 1.0


Series = (
    Line | Band | Points | Bars | Spans | Tiles | HeatCells | HeatGrid | Gauges
    | SmallMultiples | Comparison
)  # fmt: skip


@dataclass(frozen=True)
class TargetLine:
    """A level to reach, across the panel; its label stands where the lines leave room."""

    value: Number
    label: str
    is_right: bool = False
    is_below: bool = False
    dash: Dash = "solid"


@dataclass(frozen=True)
class Deadline:
    """A day by which, upright through the panel. `note` is its label where one is drawn."""

    on: date
    label: str
    note: str = ""
    colour: str = "muted"
    width: float = 1.0
    dash: Dash = "dot"


@dataclass(frozen=True)
class Highlight:
    """A rectangle around what is emphasized, and its label."""

    x: tuple[Number, Number]
    y: tuple[Number, Number]
    label: str = ""


Mark = TargetLine | Deadline | Highlight


@dataclass(frozen=True)
class Panel:
    """A pair of axes with what stands on them.

    `heading` names it, its first part in bold. `names` says where the names of the rows stand:
    beside them on the axis, or above each bar together with its note. Notes of rows whose names
    stand beside them stand at the ends of the bars, or in a column that `notes_head` names.
    `part` is the panel's part of the chart's height, from the foot.
    """

    x: Axis
    y: Axis
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()
    heading: tuple[str, ...] = ()
    grouping: Grouping = "clustered"
    gap: float | None = None
    names: Literal["beside", "above"] = "beside"
    notes_head: str = ""
    row_notes_head: str = ""
    part: tuple[float, float] = (0.0, 1.0)

    def has(self, *kinds: type) -> bool:
        """Tell whether there is a series of one of these kinds."""
        return any(isinstance(each, kinds) for each in self.series)


@dataclass(frozen=True)
class Margins:
    """Pixels around the panels; None leaves them to the template."""

    top: int | None = None
    right: int | None = None
    bottom: int | None = None
    left: int | None = None

    @property
    def above(self) -> int:
        """The pixels above the panels."""
        return TOP_MARGIN_PX if self.top is None else self.top

    @property
    def below(self) -> int:
        """The pixels below the panels."""
        return BOTTOM_MARGIN_PX if self.bottom is None else self.bottom

    @property
    def height(self) -> int:
        """The pixels above and below the panels."""
        return self.above + self.below


@dataclass(frozen=True)
class Legend:
    """Whether the names of series are listed, and in which order.

    `above` is how far above the panels they stand, in parts of the panels' height.
    """

    is_shown: bool | None = None
    is_in_order: bool = False
    is_upright: bool = False
    title: str = ""
    above: float = 0.0


@dataclass(frozen=True)
class Chart:
    """All that a figure shows. `height` is its natural height in pixels on a screen.

    Panels stand under one another, or side by side. `sentence` says why there is nothing to draw;
    such a chart has no panels.
    """

    panels: tuple[Panel, ...]
    height: int
    margins: Margins = field(default_factory=Margins)
    legend: Legend = field(default_factory=Legend)
    sentence: str = ""
    is_abreast: bool = False

    @property
    def series(self) -> Iterator[Series]:
        """The series of all panels."""
        return (series for panel in self.panels for series in panel.series)


def leads_to_provinces(chart: Chart) -> bool:
    """Say whether a mark of the chart stands for a province, to which a click may lead."""
    return any(
        isinstance(series, Tiles) or (isinstance(series, Bars | Points) and series.codes)
        for series in chart.series
    )


def empty_chart(sentence: str) -> Chart:
    """Make a chart that says in words why there is nothing to draw."""
    return Chart((), 140, sentence=sentence)
