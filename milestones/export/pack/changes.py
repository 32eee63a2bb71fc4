"""What has changed since a pack was made last: figure by figure, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from urllib.parse import parse_qs

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.release import may_see
from milestones.export.figure_export import FigureExport, export_figure
from milestones.export.pack.model import Pack, PackEntry, PreviousResult
from milestones.export.pack.sheets import entry_selection
from milestones.export.stamp import NUMBER_FORMATS, Stamp, canonical_rows
from milestones.export.tabular import TableValue, coded_rows, table_rows
from milestones.export.verify.expected import StampUnknownError, recompute_figure
from milestones.figures.compute import compute_figure
from milestones.figures.registry import Format
from milestones.i18n import Lang, Locale, _
from milestones.i18n.locale import UNKNOWN_DASH

MAX_LISTED_CELLS = 8
"""Cells of a figure that are told one by one; the others are counted."""
WORD_CHANGE_SIZE, DAY_CHANGE_SIZE = 2.0, -1.0
"""How large it counts that a word or a day changed: words before all numbers, days behind."""
DECIMALS_TRIED = (1, 2, 3, 4, 6)


class ChangeStatus(StrEnum):
    """How a figure stands to its last making.

    UNPROVABLE: the earlier edition is here, but does not give the values that were noted.
    """

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"
    EDITION_MISSING = "edition_missing"
    UNPROVABLE = "unprovable"


STATUS_TEXTS = {
    ChangeStatus.NEW: _("New in the pack, or selected otherwise than last time."),
    ChangeStatus.SAME: _("Same values as in edition {edition}, as of {day}."),
    ChangeStatus.DIFFERENT: _("Values differ from edition {edition}, as of {day}."),
    ChangeStatus.EDITION_MISSING: _(
        "Values differ from edition {edition}, as of {day}, which is not here."
    ),
    ChangeStatus.UNPROVABLE: _(
        "Values differ from edition {edition}, as of {day}, which does not give what was noted."
    ),
}


@dataclass(frozen=True)
class CellChange:
    """A cell that differs: which one and both values, in words."""

    cell: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class SheetChanges:
    """The cells that differ, the largest changes first, and how many rows only one side has."""

    rows: tuple[CellChange, ...] = ()
    added: int = 0
    gone: int = 0


@dataclass(frozen=True)
class FigureChange:
    """One figure of a pack against its last making.

    `rows` are the first cells that differ, of `total`; `added` and `gone` count rows that only
    one of the two has. `caption` is what the figure says now, `caption_before` what was noted.
    """

    number: int
    title: str
    since: ChangeStatus
    caption: str
    caption_before: str = ""
    edition_before: str = ""
    day_before: date | None = None
    rows: tuple[CellChange, ...] = ()
    total: int = 0
    added: int = 0
    gone: int = 0


def is_from_other_edition(pack: Pack, edition: Edition) -> bool:
    """Tell whether a pack was made last on another edition."""
    return any(each.stamp.edition != edition.id for each in pack.noted)


def compare_with_previous(
    pack: Pack, edition: Edition, home: DataHome, lang: Lang, *, press: bool
) -> Iterator[FigureChange]:
    """Compare each figure of a pack with its last making, in the reader's language.

    An earlier edition that is still under embargo counts as not here, but for the `press`.
    Raises PackFaultError where the edition does not have what the pack selects.
    """
    for number, entry in enumerate(pack.entries, start=1):
        result = compute_figure(entry.figure, edition, entry_selection(number, entry, edition))
        now = export_figure(result, edition, lang)
        change = FigureChange(number, now.title, ChangeStatus.NEW, now.caption)
        noted = next((each for each in pack.noted if _is_same_figure(entry, each)), None)
        yield change if noted is None else _compare_figure(change, noted, now, home, press)


def _is_same_figure(entry: PackEntry, noted: PreviousResult) -> bool:
    """Tell whether this was noted for an entry: another selection then is another figure."""
    asked, then = parse_qs(entry.selection), parse_qs(noted.stamp.selection)
    days, fixed = asked.pop("as_of", []), then.pop("as_of", [])
    is_same_day = noted.stamp.as_of.startswith(days[0]) if days else not fixed
    chosen, chosen_then = ({key: set(each[key]) for key in each} for each in (asked, then))
    return entry.figure == noted.stamp.figure and chosen == chosen_then and is_same_day


def _compare_figure(
    change: FigureChange, noted: PreviousResult, now: FigureExport, home: DataHome, press: bool
) -> FigureChange:
    stamp = noted.stamp
    caption = noted.captions.get(now.lang) or next(iter(noted.captions.values()), "")
    status, found = _changes_since(stamp, now, home, press)
    return replace(
        change,
        since=status,
        caption_before=caption,
        edition_before=stamp.edition,
        day_before=stamp.day,
        rows=found.rows[:MAX_LISTED_CELLS],
        total=len(found.rows),
        added=found.added,
        gone=found.gone,
    )


def _changes_since(
    stamp: Stamp, now: FigureExport, home: DataHome, press: bool
) -> tuple[ChangeStatus, SheetChanges]:
    nothing = SheetChanges()
    if stamp.values == now.stamp.values:
        return ChangeStatus.SAME, nothing
    if not may_see(home, stamp.edition, press=press, now=datetime.now(UTC)):
        return ChangeStatus.EDITION_MISSING, nothing
    try:
        (before,) = recompute_figure(replace(stamp, langs=(now.lang,)), home)
    except EditionNotFoundError:
        return ChangeStatus.EDITION_MISSING, nothing
    except (EditionUnreadableError, StampUnknownError):
        return ChangeStatus.UNPROVABLE, nothing
    if before.stamp.values != stamp.values:
        return ChangeStatus.UNPROVABLE, nothing
    return ChangeStatus.DIFFERENT, compare_sheets(before, now)


RowKey = tuple[str | None, ...]


class _SheetRows:
    """A sheet's rows three times: as texts to compare, as values to measure, as words to tell."""

    def __init__(self, sheet: FigureExport) -> None:
        self.forms = list(sheet.formats.values())
        self.texts = list(canonical_rows(sheet.codes, self.forms))
        self.values = list(coded_rows(sheet))
        self.told = list(table_rows(sheet))

    def has_own(self, keys: Sequence[int]) -> bool:
        """Tell whether no two rows share these columns."""
        return len({tuple(row[at] for at in keys) for row in self.texts}) == len(self.texts)

    def places(self, keys: Sequence[int]) -> dict[RowKey, int]:
        """Give each row's place by its keys; rows that share them are told apart by their order."""
        seen: Counter[RowKey] = Counter()
        found: dict[RowKey, int] = {}
        for place, row in enumerate(self.texts):
            key = tuple(row[at] for at in keys)
            seen[key] += 1
            found[(*key, str(seen[key]))] = place
        return found


def compare_sheets(before: FigureExport, after: FigureExport) -> SheetChanges:
    """Compare two sheets of one figure in one language, cell by cell.

    A number's change is as large as it is a part of the largest number of its column; a word
    that changes, and an unknown that becomes known, are larger than any; a day is smaller.
    """
    old, new, locale = _SheetRows(before), _SheetRows(after), after.locale
    keys, heads, scales = _key_columns(old, new), list(after.formats), _column_scales(old, new)
    then, now = old.places(keys), new.places(keys)
    both = [(then[key], now[key]) for key in now if key in then]
    sized: list[tuple[float, CellChange]] = []
    for one, other in both:
        name = _row_name(new, other, keys, locale)
        for at, form in enumerate(new.forms):
            if old.texts[one][at] != new.texts[other][at]:
                size = _change_size(old.values[one][at], new.values[other][at], form, scales[at])
                cell = f"{name} · {heads[at]}" if name else heads[at]
                pair = distinct_texts(old.told[one][at], new.told[other][at], form, locale)
                sized.append((size, CellChange(cell, heads[at], *pair)))
    sized.sort(key=lambda each: -each[0])
    return SheetChanges(tuple(row for _, row in sized), len(now) - len(both), len(then) - len(both))


def _row_name(side: _SheetRows, row: int, keys: Sequence[int], locale: Locale) -> str:
    """Say which row it is by its keys; what is unknown of them is left out."""
    known = [(side.told[row][at], side.forms[at]) for at in keys if side.told[row][at] is not None]
    return " · ".join(_value_text(value, form, locale) for value, form in known)


def _key_columns(old: _SheetRows, new: _SheetRows) -> list[int]:
    """Give the fewest leading columns of words and days by which every row is another."""
    chosen: list[int] = []
    for at, form in enumerate(new.forms):
        if form not in NUMBER_FORMATS:
            chosen.append(at)
            if old.has_own(chosen) and new.has_own(chosen):
                break
    return chosen


def _column_scales(*sides: _SheetRows) -> list[float]:
    """Give the largest number of each column."""
    columns = zip(*(row for side in sides for row in side.values), strict=True)
    numbers = ([abs(cell) for cell in each if isinstance(cell, int | float)] for each in columns)
    return [max(each, default=0.0) for each in numbers]


def _change_size(before: TableValue, after: TableValue, form: Format, scale: float) -> float:
    if form in ("date", "month"):
        return DAY_CHANGE_SIZE
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(after - before) / scale if scale else 0.0
    return WORD_CHANGE_SIZE


def distinct_texts(
    before: TableValue, after: TableValue, form: Format, locale: Locale
) -> tuple[str, str]:
    """Write two values with as many decimals as tell them apart."""
    for decimals in DECIMALS_TRIED:
        old, new = (_value_text(value, form, locale, decimals) for value in (before, after))
        if old != new:
            break
    return old, new


def _value_text(value: TableValue, form: Format, locale: Locale, decimals: int = 1) -> str:
    if value is None:
        return UNKNOWN_DASH
    if isinstance(value, str):
        return value
    if not isinstance(value, int | float):
        return locale.month(value) if form == "month" else locale.date(value)
    if form == "share":
        return locale.share(value, decimals)
    if form == "money" and decimals == 1:
        return locale.money(value)
    exact = locale.exact(value, 0 if isinstance(value, int) else decimals)
    return locale("CNY {amount}", amount=exact) if form == "money" else exact


def change_lines(found: Sequence[FigureChange], locale: Locale) -> Iterator[str]:
    """Say what has changed since the last making, figure by figure."""
    yield locale("What has changed since the pack was made last:")
    for each in found:
        facts = {"number": each.number, "title": each.title, "since": status_text(each, locale)}
        yield locale("{number}. {title} – {since}", **facts)
        if each.caption_before and each.caption_before != each.caption:
            yield locale("  then: {caption}", caption=each.caption_before)
            yield locale("  now: {caption}", caption=each.caption)
        for row in each.rows:
            facts = {"cell": row.cell, "before": row.before, "after": row.after}
            line = locale("{cell}: {before} → {after}", **facts)
            yield f"  {line}"
        if more := more_changes_line(each, locale):
            yield f"  {more}"


def status_text(change: FigureChange, locale: Locale) -> str:
    """Say how a figure stands to its last making."""
    day = locale.date(change.day_before)
    return locale(STATUS_TEXTS[change.since], edition=change.edition_before, day=day)


def more_changes_line(change: FigureChange, locale: Locale) -> str:
    """Say how many more cells differ, and rows that only one side has; "" if there are none."""
    more, added, gone = change.total - len(change.rows), change.added, change.gone
    said = (
        locale.n("{count} more cell differs", "{count} more cells differ", more) if more else "",
        locale.n("{count} row is new", "{count} rows are new", added) if added else "",
        locale.n("{count} row is gone", "{count} rows are gone", gone) if gone else "",
    )
    return locale.listing(part for part in said if part)
