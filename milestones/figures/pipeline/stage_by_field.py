"""The stages of the pipeline by technology field, each against all fields together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from milestones.charts.model import (
    Axis,
    Category,
    Cell,
    CellClass,
    Chart,
    HeatCells,
    Legend,
    Margins,
    Panel,
    empty_chart,
)
from milestones.figures.field_rows import FieldRows, rows_by_sector
from milestones.figures.labels import label
from milestones.figures.registry import Column, Context, Drawing, Place, as_of_line, figure
from milestones.frames import records
from milestones.i18n import Locale, _

STAGES = ("due", "assessed", "pooled", "evaluated", "transferred", "industrialized")
COLUMNS = {
    "field": Column(_("Technology field"), "field"),
    "due": Column(_("Due for assessment"), "count"),
    "assessed": Column(_("Assessed"), "count"),
    "assessed_share": Column(_("Assessed, of due"), "share"),
    "pooled": Column(_("Entered the pool"), "count"),
    "pooled_share": Column(_("In the pool, of assessed"), "share"),
    "evaluated": Column(_("Evaluated by enterprises"), "count"),
    "evaluated_share": Column(_("Evaluated, of the pool"), "share"),
    "transferred": Column(_("Transferred"), "count"),
    "transferred_share": Column(_("Transferred, of evaluated"), "share"),
    "industrialized": Column(_("Industrialized"), "count"),
    "industrialized_share": Column(_("Industrialized, of transferred"), "share"),
}
LEAD_CLASSES = (
    ("late", _("5 or more below")),
    ("late@0.4", _("1 to 5 below")),
    ("grid@0.6", _("no clear difference")),
    ("main@0.4", _("1 to 5 above")),
    ("main", _("5 or more above")),
)
"""Colours of cells by their points against all fields, and their words in a key."""
NEUTRAL_CLASS = 2
"""The class of what shows no clear difference, too few patents among them."""

STAGE_NAMES = (
    _("assessed"),
    _("in the pool"),
    _("evaluated"),
    _("transferred"),
    _("industrialized"),
)
FEW_PATENTS = 30
"""A share of fewer patents than this says little: such cells keep the neutral colour."""


class FieldStages(NamedTuple):
    """One field's patents in each stage, and the shares of the stage before that arrive."""

    field: int
    due: int
    assessed: int
    pooled: int
    evaluated: int
    transferred: int
    industrialized: int
    assessed_share: float | None
    pooled_share: float | None
    evaluated_share: float | None
    transferred_share: float | None
    industrialized_share: float | None

    @property
    def patents(self) -> list[int]:
        """The patents in each stage, in the order of the stages."""
        return [getattr(self, step) for step in STAGES]


@dataclass(frozen=True)
class Arrival:
    """How many of a field's patents in one stage reach the next, and the share of all fields."""

    field: int
    column: int
    before: int
    after: int
    overall: float | None

    @property
    def share(self) -> float | None:
        """The share that arrives; none of nothing."""
        return self.after / self.before if self.before else None

    @property
    def lead(self) -> float | None:
        """The share less that of all fields; none of too few patents."""
        if self.share is None or self.overall is None or self.before < FEW_PATENTS:
            return None
        return round(self.share - self.overall, 9)


@figure(
    "stage_by_field",
    places=(Place("pipeline", "wide", 1),),
    question=_("In which field do patents get stuck, and at which stage?"),
    columns=COLUMNS,
    shares={f"{after}_share": (after, before) for before, after in pairwise(STAGES)},
)
def draw_stage_by_field(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the share of the stage before that arrives, by field, coloured against all fields."""
    locale, fields = context.locale, records(frame, FieldStages)
    day = as_of_line(context)
    if not fields:
        caption = locale("No patents are due for assessment in this selection.")
        return Drawing(empty_chart(caption), caption, caption, as_of=day)
    whole = [sum(patents) for patents in zip(*(field.patents for field in fields), strict=True)]
    colours = locale(
        "Blue lies above all fields, orange below: pale from 1 percentage point, full from 5."
    )
    caption = locale.sentences(_caption(fields, whole, locale), colours)
    parts = [f"{locale.field(field.field)} {_shares_in_words(field, locale)}" for field in fields]
    alt = locale(
        "Table of the share of each stage that reaches the next, by field. {caption} {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(fields, whole, locale), caption, alt, as_of=day)


def _chart(fields: list[FieldStages], whole: list[int], locale: Locale) -> Chart:
    rows = rows_by_sector({field.field: "" for field in fields}, locale, first=locale("All fields"))
    columns = tuple(Category(at, locale(name)) for at, name in enumerate(STAGE_NAMES))
    cells = HeatCells(_cells_by_class(_arrivals(fields, whole), whole, rows, locale))
    panel = Panel(Axis("category", categories=columns), rows.axis, (cells,))
    legend = Legend(title=locale("Points against all fields:"))
    return Chart((panel,), rows.height + 120, Margins(top=8, left=8, bottom=40), legend)


def _arrivals(fields: list[FieldStages], whole: list[int]) -> list[Arrival]:
    return [
        Arrival(field.field, column, before, after, overall)
        for field in fields
        for column, ((before, after), overall) in enumerate(
            zip(pairwise(field.patents), _overall_shares(whole), strict=True)
        )
    ]


def _overall_shares(whole: list[int]) -> list[float | None]:
    return [after / before if before else None for before, after in pairwise(whole)]


def _cells_by_class(
    arrivals: list[Arrival], whole: list[int], rows: FieldRows, locale: Locale
) -> tuple[CellClass, ...]:
    groups: list[list[Cell]] = [[] for _ in LEAD_CLASSES]
    for column, overall in enumerate(_overall_shares(whole)):
        groups[NEUTRAL_CLASS].append(Cell(column, 0, locale.share(overall), locale.share(overall)))
    for arrival in arrivals:
        place = (arrival.column, rows.places[arrival.field])
        cell = Cell(*place, locale.share(arrival.share), _hover(arrival, locale))
        groups[_class_of_lead(arrival)].append(cell)
    named = zip(LEAD_CLASSES, groups, strict=True)
    return tuple(
        CellClass(locale(name), colour, tuple(group)) for (colour, name), group in named if group
    )


def _class_of_lead(arrival: Arrival) -> int:
    points = arrival.lead or 0.0
    if points > 0:
        return NEUTRAL_CLASS + (points >= 0.01) + (points >= 0.05)
    return NEUTRAL_CLASS - (points <= -0.01) - (points <= -0.05)


def _hover(arrival: Arrival, locale: Locale) -> str:
    return locale(
        "<b>{field}</b><br>{stage}: {after} of {before} ({share})<br>All fields: {overall}",
        field=locale.field(arrival.field),
        stage=label(STAGES[arrival.column + 1], locale),
        after=locale.count(arrival.after),
        before=locale.count(arrival.before),
        share=locale.share(arrival.share),
        overall=locale.share(arrival.overall),
    )


def _shares_in_words(field: FieldStages, locale: Locale) -> str:
    shares = (getattr(field, f"{step}_share") for step in STAGES[1:])
    return " · ".join(locale.share(share) for share in shares)


def _caption(fields: list[FieldStages], whole: list[int], locale: Locale) -> str:
    behind = [
        (arrival.lead, arrival.field, arrival)
        for arrival in _arrivals(fields, whole)
        if arrival.field and arrival.lead is not None and arrival.lead < 0
    ]
    if not behind:
        return locale("No field falls behind the others at any stage.")
    _, _, last = min(behind, key=lambda item: item[:2])
    return locale(
        "{field} falls furthest behind at “{stage}”: {share} of the stage before arrive,"
        " against {overall} in all fields.",
        field=locale.field(last.field),
        stage=label(STAGES[last.column + 1], locale),
        share=locale.share(last.share),
        overall=locale.share(last.overall),
    )
