"""What has changed since a pack was made last: figure by figure, row by row, the largest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from urllib.parse import parse_qs

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.release import may_see
from milestones.export.figure_export import FigureExport, sheet
from milestones.export.pack.differing import Row, differing
from milestones.export.pack.model import Entry, Noted, Pack
from milestones.export.pack.sheets import selected
from milestones.export.verify.recompute import StampUnknownError, recomputed
from milestones.figures import compute
from milestones.i18n import Lang

LISTED = 8
"""Rows of a figure that are told one by one; the others are counted."""


class Since(StrEnum):
    """How a figure stands to its last making."""

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"
    EDITION_MISSING = "edition_missing"
    UNPROVABLE = "unprovable"


@dataclass(frozen=True)
class Change:
    """One figure of a pack against its last making.

    `rows` are the first cells that differ, of `total`; `added` and `gone` count rows that only
    one of the two has. `caption` is what the figure says now, `caption_before` what was noted.
    UNPROVABLE: the earlier edition is here, but does not give the values that were noted.
    """

    number: int
    figure: str
    title: str
    selection: str
    since: Since
    caption: str
    caption_before: str = ""
    edition_before: str = ""
    day_before: date | None = None
    rows: tuple[Row, ...] = ()
    total: int = 0
    added: int = 0
    gone: int = 0


def is_from_elsewhen(pack: Pack, edition: Edition) -> bool:
    """Tell whether a pack was made last on another edition."""
    return any(each.stamp.edition != edition.id for each in pack.noted)


def changes(
    pack: Pack, edition: Edition, home: DataHome, lang: Lang, *, press: bool
) -> Iterator[Change]:
    """Compare each figure of a pack with its last making, in the reader's language.

    An earlier edition that is still under embargo counts as not here, but for the `press`.
    Raises PackFaultError where the edition does not have what the pack selects.
    """
    for number, entry in enumerate(pack.entries, start=1):
        result = compute(entry.figure, edition, selected(number, entry, edition))
        now = sheet(result, edition, lang)
        told = Change(number, entry.figure, now.title, now.subtitle, Since.NEW, now.caption)
        noted = _noted(entry, pack.noted)
        yield told if noted is None else _against(told, noted, now, home, press)


def _noted(entry: Entry, noted: Sequence[Noted]) -> Noted | None:
    """Find what was noted for an entry; what was selected otherwise then is another figure."""
    return next((each for each in noted if _is_same(entry, each)), None)


def _is_same(entry: Entry, noted: Noted) -> bool:
    asked, then = parse_qs(entry.selection), parse_qs(noted.stamp.selection)
    days, fixed = asked.pop("as_of", []), then.pop("as_of", [])
    is_same_day = noted.stamp.as_of.startswith(days[0]) if days else not fixed
    others = {key: set(values) for key, values in asked.items()}
    is_same_choice = others == {key: set(values) for key, values in then.items()}
    return entry.figure == noted.stamp.figure and is_same_choice and is_same_day


def _against(told: Change, noted: Noted, now: FigureExport, home: DataHome, press: bool) -> Change:
    stamp = noted.stamp
    said = noted.captions.get(now.lang) or next(iter(noted.captions.values()), "")
    told = replace(told, caption_before=said, edition_before=stamp.edition, day_before=stamp.day)
    if stamp.values == now.stamp.values:
        return replace(told, since=Since.SAME)
    if not may_see(home, stamp.edition, press=press, now=datetime.now(UTC)):
        return replace(told, since=Since.EDITION_MISSING)
    try:
        (before,) = recomputed(replace(stamp, langs=(now.lang,)), home)
    except EditionNotFoundError:
        return replace(told, since=Since.EDITION_MISSING)
    except (EditionUnreadableError, StampUnknownError):
        return replace(told, since=Since.UNPROVABLE)
    if before.stamp.values != stamp.values:
        return replace(told, since=Since.UNPROVABLE)
    found = differing(before, now)
    return replace(
        told,
        since=Since.DIFFERENT,
        rows=found.rows[:LISTED],
        total=len(found.rows),
        added=found.added,
        gone=found.gone,
    )
