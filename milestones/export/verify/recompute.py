"""From a stamp back to the figure: the edition in the home, the selection, the frame."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from milestones.choices import selection_from
from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition, EditionNotFoundError
from milestones.export.figure_export import FigureExport, parsed, sheet
from milestones.export.stamp import Stamp, StampDamagedError
from milestones.figures import FIGURES, compute
from milestones.figures.registry import find
from milestones.selection import KEYS, Selection, date_of_month


class Reason(StrEnum):
    """Why a stamp says nothing."""

    MISSING = "missing"
    TAKEN_OUT = "taken_out"
    EDITED = "edited"
    UNREADABLE = "unreadable"
    UNKNOWN_FIGURE = "unknown_figure"
    UNKNOWN_SELECTION = "unknown_selection"


class StampUnknownError(ValueError):
    """A whole stamp names what neither the figures nor the edition have."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def recomputed(stamp: Stamp, home: DataHome) -> tuple[FigureExport, ...]:
    """Compute the figure of a stamp again, in each of its languages.

    Raises EditionNotFoundError, also where the figure compares with an edition that is not
    here; EditionUnreadableError; StampUnknownError for a figure or a choice that there is not.
    """
    if stamp.figure not in FIGURES:
        raise StampUnknownError(Reason.UNKNOWN_FIGURE)
    with home.edition(stamp.edition) as edition:
        try:
            selection = _selection(stamp, edition)
        except ValueError as error:
            raise StampUnknownError(Reason.UNKNOWN_SELECTION) from error
        result = compute(stamp.figure, edition, selection)
        until = _embargo(stamp)
        sheets = tuple(sheet(result, edition, lang, embargo=until) for lang in stamp.langs)
        if sheets[0].stamp.values != stamp.values:
            _require_previous(stamp, edition, home)
        return sheets


def _embargo(stamp: Stamp) -> datetime | None:
    try:
        return None if stamp.embargo is None else datetime.fromisoformat(stamp.embargo)
    except ValueError as error:
        raise StampDamagedError("the embargo is no moment") from error


def _require_previous(stamp: Stamp, edition: Edition, home: DataHome) -> None:
    before = edition.previous if find(stamp.figure).compare else None
    if before is not None and not home.file_of(before).is_file():
        raise EditionNotFoundError(before)


def _selection(stamp: Stamp, edition: Edition) -> Selection:
    """Read the selection of a stamp; raises ValueError where the edition has no such choice."""
    asked = parsed(stamp.selection)
    day = _day(asked, edition)
    if not (asked.keys() <= {*KEYS} and day == stamp.day <= edition.as_of):
        raise ValueError(stamp.selection)
    return selection_from(
        edition,
        asked.get("province"),
        asked.get("kind"),
        asked.get("department"),
        [int(field) for field in asked.get("field", ())],
        asked.get("patents", ["all"])[0],
        None if day == edition.as_of else day,
        asked.get("institution", [None])[0],
    )


def _day(asked: dict[str, list[str]], edition: Edition) -> date:
    return date_of_month(asked["as_of"][0]) if "as_of" in asked else edition.as_of
