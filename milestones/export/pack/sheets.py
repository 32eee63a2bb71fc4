"""The figures of a pack, computed: each once, then put in every language of the pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from milestones.editions.edition import Edition
from milestones.export.figure_export import FigureExport, parsed, sheet
from milestones.export.pack.model import Entry, Pack, PackFaultError
from milestones.export.pack.reading import not_there
from milestones.export.stamp import LONGEST, write_stamps
from milestones.figures import FIGURES, compute
from milestones.figures.registry import Requirement
from milestones.i18n import Locale, _
from milestones.selection import KEYS, KINDS, Selection, date_of_month

Sheets = tuple[tuple[FigureExport, ...], ...]
"""For each entry its sheets, one a language of the pack."""


class ChoiceLackingError(PackFaultError):
    """A figure of a pack has nothing to draw before another choice is made."""

    def __init__(self, place: str, need: Requirement) -> None:
        super().__init__(_("{place}: {sentence}"), place=place, sentence=need.sentence)
        self._need = need

    def sentence(self, words: Locale) -> str:
        """Say it in the reader's language."""
        own = words(self._need.sentence)
        return words(self._message, **{**self._places, "sentence": own})


def sheets_of(
    pack: Pack,
    edition: Edition,
    embargo: datetime | None = None,
    tell: Callable[[int], None] = lambda number: None,
) -> Sheets:
    """Compute each figure of a pack once and put it in the pack's languages.

    Raises PackFaultError for a selection that the edition does not have, before anything is
    computed, and for selections too long to be stamped. `tell` hears the number of each entry.
    """
    chosen = [selected(number, each, edition) for number, each in enumerate(pack.entries, 1)]
    made: list[tuple[FigureExport, ...]] = []
    for entry, selection in zip(pack.entries, chosen, strict=True):
        tell(len(made) + 1)
        result = compute(entry.figure, edition, selection)
        dress = (pack.theme, pack.classification, embargo)
        made.append(tuple(sheet(result, edition, lang, *dress) for lang in pack.langs))
    if len(write_stamps([each.stamp for own in made for each in own])) > LONGEST:
        raise PackFaultError(_("The selections of the pack are too long to be stamped together."))
    return tuple(made)


def selected(number: int, entry: Entry, edition: Edition) -> Selection:
    """Give the selection of an entry.

    Raises PackFaultError for what the edition does not have, or the figure cannot do without.
    """
    place = f"figures {number}: selection"
    asked = _asked(entry.selection, place)
    days = asked.pop("as_of", [])
    for key, values in asked.items():
        dropped = Selection.from_query({key: values}, edition)[1]
        if dropped:
            raise not_there(dropped[0], f"{place}, {key}", _choices(key, edition))
    selection = Selection.from_query(asked, edition)[0]
    day = _day(days[0], place) if days else edition.as_of
    if day > edition.as_of:
        message = _("{place}: {day} lies after the edition's as-of date.")
        raise PackFaultError(message, place=place, day=day.isoformat())
    lacking = FIGURES[entry.figure].missing(selection)
    if lacking:
        raise ChoiceLackingError(place, lacking)
    return selection if day == edition.as_of else selection.at(day)


def _choices(key: str, edition: Edition) -> Iterable[str]:
    """Give what a key of the address can name in an edition."""
    there: dict[str, Iterable[str]] = {
        "province": edition.province_codes,
        "kind": KINDS,
        "department": edition.departments,
        "patents": ("all", "inventions"),
        "institution": sorted(edition.institution_ids),
    }
    return there.get(key, map(str, range(36)))


def _asked(address: str, place: str) -> dict[str, list[str]]:
    try:
        asked = parsed(address)
    except ValueError as error:
        raise not_there(address, place, KEYS) from error
    for key in asked:
        if key not in KEYS:
            raise not_there(key, place, KEYS)
    return asked


def _day(text: str, place: str) -> date:
    try:
        return date_of_month(text)
    except ValueError as error:
        raise not_there(text, place, ("2024-12", "2024-12-31")) from error
