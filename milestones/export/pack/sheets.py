"""The figures of a pack, computed: each once, then put in every language of the pack."""

from __future__ import annotations

from collections.abc import Callable

from milestones.editions.edition import Edition
from milestones.editions.edition_status import NO_REMARKS, EditionStatus
from milestones.export.figure_export import FigureExport, export_figure, parse_address
from milestones.export.pack.model import Pack, PackEntry, PackFaultError
from milestones.export.pack.pack_file import unknown_value_error
from milestones.export.stamp import MAX_STAMP_CHARS, write_stamps
from milestones.figures.compute import compute_figure
from milestones.figures.registry import FIGURES
from milestones.i18n import Locale, _
from milestones.selection import (
    ADDRESS_KEYS,
    Selection,
)

DAY_FORMS = ("2024-12", "2024-12-31")
PackSheets = tuple[tuple[FigureExport, ...], ...]
"""For each entry its sheets, one a language of the pack."""


class MissingChoiceError(PackFaultError):
    """A figure of a pack has nothing to draw before another choice is made."""

    def sentence(self, locale: Locale) -> str:
        """Say it in the reader's language."""
        own = locale(str(self._places["sentence"]))
        return locale(self._message, **self._places | {"sentence": own})


def compute_sheets(
    pack: Pack,
    edition: Edition,
    status: EditionStatus = NO_REMARKS,
    tell: Callable[[int], None] = lambda number: None,
) -> PackSheets:
    """Compute each figure of a pack once and put it in the pack's languages.

    Raises PackFaultError for a selection that the edition does not have, before anything is
    computed, and for selections too long to be stamped. `tell` hears the number of each entry.
    """
    chosen = [entry_selection(number, each, edition) for number, each in enumerate(pack.entries, 1)]
    dress = (pack.theme, pack.classification, status)
    sheets: list[tuple[FigureExport, ...]] = []
    for number, (entry, selection) in enumerate(zip(pack.entries, chosen, strict=True), 1):
        tell(number)
        result = compute_figure(entry.figure, edition, selection)
        sheets.append(tuple(export_figure(result, edition, lang, *dress) for lang in pack.langs))
    if len(write_stamps([each.stamp for own in sheets for each in own])) > MAX_STAMP_CHARS:
        raise PackFaultError(_("The selections of the pack are too long to be stamped together."))
    return tuple(sheets)


def numbered_sheets(sheets: PackSheets) -> list[tuple[int, FigureExport]]:
    """Give each sheet with the number of its entry."""
    return [(number, sheet) for number, own in enumerate(sheets, 1) for sheet in own]


def entry_selection(number: int, entry: PackEntry, edition: Edition) -> Selection:
    """Give the selection of an entry.

    Raises PackFaultError for what the edition does not have, or the figure cannot do without.
    """
    place = f"figures {number}: selection"
    asked = _read_address(entry.selection, place)
    selection, unknown = Selection.parse(asked, edition, any_day=True)
    if unknown:
        key, value, _choices = unknown[0]
        is_day = key in ("as_of", "since")
        at, known = (place, DAY_FORMS) if is_day else (f"{place}, {key}", unknown[0].listed)
        raise unknown_value_error(value, at, known)
    day = selection.day(edition)
    if day > edition.as_of:
        message = _("{place}: {day} lies after the edition's as-of date.")
        raise PackFaultError(message, place=place, day=day.isoformat())
    lacking = FIGURES[entry.figure].missing(selection)
    if lacking:
        message = _("{place}: {sentence}")
        raise MissingChoiceError(message, place=place, sentence=lacking.sentence)
    return selection


def _read_address(address: str, place: str) -> dict[str, list[str]]:
    try:
        asked = parse_address(address)
    except ValueError as error:
        raise unknown_value_error(address, place, ADDRESS_KEYS) from error
    for key in asked:
        if key not in ADDRESS_KEYS:
            raise unknown_value_error(key, place, ADDRESS_KEYS)
    return asked
