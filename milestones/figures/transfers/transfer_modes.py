"""By which way patents are transferred, month by month."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from milestones.charts.axes import count_axis
from milestones.charts.model import Axis, Bars, Chart, Legend, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Place,
    as_of_line,
    figure,
)
from milestones.figures.transfers.year_on_year import (
    FEW_RECORDALS,
    YearOnYear,
    growth_percent,
    is_few,
    months_in_words,
    newest_year,
    no_transfer,
    prepare_growth,
    recordals_text,
)
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_of
from milestones.progress.transfer_counts import mode_rows

COLUMNS = {
    "month": Column(_("Month"), "month"),
    "mode": Column(_("Way of transfer"), "code"),
    "recordals": Column(_("Recordals"), "count"),
    "share": Column(_("Share of the month"), "share"),
    "recordals_before": Column(_("A year before"), "count"),
    "growth": Column(_("Growth on the year before"), "share"),
}
MODE_COLOURS = {"assignment": "main", "licence": "soft", "open_licence": "late", "equity": "muted"}
"""The ways of transfer in their order, each with its colour."""


class ModeMonth(NamedTuple):
    """One month's recordals of one way, their share of the month's, and their growth."""

    month: date
    mode: str
    recordals: int
    is_whole: bool
    share: float | None
    recordals_before: int | None
    growth: float | None


@figure(
    "transfer_modes",
    places=(Place("transfers", "first_screen", 2),),
    question=_("In which way are patents transferred?"),
    columns=COLUMNS,
    query="transfer_counts",
    count=mode_rows,
    follows=OF_THE_CHOSEN,
    shares={"share": ("recordals", "of_month")},
    prepare=prepare_growth("growth", "recordals", "recordals_before"),
    indicators=("transfer_recordals",),
)
def draw_transfer_modes(rows: Held, context: Context) -> Drawing:
    """Draw the recordals of each month, one colour a way of transfer."""
    locale, cells = context.locale, records(rows, ModeMonth)
    if not any(cell.recordals for cell in cells):
        return no_transfer(context)
    caption = _caption(cells, locale)
    alt = locale("Stacked bars of recordals by month and way. {caption}", caption=caption)
    return Drawing(_chart(cells, locale), caption, alt, as_of_line(context))


def _chart(cells: list[ModeMonth], locale: Locale) -> Chart:
    sums = Counter[date]()
    for cell in cells:
        sums[cell.month] += cell.recordals
    panel = Panel(
        x=Axis("time"),
        y=count_axis(max(sums.values()), locale),
        series=tuple(
            _bars(_of_mode(mode, cells), colour, locale) for mode, colour in MODE_COLOURS.items()
        ),
        grouping="stacked",
        gap=0.2,
    )
    return Chart((panel,), 360, Margins(top=34, left=8), Legend(is_in_order=True))


def _of_mode(mode: str, cells: list[ModeMonth]) -> list[ModeMonth]:
    return [cell for cell in cells if cell.mode == mode]


def _bars(cells: list[ModeMonth], colour: str, locale: Locale) -> Bars:
    return Bars(
        name=sentence_case(label(cells[0].mode, locale)),
        at=tuple(cell.month for cell in cells),
        values=tuple(cell.recordals for cell in cells),
        colour=colour,
        hovers=tuple(_hover(cell, locale) for cell in cells),
    )


def _hover(cell: ModeMonth, locale: Locale) -> str:
    name = f"<b>{sentence_case(label(cell.mode, locale))}</b>, {locale.month(cell.month)}"
    count = recordals_text(cell.recordals, locale)
    lines = [name, f"{count} · {locale.share(cell.share)}"]
    if cell.growth is not None and not is_few(cell.recordals_before):
        lines.append(locale("{growth} on the year before", growth=growth_percent(cell.growth)))
    return "<br>".join(lines)


def _caption(cells: list[ModeMonth], locale: Locale) -> str:
    total, growth = sum(cell.recordals for cell in cells), _growth_of(cells)
    shares = locale(
        "Of {recordals} since {month}: {list}.",
        recordals=recordals_text(total, locale),
        month=locale.month(cells[0].month),
        list=locale.listing(_share(_of_mode(mode, cells), total, locale) for mode in MODE_COLOURS),
    )
    if growth is None:
        return shares
    of_modes = (_growth_of(_of_mode(mode, cells)) for mode in MODE_COLOURS)
    is_any_small = any(each is not None and each.is_small for each in of_modes)
    return locale.sentences(shares, _note(months_in_words(growth, locale), is_any_small, locale))


def _growth_of(cells: list[ModeMonth]) -> YearOnYear | None:
    return newest_year(cells, "recordals", "recordals_before")


def _note(months: str, is_any_small: bool, locale: Locale) -> str:
    """Say what the brackets hold."""
    if not is_any_small:
        return locale(
            "In brackets the growth of {months} on the same months of the year before.",
            months=months,
        )
    return locale(
        "In brackets the growth of {months} on the same months of the year before, or both"
        " numbers where there were fewer than {count} then.",
        months=months,
        count=locale.count(FEW_RECORDALS),
    )


def _share(cells: list[ModeMonth], total: int, locale: Locale) -> str:
    """Write a mode's share of all recordals, with its growth where there is a year before."""
    growth, recordals = _growth_of(cells), sum(cell.recordals for cell in cells)
    mode, share = label(cells[0].mode, locale), locale.share(share_of(recordals, total))
    if growth is None:
        return locale("{mode} {share}", mode=mode, share=share)
    rate = f"{locale.count(growth.before)}→{locale.count(growth.now)}"
    if growth.rate is not None and not growth.is_small:
        rate = growth_percent(growth.rate)
    return locale("{mode} {share} ({growth})", growth=rate, mode=mode, share=share)
