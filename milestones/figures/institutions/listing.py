"""The table of institutions as a page sends it: one Arrow table in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from milestones.figures.institutions.institution_table import count_by_status
from milestones.figures.labels import label
from milestones.figures.registry import Result
from milestones.figures.tables import localized_names
from milestones.i18n import Locale, _
from milestones.progress.indicators import LEAST_DENOMINATOR, is_small

KIND_SINGULAR = {
    "university": _("university"),
    "research_institution": _("research institution"),
    "hospital": _("hospital"),
}
SEARCHED_COLUMNS = ("name", "name_en", "institution_id")
WORKLIST_COLUMNS = ("open", "open_at_deadline", "lapsed_open")
"""Who has any of these stands on the worklist."""


def listing_table(result: Result, locale: Locale) -> pa.Table:
    """Put the frame of `institution_table` in words: texts to read, numbers to sort.

    Coverage is in percent and path in whole percent; neither is rounded up to all. `found_by`
    holds what a search looks through, in small letters.
    """
    frame = result.frame
    names = localized_names(frame, "name", locale)
    name, english, code = (frame[each].fillna("") for each in SEARCHED_COLUMNS)
    return pa.table(
        {
            "institution_id": pa.array(frame["institution_id"]),
            "name": pa.array(names),
            "province": _in_words(frame["province"], locale.province),
            "kind": _in_words(frame["kind"], lambda kind: locale(KIND_SINGULAR[kind])),
            "status": _in_words(frame["status"], lambda status: label(status, locale)),
            "status_code": pa.array(frame["status"]),
            "days_ahead": _whole_numbers(frame["days_ahead"]),
            "path": pa.array(frame["path"].tolist(), pa.list_(pa.uint8())),
            "coverage": pa.array(_coverage_percent(frame), pa.float64(), from_pandas=True),
            "due": _whole_numbers(frame["due"]),
            "assessed": _whole_numbers(frame["assessed"]),
            **{name: _whole_numbers(frame[name]) for name in WORKLIST_COLUMNS},
            "note": _in_words(
                frame["due"].clip(upper=LEAST_DENOMINATOR), lambda due: _due_note(due, locale)
            ),
            "found_by": pa.array((name + " " + english + " " + code).str.lower()),
        }
    )


def count_statuses(table: pa.Table) -> dict[str, int]:
    """Count the institutions of each status that occurs, in the order of the statuses."""
    return count_by_status(table["status_code"].to_pandas())


def matching_search(table: pa.Table, search: str) -> pa.Table:
    """Keep the institutions whose name or code holds every word of a search."""
    for word in search.lower().split():
        table = table.filter(pc.match_substring(table["found_by"], word))
    return table


def with_status(table: pa.Table, status: str) -> pa.Table:
    """Keep the institutions of one status."""
    return table.filter(pc.equal(table["status_code"], status))


def on_worklist(table: pa.Table) -> pa.Table:
    """Keep the institutions that have, or had at the deadline, something left to do."""
    some = [pc.greater(pc.fill_null(table[name], 0), 0) for name in WORKLIST_COLUMNS]
    return table.filter(pc.or_(pc.or_(some[0], some[1]), some[2]))


def _coverage_percent(frame: pd.DataFrame) -> pd.Series:
    """Write shares with one decimal; what is short of all or more than none stays so."""
    exact = frame["coverage"] * 100
    return exact.round(1).where(exact.isin((0, 100)), exact.round(1).clip(0.1, 99.9))


def _whole_numbers(values: pd.Series) -> pa.Array:
    return pa.array(values.astype("Int64"))


def _in_words(codes: pd.Series, speak: Callable[[Any], str]) -> pa.Array:
    known = {code: speak(code) for code in codes.unique()}
    return pa.array(codes.map(known)).dictionary_encode()


def _due_note(due: int, locale: Locale) -> str:
    if due == 0:
        return locale("nothing due")
    return locale("fewer than {count} due", count=LEAST_DENOMINATOR) if is_small(due) else ""
