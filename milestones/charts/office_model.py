"""A chart in the terms of office programs: categories, named series, a kind; no program's types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from milestones.i18n import Lang

Kind = Literal["line", "column", "bar"]
Grouping = Literal["clustered", "stacked", "overlaid"]
Drawn = Literal["bars", "line", "points", "upright"]
Dash = Literal["solid", "dash", "dot"]
Form = Literal["count", "share", "percent", "money"]
Number = int | float
"""Whole numbers stay whole."""


@dataclass(frozen=True)
class NativeSeries:
    """One row of numbers; None is unknown.

    An `upright` stands on its only value as a line down to the axis; `colours` are those of
    single values, `hatched` the places of values that are not yet whole.
    """

    name: str
    values: tuple[Number | None, ...]
    colour: str
    drawn: Drawn = "bars"
    dash: Dash = "solid"
    width: float = 2.0
    colours: tuple[tuple[int, str], ...] = ()
    hatched: frozenset[int] = frozenset()


@dataclass(frozen=True)
class NativeChart:
    """A chart that an office program draws from a sheet of numbers.

    Categories are texts or days, in reading order: a bar chart's first is at the top. `form`
    says how values are written: a share is a fraction, a percent a number up to a hundred,
    money is in yuan. `is_labelled` asks for the values at the bars, because the drawing has no
    value axis; `is_bridged` lets a line pass over days that only other series have;
    `height` is the part of the drawing that the chart takes.
    """

    kind: Kind
    grouping: Grouping
    categories: tuple[str, ...] | tuple[date, ...]
    series: tuple[NativeSeries, ...]
    form: Form
    title: str = ""
    value_title: str = ""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    is_labelled: bool = False
    is_bridged: bool = False
    height: float = 1.0

    @property
    def days(self) -> tuple[date, ...]:
        """The categories if they are days; else none."""
        return tuple(each for each in self.categories if isinstance(each, date))

    @property
    def base_unit(self) -> Literal["days", "months"]:
        """The unit of a date axis: bars that have a month each stand on months."""
        months = {(day.year, day.month) for day in self.days}
        return "months" if self.kind != "line" and len(months) == len(self.days) else "days"

    @property
    def is_legend_needed(self) -> bool:
        """Tell whether the names of the series are said nowhere else."""
        return len(self.series) > 1 or bool(self.series[0].name and not self.title)


_COUNT = {
    "zh": '[>=100000000]0\\.00,,"亿";[>=10000]0\\.0,"万";#,##0',
    "en": "#,##0",
}
_MONEY = {
    "zh": '[>=100000000]0\\.00,,"亿元";[>=10000]0\\.0,"万元";#,##0"元"',
    "en": '[>=1000000000]"CNY "0.0,,," bn";[>=1000000]"CNY "0.0,," m";"CNY "#,##0',
}


def number_format(form: Form, lang: Lang) -> str:
    """Give the number format of a spreadsheet: 91.4万 or 914,000; 30.4%; CNY 1.2 bn.

    A share short of all is never rounded up to it: >99.9%.
    万 has no format of its own: a comma divides by a thousand, and the point before the last
    digit is a letter.
    """
    if form == "share":
        return '[>=1]0%;[>=0.9995]">99.9%";0.0%'
    if form == "percent":
        return '[>=100]0"%";[>=99.95]">99.9%";0.0"%"'
    return (_MONEY if form == "money" else _COUNT)[lang]
