"""Where the published figures come from: each source with its day and how many it gave."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache

from milestones.i18n import Locale
from milestones.i18n.numbers import UNKNOWN
from milestones.methods.model import Section, Table
from milestones.paths import DATA

FILE = DATA / "reference" / "published.csv"


def section(words: Locale) -> Section:
    """List the sources of the published figures, the newest first."""
    lines = (
        words("Published figures are real in every edition, a synthetic one too."),
        words(
            "Each has its own universe: a figure of another universe, or a share of another "
            "denominator, is never drawn on a computed line, and never joined to one."
        ),
    )
    head = (words("Source"), words("Published on"), words("Number of figures"), words("Link"))
    rows = tuple(
        (words(source), _day(on, words), words.exact(number), url)
        for (on, source, url), number in sorted(sources().items(), reverse=True)
    )
    title = words("Sources of the published figures")
    table = Table(
        words("By day of publication, the newest first"), head, (False, False, True, False), rows
    )
    return Section("published", title, lines, tables=(table,))


@cache
def sources() -> Counter[tuple[str, str, str]]:
    """Count the published figures of each (day, source, address)."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return Counter((row["published_on"], row["source"], row["url"]) for row in rows)


def _day(text: str, words: Locale) -> str:
    """Write the day of publication; some are known by their year only, or not at all."""
    is_day = len(text) == len("YYYY-MM-DD")
    return words.date(date.fromisoformat(text)) if is_day else text or UNKNOWN
