"""Is a copy right? What a file holds beside what its edition gives, as a verdict and in words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path

from milestones.editions.data_home import DataHome
from milestones.editions.edition import EditionNotFoundError, EditionUnreadableError
from milestones.export.stamp import Stamp, StampDamagedError
from milestones.export.verify.comparison import (
    Difference,
    FileKind,
    first_and_count,
    table_differences,
)
from milestones.export.verify.expected import (
    DamageReason,
    StampUnknownError,
    expected_content,
    recompute_figure,
)
from milestones.export.verify.file_reader import (
    FileReading,
    FileUnreadableError,
    StampMissingError,
    read_exported_file,
)
from milestones.export.verify.wording import compare_wording
from milestones.figures.registry import FIGURES
from milestones.i18n import Locale, _

log = logging.getLogger("milestones.export")
MAX_LISTED_DIFFERENCES = 50
"""Differences that are told one by one; the others are counted."""


class Verdict(StrEnum):
    """What verifying a file comes to."""

    SAME = "same"
    WORDS_DIFFER = "words_differ"
    EDITION_MISSING = "edition_missing"
    DIFFERENT = "different"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Verification:
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
    kind: FileKind | None = None
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
    reason: DamageReason | None = None


def verify_file(path: Path, home: DataHome) -> Verification:
    """Compute a file's figures again and compare; files are hostile, nothing in them is run.

    What nobody foresaw is an answer too: nothing can be proved of the file. Raises
    EditionUnreadableError alone, for an edition that is here and cannot be opened.
    """
    try:
        reading = read_exported_file(path)
    except StampMissingError:
        return Verification(Verdict.DAMAGED, reason=DamageReason.MISSING)
    except StampDamagedError:
        return Verification(Verdict.DAMAGED, reason=DamageReason.EDITED)
    except FileUnreadableError:
        return Verification(Verdict.DAMAGED, reason=DamageReason.UNREADABLE)
    damaged = Verification(Verdict.DAMAGED, reading.stamps, reading.kind)
    try:
        return _compare(damaged, reading, home)
    except StampDamagedError:
        return replace(damaged, reason=DamageReason.EDITED)
    except StampUnknownError as unknown:
        return replace(damaged, reason=unknown.reason)
    except EditionNotFoundError as missing:
        return replace(damaged, verdict=Verdict.EDITION_MISSING, edition=str(missing))
    except EditionUnreadableError:
        raise
    except Exception:
        log.debug("a file that cannot be compared", exc_info=True)
        return replace(damaged, reason=DamageReason.UNREADABLE)


def _compare(damaged: Verification, reading: FileReading, home: DataHome) -> Verification:
    recomputed = [(stamp, recompute_figure(stamp, home)) for stamp in reading.stamps]
    edited = tuple(old for old, sheets in recomputed if sheets[0].stamp.values != old.values)
    sheets = [
        replace(sheet, stamp=replace(stamp, langs=(sheet.lang,)))
        for stamp, each in recomputed
        for sheet in each
    ]
    wanted, lost = expected_content(reading, sheets)
    wording = compare_wording(reading, sheets)
    there = [table for table in wanted if table.place not in wording.missing]
    found = table_differences(reading.grids, there)
    first, total = first_and_count(chain(lost, found, wording.numbers), MAX_LISTED_DIFFERENCES)
    verdict = Verdict.WORDS_DIFFER if wording.words else Verdict.SAME
    return replace(
        damaged,
        verdict=Verdict.DIFFERENT if edited or total or wording.missing else verdict,
        words=tuple(wording.words[:MAX_LISTED_DIFFERENCES]),
        words_total=len(wording.words),
        missing=tuple(wording.missing),
        remarks=tuple(wording.remarks),
        uncompared=tuple(wording.uncompared),
        is_read_back=any(table.place in reading.grids for table in wanted),
        edited=edited,
        differences=first,
        total=total,
        rules_differ=any(sheets[0].stamp.rules != old.rules for old, sheets in recomputed),
    )


VERDICT_TEXTS = {
    Verdict.SAME: _("Same values: the edition gives what the file holds."),
    Verdict.WORDS_DIFFER: _("Same values; the words differ."),
    Verdict.EDITION_MISSING: _("Edition not here: {edition}."),
    Verdict.DIFFERENT: _("Values differ: the edition does not give what the file holds."),
    Verdict.DAMAGED: _("Stamp missing or damaged: nothing can be proved of this file."),
}
REASON_TEXTS = {
    DamageReason.MISSING: _("The file has no stamp."),
    DamageReason.TAKEN_OUT: _("The manifest names this file, and the zip does not hold it."),
    DamageReason.EDITED: _("The stamp was edited or cut off."),
    DamageReason.UNREADABLE: _("The file is damaged, too large, or in no format of the exports."),
    DamageReason.UNKNOWN_FIGURE: _("The stamp names a figure that there is not."),
    DamageReason.UNKNOWN_SELECTION: _(
        "The stamp names a selection that its edition does not have."
    ),
}
PICTURE_KINDS = ("png", "svg", "pdf")


def verification_lines(answer: Verification, locale: Locale) -> Iterator[str]:
    """Yield the verdict, what it stands on, and each place where the file differs."""
    yield locale(_verdict_text(answer), edition=answer.edition)
    if answer.reason is not None:
        yield locale(REASON_TEXTS[answer.reason])
    for stamp in answer.stamps:
        facts = {"id": stamp.figure, "day": locale.date(stamp.day), "edition": stamp.edition}
        line = locale("{id}, as of {day}, edition {edition}", **facts)
        yield f"  {line}"
    if answer.verdict in (Verdict.SAME, Verdict.WORDS_DIFFER, Verdict.DIFFERENT):
        yield _basis_line(answer, locale)
    for what, text in answer.remarks:
        yield locale(what, text=text)
    for why, text in answer.uncompared:
        yield locale("Not compared: {what}", what=locale(why, text=text))
    for stamp in answer.edited:
        name = locale(FIGURES[stamp.figure].question)
        yield locale("Not the values of the stamp: {figure}", figure=name)
    for name in answer.missing:
        yield locale("Sheet missing: {name}", name=name)
    for listed, total in (
        (answer.differences, answer.total),
        (answer.words, answer.words_total),
    ):
        for each in listed:
            yield f"  {_difference_line(each, locale)}"
        if more := total - len(listed):
            yield locale("  … and {more} more.", more=locale.exact(more))
    if answer.rules_differ:
        yield locale("The queries were changed after the file was made.")


def _verdict_text(answer: Verification) -> str:
    if answer.reason is DamageReason.TAKEN_OUT:
        return _("File missing.")
    if answer.verdict is Verdict.SAME and answer.kind in PICTURE_KINDS:
        return _("The values of the stamp are the edition's; the picture itself was not checked.")
    return VERDICT_TEXTS[answer.verdict]


def _basis_line(answer: Verification, locale: Locale) -> str:
    if answer.is_read_back:
        if answer.uncompared:
            return locale("The tables were compared number by number.")
        return locale("Every number in the file was compared.")
    if answer.kind in PICTURE_KINDS:
        return locale("The values of the stamp were compared; a picture cannot be read back.")
    return locale("The values of the stamp were compared; the file holds no numbers to read back.")


def _difference_line(each: Difference, locale: Locale) -> str:
    facts = {
        "row": locale.exact(each.row),
        "column": each.column or "–",
        "file": each.file or locale("nothing"),
        "edition": each.edition or locale("nothing"),
    }
    if not (each.row and each.column):
        line = locale("{file} in the file, {edition} in the edition", **facts)
        return f"{each.place}: {line}" if each.place else line
    line = locale("row {row}, {column}: {file} in the file, {edition} in the edition", **facts)
    return f"{each.place} · {line}" if each.place else line
