"""Is a copy right? Its stamp, its numbers, and what the edition gives when it is asked again."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path

from milestones.editions.data_home import DataHome
from milestones.editions.edition import EditionNotFoundError, EditionUnreadableError
from milestones.export.stamp import Stamp, StampDamagedError
from milestones.export.verify.blocks import Kind
from milestones.export.verify.expected import expected
from milestones.export.verify.grid import Difference, differences, first_of
from milestones.export.verify.reading import FileUnreadableError, Reading, StampMissingError, read
from milestones.export.verify.recompute import Reason, StampUnknownError, recomputed
from milestones.export.verify.wording import wording

__all__ = ["Answer", "Difference", "Reason", "Verdict", "verify"]

log = logging.getLogger("milestones.export")
LISTED = 50
"""Differences that are told one by one; the others are counted."""


class Verdict(StrEnum):
    """What verifying a file comes to."""

    SAME = "same"
    WORDS_DIFFER = "words_differ"
    EDITION_MISSING = "edition_missing"
    DIFFERENT = "different"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Answer:
    """The verdict on a file, and what it stands on.

    `stamps` are what the file says of itself. `is_read_back` tells that its own numbers were
    compared cell by cell; of a picture only the stamp's values can be, so that whoever paints
    over it is not found out. `edited` are the stamps whose values the edition does not give,
    `differences` the first cells that differ, of `total`, and `words` the first words, of
    `words_total`. `missing` are sheets that were taken out, `remarks` what was changed and
    changes nothing, `uncompared` what no edition can tell: why, and which. `rules_differ` tells
    that the figure's query or the reading of filings was changed since. `edition` is the id that
    is not here, `reason` why the stamp says nothing.
    """

    verdict: Verdict
    stamps: tuple[Stamp, ...] = ()
    kind: Kind | None = None
    is_read_back: bool = False
    edited: tuple[Stamp, ...] = ()
    differences: tuple[Difference, ...] = ()
    total: int = 0
    words: tuple[Difference, ...] = ()
    words_total: int = 0
    uncompared: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    rules_differ: bool = False
    edition: str = ""
    reason: Reason | None = None


def verify(path: Path, home: DataHome) -> Answer:
    """Compute a file's figures again and compare; files are hostile, nothing in them is run.

    What nobody foresaw is an answer too: nothing can be proved of the file. Raises
    EditionUnreadableError alone, for an edition that is here and cannot be opened.
    """
    try:
        reading = read(path)
    except StampMissingError:
        return Answer(Verdict.DAMAGED, reason=Reason.MISSING)
    except StampDamagedError:
        return Answer(Verdict.DAMAGED, reason=Reason.EDITED)
    except FileUnreadableError:
        return Answer(Verdict.DAMAGED, reason=Reason.UNREADABLE)
    told = Answer(Verdict.DAMAGED, reading.stamps, reading.kind)
    try:
        return _compared(told, reading, home)
    except StampDamagedError:
        return replace(told, reason=Reason.EDITED)
    except StampUnknownError as unknown:
        return replace(told, reason=unknown.reason)
    except EditionNotFoundError as missing:
        return replace(told, verdict=Verdict.EDITION_MISSING, edition=str(missing))
    except EditionUnreadableError:
        raise
    except Exception:
        log.debug("a file that cannot be compared", exc_info=True)
        return replace(told, reason=Reason.UNREADABLE)


def _verdict(is_different: bool, are_words_different: bool) -> Verdict:
    if is_different:
        return Verdict.DIFFERENT
    return Verdict.WORDS_DIFFER if are_words_different else Verdict.SAME


def _compared(told: Answer, reading: Reading, home: DataHome) -> Answer:
    again = [(stamp, recomputed(stamp, home)) for stamp in reading.stamps]
    edited = tuple(old for old, sheets in again if sheets[0].stamp.values != old.values)
    sheets = [
        replace(sheet, stamp=replace(stamp, langs=(sheet.lang,)))
        for stamp, each in again
        for sheet in each
    ]
    wanted, lost = expected(reading, sheets)
    beside = wording(reading, sheets)
    there = [block for block in wanted if block.place not in beside.missing]
    found = differences(reading.grids, there)
    first, total = first_of(chain(lost, found, beside.numbers), LISTED)
    return replace(
        told,
        verdict=_verdict(bool(edited or total or beside.missing), bool(beside.words)),
        words=tuple(beside.words[:LISTED]),
        words_total=len(beside.words),
        missing=tuple(beside.missing),
        remarks=tuple(beside.remarks),
        uncompared=tuple(beside.uncompared),
        is_read_back=any(block.place in reading.grids for block in wanted),
        edited=edited,
        differences=first,
        total=total,
        rules_differ=any(sheets[0].stamp.rules != old.rules for old, sheets in again),
    )
