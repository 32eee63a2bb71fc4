"""The table of institutions as a page sends it: one Arrow table in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from milestones.figures.context import Result
from milestones.figures.institutions.table_words import SMALL
from milestones.figures.labels import label
from milestones.figures.tables import own_names
from milestones.i18n import Locale, _
from milestones.progress.pace import Status

KINDS = {
    "university": _("university"),
    "research_institution": _("research institution"),
    "hospital": _("hospital"),
}
FOUND_BY = ("name", "name_en", "institution_id")
WORKLIST = ("open", "open_at_deadline", "lapsed_open")
"""Who has any of these stands on the worklist."""


def listing(result: Result, words: Locale) -> pa.Table:
    """Put the frame of `institution_table` in words: texts to read, numbers to sort.

    Coverage is in percent and path in whole percent; neither is rounded up to all. `found_by`
    holds what a search looks through, in small letters.
    """
    frame = result.frame
    names = own_names(frame, "name", words)
    name, english, code = (frame[each].fillna("") for each in FOUND_BY)
    return pa.table(
        {
            "institution_id": pa.array(frame["institution_id"]),
            "name": pa.array(names),
            "province": _spoken(frame["province"], words.province),
            "kind": _spoken(frame["kind"], lambda kind: words(KINDS[kind])),
            "status": _spoken(frame["status"], lambda status: label(status, words)),
            "status_code": pa.array(frame["status"]),
            "days_ahead": _whole(frame["days_ahead"]),
            "path": pa.array(frame["path"].tolist(), pa.list_(pa.uint8())),
            "coverage": pa.array(_percent(frame), pa.float64(), from_pandas=True),
            "due": _whole(frame["due"]),
            "assessed": _whole(frame["assessed"]),
            **{name: _whole(frame[name]) for name in WORKLIST},
            "note": _spoken(frame["due"].map(_size), lambda size: _note(size, words)),
            "found_by": pa.array((name + " " + english + " " + code).str.lower()),
        }
    )


def counted(table: pa.Table) -> dict[str, int]:
    """Count the institutions of each status that occurs, in the order of the statuses."""
    counts = table["status_code"].value_counts().to_pylist()
    found = {each["values"]: each["counts"] for each in counts}
    return {status.value: found[status.value] for status in Status if status.value in found}


def sought(table: pa.Table, search: str) -> pa.Table:
    """Keep the institutions whose name or code holds every word of a search."""
    for word in search.lower().split():
        table = table.filter(pc.match_substring(table["found_by"], word))
    return table


def of_status(table: pa.Table, status: str) -> pa.Table:
    """Keep the institutions of one status."""
    return table.filter(pc.equal(table["status_code"], status))


def worklist(table: pa.Table) -> pa.Table:
    """Keep the institutions that have, or had at the deadline, something left to do."""
    some = [pc.greater(pc.fill_null(table[name], 0), 0) for name in WORKLIST]
    return table.filter(pc.or_(pc.or_(some[0], some[1]), some[2]))


def _percent(frame: pd.DataFrame) -> pd.Series:
    """Write shares with one decimal; what is short of all or more than none stays so."""
    exact = frame["coverage"] * 100
    return exact.round(1).where(exact.isin((0, 100)), exact.round(1).clip(0.1, 99.9))


def _whole(values: pd.Series) -> pa.Array:
    return pa.array(values.astype("Int64"))


def _spoken(codes: pd.Series, speak: Callable[[Any], str]) -> pa.Array:
    known = {code: speak(code) for code in codes.unique()}
    return pa.array(codes.map(known)).dictionary_encode()


def _size(due: int) -> str:
    if due == 0:
        return "none"
    return "small" if due < SMALL else ""


def _note(size: str, words: Locale) -> str:
    notes = {
        "none": words("nothing due"),
        "small": words("fewer than {count} due", count=SMALL),
    }
    return notes.get(size, "")
