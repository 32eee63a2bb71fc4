"""The stages of the pipeline by technology field, each against all fields together."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

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
)
from milestones.figures.field_rows import FieldRows, rows_by_sector
from milestones.figures.labels import label
from milestones.figures.phrases import as_many_sentence
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Place,
    as_of_line,
    figure,
)
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import is_small, share_of
from milestones.progress.stage_counts import field_stage_rows
from milestones.selection import UNKNOWN_FIELD

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


class FieldStages(NamedTuple):
    """One field's patents in each stage, in the order of `STAGES`."""

    field: int
    due: int
    assessed: int
    pooled: int
    evaluated: int
    transferred: int
    industrialized: int


class Arrival(NamedTuple):
    """How many of a field's patents in one stage reach the next, and the share of all fields."""

    field: int
    column: int
    before: int
    after: int
    overall: float | None

    @property
    def share(self) -> float | None:
        """The share that arrives; none of nothing."""
        return share_of(self.after, self.before)

    @property
    def lead(self) -> float | None:
        """The share less that of all fields; none of too few patents."""
        if self.share is None or self.overall is None or is_small(self.before):
            return None
        return round(self.share - self.overall, 9)


@figure(
    "stage_by_field",
    places=(Place("pipeline", "wide", 1),),
    question=_("In which field do patents get stuck, and at which stage?"),
    columns=COLUMNS,
    query="field_counts",
    count=field_stage_rows,
    follows=OF_THE_CHOSEN,
    shares={f"{after}_share": (after, before) for before, after in pairwise(STAGES)},
)
def draw_stage_by_field(rows: Held, context: Context) -> Drawing:
    """Draw the share of the stage before that arrives, by field, coloured against all fields."""
    locale, day = context.locale, as_of_line(context)
    stages = {field: patents for field, *patents in records(rows, FieldStages)}
    if not stages:
        return Drawing.empty(locale("No patents are due for assessment in this selection."), day)
    whole = [sum(patents) for patents in zip(*stages.values(), strict=True)]
    overall = _arriving_shares(whole)
    arrivals = [
        Arrival(field, column, before, after, overall[column])
        for field, patents in stages.items()
        for column, (before, after) in enumerate(pairwise(patents))
    ]
    colours = locale(
        "Blue lies above all fields, orange below: pale from 1 percentage point, full from 5."
    )
    caption = locale.sentences(_caption(arrivals, locale), colours)
    parts = (
        f"{locale.field(field)} {' · '.join(map(locale.share, _arriving_shares(patents)))}"
        for field, patents in stages.items()
    )
    alt = locale(
        "Table of the share of each stage that reaches the next, by field. {caption} {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(arrivals, overall, locale), caption, alt, day)


def _arriving_shares(patents: list[int]) -> list[float | None]:
    return [share_of(after, before) for before, after in pairwise(patents)]


def _chart(arrivals: list[Arrival], overall: list[float | None], locale: Locale) -> Chart:
    fields = {arrival.field: "" for arrival in arrivals}
    rows = rows_by_sector(fields, locale, first=locale("All fields"))
    columns = tuple(Category(at, locale(name)) for at, name in enumerate(STAGE_NAMES))
    cells = HeatCells(_cells_by_class(arrivals, overall, rows, locale))
    panel = Panel(Axis("category", categories=columns), rows.axis, (cells,))
    legend = Legend(title=locale("Points against all fields:"))
    return Chart((panel,), rows.height + 120, Margins(top=8, left=8, bottom=40), legend)


def _cells_by_class(
    arrivals: list[Arrival], overall: list[float | None], rows: FieldRows, locale: Locale
) -> tuple[CellClass, ...]:
    groups: list[list[Cell]] = [[] for _ in LEAD_CLASSES]
    for column, share in enumerate(map(locale.share, overall)):
        groups[NEUTRAL_CLASS].append(Cell(column, 0, share, share))
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
        after=locale.count(arrival.after),
        before=locale.count(arrival.before),
        **_arrival_in_words(arrival, locale),
    )


def _caption(arrivals: list[Arrival], locale: Locale) -> str:
    behind = [
        (arrival.lead, arrival)
        for arrival in arrivals
        if arrival.field != UNKNOWN_FIELD and arrival.lead is not None and arrival.lead < 0
    ]
    if not behind:
        return locale("No field falls behind the others at any stage.")
    lead, last = min(behind, key=lambda item: (item[0], item[1].field))
    level = [
        locale.field(each.field)
        for other, each in behind
        if other == lead and each.column == last.column and each is not last
    ]
    furthest = locale(
        "{field} falls furthest behind at “{stage}”: {share} of the stage before arrive,"
        " against {overall} in all fields.",
        **_arrival_in_words(last, locale),
    )
    return locale.sentences(furthest, as_many_sentence(level, locale))


def _arrival_in_words(arrival: Arrival, locale: Locale) -> dict[str, str]:
    return {
        "field": locale.field(arrival.field),
        "stage": label(STAGES[arrival.column + 1], locale),
        "share": locale.share(arrival.share),
        "overall": locale.share(arrival.overall),
    }
