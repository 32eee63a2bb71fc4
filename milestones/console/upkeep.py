"""What looking after a home came to, in words: editions made again, removed, copied."""

from __future__ import annotations

from collections.abc import Sequence

from milestones.console.terminal import print_line, print_to_stderr
from milestones.editions.backup import Backup
from milestones.editions.edition_differences import RowsOfOne, TableDifference
from milestones.editions.rebuild import Rebuilt
from milestones.editions.retention import Surplus
from milestones.i18n import Locale, _

DIFFERS = _("{table}: rows that stand only: {standing}; rows that were made only: {made}")
OTHER_COLUMNS = _("{table}: not in both with the same columns; rows: {standing} and {made}")
STANDS, MADE = _("  stands: {row}"), _("  was made: {row}")


def show_rebuilt(found: Rebuilt, locale: Locale) -> None:
    """Print whether an edition that was made again is the one that stands, and where it differs."""
    if found.is_put_in_place:
        put = _("Edition {id} was damaged or missing; it was made again and stands.")
        other = _("Edition {wanted} was damaged or missing; by today's rules it is edition {id}.")
        text = put if found.wanted == found.edition_id else other
        print_line(locale(text, id=found.edition_id, wanted=found.wanted))
        return
    if found.wanted != found.edition_id:
        other = _("Edition {wanted} was made by other rules; by today's it is edition {id}.")
        print_line(locale(other, id=found.edition_id, wanted=found.wanted))
    if not found.differences:
        same = _("The same: every table of edition {id} was made again as it stands.")
        print_line(locale(same, id=found.wanted))
    for each in found.differences:
        _show_difference(each, locale)


def _show_difference(found: TableDifference, locale: Locale) -> None:
    counts = {
        "standing": locale.exact(found.only_first.count),
        "made": locale.exact(found.only_second.count),
    }
    text = OTHER_COLUMNS if found.has_other_columns else DIFFERS
    print_line(locale(text, table=found.table, **counts))
    for text, rows in ((STANDS, found.only_first), (MADE, found.only_second)):
        _show_rows(text, rows, locale)


def _show_rows(text: str, rows: RowsOfOne, locale: Locale) -> None:
    for row in rows.examples:
        print_line(locale(text, row=" | ".join("" if cell is None else str(cell) for cell in row)))
    if more := rows.count - len(rows.examples):
        print_line(locale("  … and {more} more.", more=locale.exact(more)))


def show_surplus(found: Sequence[Surplus], locale: Locale, *, is_removed: bool) -> None:
    """Print which old editions were removed or would be, and the room that they take."""
    if not found:
        print_line(locale("No edition is to be removed."))
    for each in found:
        was, would = (
            _("Removed: edition {id}, {size} MB"),
            _("To be removed: edition {id}, {size} MB"),
        )
        size = locale.exact(round(each.size_bytes / 1_000_000))
        print_line(locale(was if is_removed else would, id=each.edition_id, size=size))
        if not each.can_be_made_again:
            other = _("  made by the rules of an earlier version: today's cannot make it again")
            print_line(locale(other))


def show_backup(done: Backup, locale: Locale) -> None:
    """Print how many files were copied, and which ones the home has damaged."""
    counts = {"copied": locale.exact(done.copied), "unchanged": locale.exact(done.unchanged)}
    print_line(locale("Files copied: {copied}; there already: {unchanged}", **counts))
    for path in done.damaged:
        damaged = _("Damaged in the home, left out: {path}. `doctor` says what to do.")
        print_to_stderr(locale(damaged, path=path))
