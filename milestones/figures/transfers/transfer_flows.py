"""Who takes whose patents: recordals from the holders' provinces to the transferees'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
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
from milestones.figures.labels import label
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Place,
    as_of_line,
    figure,
)
from milestones.figures.transfers.year_on_year import no_transfer, recordals_text
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_of
from milestones.progress.transfer_counts import flow_rows

COLUMNS = {
    "province": Column(_("The holder's province"), "province"),
    "transferee": Column(_("The transferee's province"), "code"),
    "year": Column(_("Year"), "plain"),
    "recordals": Column(_("Recordals"), "count"),
    "share": Column(_("Share of the holders' province in the year"), "share"),
    "amount_cny": Column(_("Contract value"), "money"),
    "unpriced": Column(_("Of them without an amount"), "count"),
}
SHARE_CLASSES = (
    (0.0, _("below 1%")),
    (0.01, _("1% to below 5%")),
    (0.05, _("5% to below 20%")),
    (0.2, _("20% to below 50%")),
    (0.5, _("50% and more")),
)
"""Where each colour begins, as a share of a holders' province, and its words in a key."""

OUTSIDE_PROVINCES = ("abroad", "unknown")
OWN_PROVINCE, OTHER_PROVINCES = "home", "elsewhere"
MAX_TAKER_COLUMNS = 10
"""How many provinces that take from others have a column of their own."""
ROW_HEIGHT_PX = 24
FLOWS_IN_ALT_TEXT = 20
"""How many flows the alt text lists."""


class YearFlow(NamedTuple):
    """The recordals from a province to another, or to itself, in one year."""

    province: str
    transferee: str
    recordals: int


@dataclass(frozen=True)
class Flow:
    """Recordals of all years from a province to a column, and their share of the province's."""

    province: str
    transferee: str
    recordals: int
    share: float


@dataclass(frozen=True)
class Matrix:
    """Holders' provinces by recordals, the columns, and one flow a cell that is not empty."""

    rows: list[str]
    columns: list[str]
    cells: list[Flow]


@figure(
    "transfer_flows",
    places=(Place("transfers", "below", 2),),
    question=_("Who takes whose patents?"),
    columns=COLUMNS,
    query="transfer_counts",
    count=flow_rows,
    follows=OF_THE_CHOSEN,
    shares={"share": ("recordals", "given")},
    indicators=("transfer_recordals",),
)
def draw_transfer_flows(rows: Held, context: Context) -> Drawing:
    """Draw a row a holders' province: where its recordals go, in percent of them."""
    locale, flows = context.locale, sum_years(records(rows, YearFlow))
    if not flows:
        return no_transfer(context)
    caption = _caption(flows, context)
    between = [flow for flow in flows if flow.province != flow.transferee][:FLOWS_IN_ALT_TEXT]
    parts = [_hover(flow, locale) for flow in between]
    alt = locale(
        "Table of recordals from province to province. {caption} The largest flows: {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(matrix(flows), locale), caption, alt, as_of_line(context))


def _chart(table: Matrix, locale: Locale) -> Chart:
    columns = tuple(
        Category(at, _column_name(code, locale)) for at, code in enumerate(table.columns)
    )
    rows = tuple(Category(at, locale.province(code)) for at, code in enumerate(table.rows))
    panel = Panel(
        x=Axis("category", categories=columns, letters=11),
        y=Axis("category", categories=rows, letters=11),
        series=(HeatCells(_cells_by_class(table, locale)),),
    )
    legend = Legend(title=locale("Share of the row's recordals:"))
    margins = Margins(top=8, left=8, bottom=40)
    return Chart((panel,), ROW_HEIGHT_PX * len(table.rows) + 140, margins, legend)


def _column_name(column: str, locale: Locale) -> str:
    return locale("own province") if column == OWN_PROVINCE else label(column, locale)


def _cells_by_class(table: Matrix, locale: Locale) -> tuple[CellClass, ...]:
    groups: list[list[Cell]] = [[] for _ in SHARE_CLASSES]
    for flow in table.cells:
        found = max(n for n, (low, _) in enumerate(SHARE_CLASSES) if flow.share >= low)
        place = (table.columns.index(flow.transferee), table.rows.index(flow.province))
        cell = Cell(*place, locale.share(flow.share, 0), _hover(flow, locale))
        groups[found].append(cell)
    return tuple(
        CellClass(locale(name), f"scale.{number}", tuple(group))
        for number, (group, (_, name)) in enumerate(zip(groups, SHARE_CLASSES, strict=True))
        if group
    )


def _hover(flow: Flow, locale: Locale) -> str:
    given, taken = locale.province(flow.province), _column_name(flow.transferee, locale)
    numbers = f"{locale.count(flow.recordals)} · {locale.share(flow.share)}"
    return locale("{what}: {numbers}", what=f"{given} → {taken}", numbers=numbers)


def _caption(flows: list[Flow], context: Context) -> str:
    locale = context.locale
    between = [
        flow
        for flow in flows
        if flow.transferee not in OUTSIDE_PROVINCES and flow.transferee != flow.province
    ]
    total = sum(flow.recordals for flow in flows)
    stays = sum(flow.recordals for flow in flows if flow.transferee == flow.province)
    kept = locale(
        "{share} of {recordals} since {month} stay in the holder's province.",
        share=locale.share(share_of(stays, total)),
        recordals=recordals_text(total, locale),
        month=locale.month(context.facts.plan.transfers_from),
    )
    if not between:
        return kept
    largest = locale(
        "The largest flow between provinces runs from {province} to {transferee}: {recordals}.",
        province=locale.province(between[0].province),
        transferee=locale.province(between[0].transferee),
        recordals=recordals_text(between[0].recordals, locale),
    )
    return locale.sentences(kept, largest)


def sum_years(flows: Iterable[YearFlow]) -> list[Flow]:
    """Sum the years of each flow, the largest first; the share is of the holders' province."""
    sums, given = Counter[tuple[str, str]](), Counter[str]()
    for flow in flows:
        sums[flow.province, flow.transferee] += flow.recordals
        given[flow.province] += flow.recordals
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return _with_share(ordered, given)


def _with_share(sums: Iterable[tuple[tuple[str, str], int]], given: Counter[str]) -> list[Flow]:
    return [Flow(*pair, count, share_of(count, given[pair[0]]) or 0.0) for pair, count in sums]


def matrix(flows: list[Flow]) -> Matrix:
    """Bring flows to a few columns.

    They are the holder's own province, the ten that take most from others, all other provinces,
    abroad and unknown.
    """
    given, taken, sums = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for flow in flows:
        given[flow.province] += flow.recordals
        if flow.transferee not in (flow.province, *OUTSIDE_PROVINCES):
            taken[flow.transferee] += flow.recordals
    takers = _by_count(taken)[:MAX_TAKER_COLUMNS]
    for flow in flows:
        sums[flow.province, _column_of(flow, takers)] += flow.recordals
    used = {column for _, column in sums}
    columns = (OWN_PROVINCE, *takers, OTHER_PROVINCES, *OUTSIDE_PROVINCES)
    cells = _with_share(sums.items(), given)
    return Matrix(_by_count(given), [column for column in columns if column in used], cells)


def _by_count(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda code: (-counts[code], code))


def _column_of(flow: Flow, takers: list[str]) -> str:
    if flow.transferee == flow.province:
        return OWN_PROVINCE
    return flow.transferee if flow.transferee in (*takers, *OUTSIDE_PROVINCES) else OTHER_PROVINCES
