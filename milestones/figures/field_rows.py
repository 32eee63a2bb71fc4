"""The rows of figures by technology field: sectors in their order, unknown last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milestones.charts.model import Axis, Category
from milestones.i18n import Locale

ROW_HEIGHT_PX = 28
"""Pixels of a row: names of fields may take two lines."""
LINE_LETTERS = 24
"""Letters of a line of a name."""


@dataclass(frozen=True)
class FieldRows:
    """Where each field stands, and the axis that names them."""

    places: dict[int, int]
    axis: Axis

    @property
    def height(self) -> int:
        """The pixels that the rows take."""
        return ROW_HEIGHT_PX * round(self.axis.categories[-1].at + 1)


def rows_by_sector(notes: Mapping[int, str], locale: Locale, first: str = "") -> FieldRows:
    """Set fields in their order below the names of their sectors, unknown apart at the end.

    `notes` says what stands at the end of each field's row; `first` names a row above them, at
    place 0.
    """
    places: dict[int, int] = {}
    rows = [Category(0, first, is_emphasized=True)] if first else []
    place, sector = len(rows), None
    for field in sorted(notes, key=lambda number: number or 99):
        if locale.sector(field) != sector:
            sector = locale.sector(field)
            if sector:
                rows.append(Category(place, sector, is_heading=True))
            place += bool(sector or places)
        places[field] = place
        rows.append(Category(place, locale.field(field), notes[field]))
        place += 1
    return FieldRows(places, field_axis(rows))


def field_axis(rows: Sequence[Category]) -> Axis:
    """Make the axis that names rows of fields, in two short lines at most."""
    return Axis("category", categories=tuple(rows), letters=11, line_length=LINE_LETTERS)
