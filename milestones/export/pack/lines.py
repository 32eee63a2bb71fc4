"""What is said of a pack: which pictures are missing, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milestones.export.pack.changes import Change, Since
from milestones.export.pack.differing import Row
from milestones.export.pack.drawing import Failure
from milestones.export.pack.making import Made
from milestones.export.pack.members import Member
from milestones.export.verify.answers import answer_lines
from milestones.i18n import Lang, Locale, _

LANGUAGES: dict[Lang, str] = {"zh": _("Chinese"), "en": _("English")}
SINCE = {
    Since.NEW: _("New in the pack, or selected otherwise than last time."),
    Since.SAME: _("Same values as in edition {edition}, as of {day}."),
    Since.DIFFERENT: _("Values differ from edition {edition}, as of {day}."),
    Since.EDITION_MISSING: _(
        "Values differ from edition {edition}, as of {day}, which is not here."
    ),
    Since.UNPROVABLE: _(
        "Values differ from edition {edition}, as of {day}, which does not give what was noted."
    ),
}


def missing_lines(made: Made, words: Locale) -> Iterator[str]:
    """Say which pictures are missing from what was made, and why."""
    if made.missing_chrome:
        yield made.missing_chrome
        yield words("Slides and workbook are made; the PDF and the pictures are missing.")
    for each in made.failures:
        yield _missing(each, words)


def _missing(failure: Failure, words: Locale) -> str:
    places = {
        "number": failure.number,
        "figure": failure.figure,
        "language": words(LANGUAGES[failure.lang]),
        "format": failure.format.upper(),
        "reason": words(failure.reason),
    }
    return words("Missing: figure {number}, {figure}, {language}, {format}: {reason}", **places)


def change_lines(found: Sequence[Change], words: Locale) -> Iterator[str]:
    """Say what has changed since the last making, figure by figure."""
    yield words("What has changed since the pack was made last:")
    for each in found:
        yield words("{number}. {title} – {since}", number=each.number, title=each.title,
                    since=since(each, words))  # fmt: skip
        if each.caption_before and each.caption_before != each.caption:
            yield words("  then: {caption}", caption=each.caption_before)
            yield words("  now: {caption}", caption=each.caption)
        for row in each.rows:
            yield f"  {row_line(row, words)}"
        if more := more_line(each, words):
            yield f"  {more}"


def since(change: Change, words: Locale) -> str:
    """Say how a figure stands to its last making."""
    day = words.date(change.day_before)
    return words(SINCE[change.since], edition=change.edition_before, day=day)


def row_line(row: Row, words: Locale) -> str:
    """Say one cell that differs in a line."""
    facts = {"cell": row.cell, "before": row.before, "after": row.after}
    return words("{cell}: {before} → {after}", **facts)


def more_line(change: Change, words: Locale) -> str:
    """Say how many more cells differ, and rows that only one side has; "" if there are none."""
    more, added, gone = change.total - len(change.rows), change.added, change.gone
    said = (
        words.n("{count} more cell differs", "{count} more cells differ", more) if more else "",
        words.n("{count} row is new", "{count} rows are new", added) if added else "",
        words.n("{count} row is gone", "{count} rows are gone", gone) if gone else "",
    )
    return words.listing(part for part in said if part)


def member_lines(found: Sequence[Member], words: Locale) -> Iterator[str]:
    """Say what verifying each file of a zip came to."""
    for each in found:
        yield each.name
        for line in answer_lines(each.answer, words):
            yield f"  {line}"
