"""How a patent of an institution is written: in the sheet on its page, and in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from milestones.editions.findings import PATENT_KINDS
from milestones.export.cells import Cell
from milestones.i18n import Locale, _

STATE_WORDS = {
    "all": _("all patents"),
    "open": _("still open"),
    "assessed": _("assessed"),
    "lapsed_open": _("lapsed before assessment"),
    "not_due": _("not due"),
}
DAYS = ("transferred_on", "industrialized_on", "lapsed_on")


def columns(words: Locale) -> dict[str, bool]:
    """Name the columns; True where they hold numbers."""
    return {
        words("Application number"): False,
        words("Title"): False,
        words("Kind"): False,
        words("Field"): False,
        words("Granted on"): False,
        words("Standing"): False,
        words("Assessed on"): False,
        words("In the pool"): False,
        words("Stars"): True,
        words("Evaluations"): True,
        words("Last transfer"): False,
        words("Industrialized on"): False,
        words("Lapsed on"): False,
    }


def cells(row: dict[str, Any], words: Locale) -> Iterator[str]:
    """Yield the cells of a row in the order of the columns, in words."""
    yield row["application_no"]
    yield row["title"] or "—"
    yield words(PATENT_KINDS[row["kind"]])
    yield words.field(row["field"])
    yield words.date(row["granted_on"], short=True)
    yield words(STATE_WORDS[row["state"]])
    yield words.date(row["assessed_on"], short=True)
    yield _yes_or_no(row["convertible"], words)
    yield words.exact(row["stars"])
    yield words.exact(row["evaluations"])
    yield words.date(row["transferred_on"], short=True)
    yield words.date(row["industrialized_on"], short=True)
    yield words.date(row["lapsed_on"], short=True)


def exact(row: dict[str, Any], words: Locale) -> list[Cell]:
    """Give the cells of a row in the order of the columns, unknown as None."""
    convertible = row["convertible"]
    return [
        row["application_no"],
        row["title"],
        words(PATENT_KINDS[row["kind"]]),
        words.field(row["field"]),
        row["granted_on"],
        words(STATE_WORDS[row["state"]]),
        row["assessed_on"],
        None if convertible is None else _yes_or_no(convertible, words),
        *(row[name] for name in ("stars", "evaluations", *DAYS)),
    ]


def _yes_or_no(value: bool | None, words: Locale) -> str:
    if value is None:
        return "—"
    return words("yes") if value else words("no")
