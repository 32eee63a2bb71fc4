"""What has changed since a pack was made last: figure by figure, cell by cell."""

from __future__ import annotations

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
from milestones.export.sheet_changes import (
    CellChange,
    SheetChanges,
    compare_sheets,
    row_changes_line,
)
from milestones.export.stamp import Stamp
from milestones.export.verify.expected import StampUnknownError, recompute_figure
from milestones.figures.compute import compute_figure
from milestones.i18n import Lang, Locale, _

MAX_LISTED_CELLS = 8
"""Cells of a figure that are told one by one; the others are counted."""


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
    more = change.total - len(change.rows)
    said = (
        locale.n("{count} more cell differs", "{count} more cells differ", more) if more else "",
        row_changes_line(change.added, change.gone, locale),
    )
    return locale.listing(filter(None, said))
