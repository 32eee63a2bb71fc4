"""Due patents that were assessed only after they had lapsed: neither open then, nor done in time.

The counts of an edition take such a patent out of those that lapsed unassessed on the day of its
assessment, so that its way cannot be told from them. There are few, and they are read once an
edition.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from milestones import query
from milestones.editions.edition import Edition
from milestones.selection import Selection


class AssessedAfterLapse(NamedTuple):
    """A patent, whose it is, and the day of its first assessment."""

    patent_no: int
    day: date
    institution_id: str
    province: str
    kind: str
    departments: list[str]
    field: int
    is_invention: bool


def days_assessed_after_lapse(
    edition: Edition, selection: Selection, institution: str | None = None
) -> list[date]:
    """Give the day of each such assessment of a selection, or of one institution, in time order.

    The selection's month makes no difference.
    """
    return sorted(
        row.day
        for row in _all_of(edition)
        if institution in (None, row.institution_id) and _is_chosen(row, selection)
    )


@lru_cache(maxsize=12)
def _all_of(edition: Edition) -> tuple[AssessedAfterLapse, ...]:
    rows = query.fetch(edition, "edition/assessed_after_lapse")
    return tuple(AssessedAfterLapse(**row) for row in rows)


def _is_chosen(row: AssessedAfterLapse, selection: Selection) -> bool:
    departments = set(selection.departments)
    return (
        (not selection.provinces or row.province in selection.provinces)
        and (not selection.kinds or row.kind in selection.kinds)
        and (not departments or not departments.isdisjoint(row.departments))
        and (not selection.fields or row.field in selection.fields)
        and (selection.patents == "all" or row.is_invention)
    )
