"""What verifying a file came to, in words."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.export.stamp import Stamp
from milestones.export.verify.grid import Difference
from milestones.export.verify.recompute import Reason
from milestones.export.verify.verify import Answer, Verdict
from milestones.figures.registry import FIGURES
from milestones.i18n import Locale, _

VERDICTS = {
    Verdict.SAME: _("Same values: the edition gives what the file holds."),
    Verdict.WORDS_DIFFER: _("Same values; the words differ."),
    Verdict.EDITION_MISSING: _("Edition not here: {edition}."),
    Verdict.DIFFERENT: _("Values differ: the edition does not give what the file holds."),
    Verdict.DAMAGED: _("Stamp missing or damaged: nothing can be proved of this file."),
}
REASONS = {
    Reason.MISSING: _("The file has no stamp."),
    Reason.TAKEN_OUT: _("The manifest names this file, and the zip does not hold it."),
    Reason.EDITED: _("The stamp was edited or cut off."),
    Reason.UNREADABLE: _("The file is damaged, too large, or in no format of the exports."),
    Reason.UNKNOWN_FIGURE: _("The stamp names a figure that there is not."),
    Reason.UNKNOWN_SELECTION: _("The stamp names a selection that its edition does not have."),
}
PICTURES = ("png", "svg", "pdf")


def answer_lines(answer: Answer, words: Locale) -> Iterator[str]:
    """Yield the verdict, what it stands on, and each place where the file differs."""
    yield words(_first(answer), edition=answer.edition)
    if answer.reason is not None:
        yield words(REASONS[answer.reason])
    for stamp in answer.stamps:
        yield f"  {_told(stamp, words)}"
    if answer.verdict in (Verdict.SAME, Verdict.WORDS_DIFFER, Verdict.DIFFERENT):
        yield _basis(answer, words)
    for what, text in answer.remarks:
        yield words(what, text=text)
    for why, text in answer.uncompared:
        yield words("Not compared: {what}", what=words(why, text=text))
    for stamp in answer.edited:
        name = words(FIGURES[stamp.figure].question)
        yield words("Not the values of the stamp: {figure}", figure=name)
    for name in answer.missing:
        yield words("Sheet missing: {name}", name=name)
    for each in answer.differences:
        yield f"  {_where(each, words)}"
    if more := answer.total - len(answer.differences):
        yield words("  … and {more} more.", more=words.exact(more))
    for each in answer.words:
        yield f"  {_where(each, words)}"
    if more := answer.words_total - len(answer.words):
        yield words("  … and {more} more.", more=words.exact(more))
    if answer.rules_differ:
        yield words("The queries were changed after the file was made.")


def _first(answer: Answer) -> str:
    if answer.reason is Reason.TAKEN_OUT:
        return _("File missing.")
    if answer.verdict is Verdict.SAME and answer.kind in PICTURES:
        return _("The values of the stamp are the edition's; the picture itself was not checked.")
    return VERDICTS[answer.verdict]


def _told(stamp: Stamp, words: Locale) -> str:
    facts = {"id": stamp.figure, "day": words.date(stamp.day), "edition": stamp.edition}
    return words("{id}, as of {day}, edition {edition}", **facts)


def _basis(answer: Answer, words: Locale) -> str:
    if answer.is_read_back:
        if answer.uncompared:
            return words("The tables were compared number by number.")
        return words("Every number in the file was compared.")
    if answer.kind in PICTURES:
        return words("The values of the stamp were compared; a picture cannot be read back.")
    return words("The values of the stamp were compared; the file holds no numbers to read back.")


def _where(each: Difference, words: Locale) -> str:
    facts = {
        "row": words.exact(each.row),
        "column": each.column or "–",
        "file": each.file or words("nothing"),
        "edition": each.edition or words("nothing"),
    }
    if not (each.row and each.column):
        line = words("{file} in the file, {edition} in the edition", **facts)
        return f"{each.place}: {line}" if each.place else line
    line = words("row {row}, {column}: {file} in the file, {edition} in the edition", **facts)
    return f"{each.place} · {line}" if each.place else line
