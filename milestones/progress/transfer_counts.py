"""Transfers recorded: by month, by way, and from province to province."""

from __future__ import annotations

from datetime import date

import numpy as np

from milestones.calendar import add_months, month_end_of
from milestones.editions.edition import Edition
from milestones.frames import Rows
from milestones.progress.running_sums import MONEY_UNITS, running_sums
from milestones.selection import Selection

TRANSFERS_QUERY = "figures/transfer_counts"
TRANSFER_MODES = ("assignment", "licence", "open_licence", "equity")
Recorded = dict[tuple[str, ...], dict[date, list[int]]]
"""By key and the end of a month: recordals, those without an amount, ten thousandths of a yuan."""


def month_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the recordals of each month and their contract value, beside those of a year before."""
    found = _recorded(edition, selection, ()).get((), {})
    months = _months(edition, selection)
    counts = {month: _of_month(found, month, edition) for month in months}
    amounts = {month: _amount(*each) if each[0] else 0.0 for month, each in counts.items()}
    rows = []
    for month, is_whole in months.items():
        (recordals, unpriced, _), before = counts[month], add_months(month, -12)
        earlier = counts[before][0] if before in counts else None
        rows.append(
            (month, is_whole, recordals, earlier, unpriced, amounts[month], amounts.get(before))
        )
    names = "month", "is_whole", "recordals", "recordals_before", "unpriced"
    return Rows((*names, "amount_cny", "amount_before"), rows)


def mode_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the recordals of each month by way, beside those of the month and of a year before."""
    found = _recorded(edition, selection, ("mode",))
    months, rows = _months(edition, selection), []
    counts = {
        (month, mode): _of_month(found.get((mode,), {}), month, edition)[0]
        for month in months
        for mode in TRANSFER_MODES
    }
    for month, is_whole in months.items():
        of_month = sum(counts[month, mode] for mode in TRANSFER_MODES)
        for mode in TRANSFER_MODES:
            earlier = counts.get((add_months(month, -12), mode))
            rows.append((month, mode, counts[month, mode], is_whole, of_month, earlier))
    names = "month", "mode", "recordals", "is_whole", "of_month", "recordals_before"
    return Rows(names, rows)


def flow_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the recordals of each year from a province to another, the newest and largest first.

    `given` are all of the province in the year.
    """
    flows: dict[tuple[str, str, int], list[int]] = {}
    given: dict[tuple[str, int], int] = {}
    for (province, taker), months in _recorded(
        edition, selection, ("province", "transferee")
    ).items():
        for day, counts in months.items():
            sums = flows.setdefault((province, taker, day.year), [0, 0, 0])
            sums[:] = (old + new for old, new in zip(sums, counts, strict=True))
            given[province, day.year] = given.get((province, day.year), 0) + counts[0]
    rows = [
        (province, taker, year, counts[0], given[province, year], _amount(*counts), counts[1])
        for (province, taker, year), counts in flows.items()
    ]
    rows.sort(key=lambda row: (-row[2], -row[3], row[0], row[1]))
    names = "province", "transferee", "year", "recordals", "given", "amount_cny", "unpriced"
    return Rows(names, rows)


def _recorded(edition: Edition, selection: Selection, names: tuple[str, ...]) -> Recorded:
    """Give what was recorded in each month, by some of what tells cells apart."""
    sums = running_sums(TRANSFERS_QUERY, edition, selection)
    keys, days, states = sums.by_group(selection, selection.day(edition), names)
    changes = np.diff(states, axis=1, prepend=0).tolist()
    return {
        key: {day: counts for day, counts in zip(days, course, strict=True) if counts[0]}
        for key, course in zip(keys, changes, strict=True)
    }


def _of_month(found: dict[date, list[int]], month: date, edition: Edition) -> list[int]:
    return found.get(min(month_end_of(month), edition.as_of), [0, 0, 0])


def _amount(recordals: int, unpriced: int, amount: int) -> float | None:
    """Give the contract value in yuan, where any recordal states it."""
    return amount / MONEY_UNITS if recordals > unpriced else None


def _months(edition: Edition, selection: Selection) -> dict[date, bool]:
    """Give the months that can be counted, by their first day, and whether each is whole."""
    day, found = selection.day(edition), dict[date, bool]()
    month = edition.plan.transfers_from.replace(day=1)
    while month <= day:
        end = month_end_of(month)
        if min(end, edition.as_of) <= day:
            found[month] = end <= day
        month = add_months(month, 1)
    return found
