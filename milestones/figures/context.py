"""What a figure is computed and drawn from, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.charts.model import Chart
from milestones.editions.edition import EditionFacts
from milestones.i18n import Locale
from milestones.plan import Plan
from milestones.selection import Selection


@dataclass(frozen=True)
class Facts:
    """What stands beside a frame: the selection, its as-of date, the edition, the plan."""

    selection: Selection
    as_of: date
    edition: EditionFacts
    plan: Plan
    previous: EditionFacts | None = None
    previous_as_of: date | None = None


@dataclass(frozen=True)
class Result:
    """A figure computed once; both languages and all formats are drawn from it."""

    figure: str
    frame: pd.DataFrame = field(compare=False)
    facts: Facts


@dataclass(frozen=True)
class Context:
    """What a drawing function is told beside its frame."""

    facts: Facts
    words: Locale

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


@dataclass(frozen=True, kw_only=True)
class DrawnFigure(Drawing):
    """The same with its title, what must be said of the data, and the finished Plotly figure."""

    title: str
    mark: str
    figure: FinishedFigure
