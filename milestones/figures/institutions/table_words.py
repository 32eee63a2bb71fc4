"""The words of the table of institutions: counts per status, who has most left to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from milestones.figures.labels import label
from milestones.figures.ties import as_many
from milestones.frames import records
from milestones.i18n import Locale
from milestones.progress.pace import Status

SMALL = 30
"""Below this number due, one patent moves the coverage by more than three points."""


class Listed(NamedTuple):
    """One institution of the worklist; `own` is its name in the reader's language."""

    rank: int
    own: str
    province: str
    status: str
    open: int
    open_at_deadline: int | None
    coverage: float | None
    assessed: int
    due: int
    lapsed_open: int


def nothing(words: Locale) -> str:
    """Say that a selection holds no institution, and what to do."""
    return words("No institution belongs to this selection. Reset it, or choose fewer filters.")


def caption(frame: pd.DataFrame, listed: list[Listed], words: Locale) -> str:
    """Say how many institutions stand how, which has most left to do, and what is apart."""
    if frame.empty:
        return nothing(words)
    if not frame["due"].any():
        return words("No patents are due at these institutions in this selection.")
    parts = _counted(frame, words), _first(frame, words), *_apart(frame, listed, words)
    return words.sentences(*parts)


def per_status(frame: pd.DataFrame) -> dict[str, int]:
    """Count the institutions of each status that occurs, in the order of the statuses."""
    found = frame["status"].value_counts()
    return {status.value: int(found[status]) for status in Status if status in found.index}


def numbers(row: Listed, words: Locale) -> str:
    """Write what is open, at the deadline and now, and the coverage."""
    now = words.count(row.open)
    change = now if row.open_at_deadline is None else f"{words.count(row.open_at_deadline)} → {now}"
    return f"{change} · {words.share(row.coverage)}"


def mark(row: Listed) -> str:
    """Mark a small number due."""
    return "*" if row.due < SMALL else ""


def hover(row: Listed, words: Locale) -> str:
    """Write what a bar says when pointed at; names come from files and are escaped."""
    text = words(
        "<b>{name}</b><br>{province} · {status}<br>Still open: {open}<br>"
        "Assessed {share}: {assessed} of {due} due<br>Lapsed before assessment: {lapsed}",
        name=escaped(row.own),
        province=words.province(row.province),
        status=label(row.status, words),
        open=words.count(row.open),
        share=words.share(row.coverage),
        assessed=words.count(row.assessed),
        due=words.count(row.due),
        lapsed=words.count(row.lapsed_open),
    )
    if row.open_at_deadline is None:
        return text
    return text + words("<br>Open at the deadline: {open}", open=words.count(row.open_at_deadline))


def escaped(text: str) -> str:
    """Take from a name what Plotly would read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _counted(frame: pd.DataFrame, words: Locale) -> str:
    parts = [
        words("{status} {count}", status=label(status, words), count=words.count(count))
        for status, count in per_status(frame).items()
    ]
    return words.n(
        "{count} institution: {list}.",
        "{count} institutions: {list}.",
        len(frame),
        list=words.join(parts),
    )


def _first(frame: pd.DataFrame, words: Locale) -> str:
    (first,) = records(frame.head(1), Listed)
    if first.open > 0:
        most = words.n(
            "{name} has most left to do: {count} patent still open, out of {total} in all.",
            "{name} has most left to do: {count} patents still open, out of {total} in all.",
            int(first.open),
            name=first.own,
            total=words.count(int(frame["open"].sum())),
        )
        return words.sentences(most, _as_many("open", frame, words))
    if not first.open_at_deadline:
        return words("No patents are still open.")
    most = words.n(
        "No patents are still open; at the deadline {name} had most, with {count} patent"
        " out of {total}.",
        "No patents are still open; at the deadline {name} had most, with {count} patents"
        " out of {total}.",
        int(first.open_at_deadline),
        name=first.own,
        total=words.count(int(frame["open_at_deadline"].sum())),
    )
    return words.sentences(most, _as_many("open_at_deadline", frame, words))


def _as_many(column: str, frame: pd.DataFrame, words: Locale) -> str:
    """Name the institutions that have as many as the first one."""
    alike = frame["own"][frame[column] == frame[column].iloc[0]].tolist()
    return as_many(alike[1:], words)


def _apart(frame: pd.DataFrame, listed: list[Listed], words: Locale) -> Iterator[str]:
    lapsed = int(frame["lapsed_open"].sum())
    if lapsed:
        yield words.n(
            "{count} patent lapsed before it was assessed and counts as neither open nor done.",
            "{count} patents lapsed before they were assessed and count as neither open nor done.",
            lapsed,
        )
    if any(mark(row) for row in listed):
        yield words("* Fewer than {count} patents due.", count=SMALL)
