"""Which indicators two editions tell apart, for the country and for each province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.publishing import Check
from milestones.progress.indicators import IndicatorValue, compute_indicators
from milestones.selection import Selection


@dataclass(frozen=True)
class IndicatorChange:
    """An indicator that changes: its value before and after, each as of its edition's day.

    `province` is None for the country; `before` is None where there was no edition.
    """

    province: str | None
    before: IndicatorValue | None
    after: IndicatorValue

    @property
    def id(self) -> str:
        return self.after.id


def changes_of(home: DataHome, check: Check) -> list[IndicatorChange]:
    """List what publishing a checked delivery would change in the current edition of a home."""
    if home.current_id() is None:
        return indicator_changes(None, check.edition)
    with home.edition() as current:
        return indicator_changes(current, check.edition)


def indicator_changes(before: Edition | None, after: Edition) -> list[IndicatorChange]:
    """List the indicators that change: those of the country, then of each province by its code."""
    provinces = sorted({*after.province_codes, *(before.province_codes if before else ())})
    found = list(_changes(None, before, after))
    for code in provinces:
        found += _changes(code, before, after)
    return found


def _changes(
    province: str | None, before: Edition | None, after: Edition
) -> Iterator[IndicatorChange]:
    selection = Selection(provinces=(province,)) if province else Selection()
    old = {each.id: each for each in compute_indicators(before, selection)} if before else {}
    for new in compute_indicators(after, selection):
        known = old.get(new.id)
        if known is None or _content(known) != _content(new):
            yield IndicatorChange(province, known, new)


def _content(value: IndicatorValue) -> tuple[object, ...]:
    """Give what makes a value another one; the day for which it stands does not."""
    return value.value, value.numerator, value.denominator, value.reason


def change_records(changes: Iterable[IndicatorChange]) -> list[dict[str, object]]:
    """Give the changes for JSON: province or null, id, and value, numerator and denominator."""
    return [
        {
            "province": each.province,
            "id": each.id,
            "before": _record(each.before) if each.before else None,
            "after": _record(each.after),
        }
        for each in changes
    ]


def _record(value: IndicatorValue) -> dict[str, object]:
    record = asdict(value) | {"as_of": value.as_of.isoformat()}
    del record["id"]
    return record
