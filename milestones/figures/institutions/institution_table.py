"""All institutions: how far each has come, how it stands, and what it has left to do."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

import numpy as np
import pandas as pd

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.institutions.institution_progress import (
    INDICATOR,
    InstitutionCoverage,
    assessed_by_month,
    assessment_milestone,
    institution_standings,
)
from milestones.figures.labels import label
from milestones.figures.phrases import as_many_sentence
from milestones.figures.registry import (
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    figure,
)
from milestones.figures.tables import localized_names
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.progress.indicators import (
    LEAST_DENOMINATOR,
    divide_columns,
    is_small,
    share_columns,
)
from milestones.progress.lag import rank_by_open
from milestones.progress.status import Status

SHOWN_ROWS = 10
ROW_HEIGHT_PX = 42
COLUMNS = {
    "rank": Column(_("Rank"), "count"),
    "name": Column(_("Institution"), "name"),
    "institution_id": Column(_("Institution code"), "plain"),
    "province": Column(_("Province"), "province"),
    "kind": Column(_("Kind"), "code"),
    "departments": Column(_("Departments"), "plain"),
    "due": Column(_("Due for assessment"), "count"),
    "assessed": Column(_("Assessed"), "count"),
    "coverage": Column(_("Assessment coverage"), "share"),
    "open": Column(_("Still open"), "count"),
    "open_at_deadline": Column(_("Open at the deadline"), "count"),
    "lapsed_open": Column(_("Lapsed before assessment"), "count"),
    "status": Column(_("Status"), "code"),
    "days_ahead": Column(_("Days ahead of plan (late: negative)"), "count"),
    "completed_on": Column(_("All assessed on"), "date"),
}


class WorklistRow(NamedTuple):
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

    @property
    def mark(self) -> str:
        """The mark of a small number due."""
        return "*" if is_small(self.due) else ""


def prepare_table(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Add to each institution its status, its days ahead of plan and its path by months.

    `path` holds the coverage in whole percent at the end of each month from the cut-off on,
    and on the day itself.
    """
    frame = rank_by_open(frame, "due", "institution_id")
    at_deadline = divide_columns(frame["assessed_at_deadline"], frame["due"])
    coverages = records(frame.assign(coverage_at_deadline=at_deadline), InstitutionCoverage)
    found = institution_standings(assessment_milestone(facts), coverages, facts.as_of)
    days = [each.days_ahead for each in found]
    return frame.drop(columns=["months", "steps"]).assign(
        status=[each.status for each in found],
        days_ahead=pd.array(days, dtype="Int64"),
        path=pd.Series(_monthly_paths(frame, facts), dtype=object),
    )


def _monthly_paths(frame: pd.DataFrame, facts: Facts) -> list[list[int] | None]:
    """Give each institution's coverage by months, in whole percent; none where nothing is due."""
    due = frame["due"].to_numpy()[:, None]
    percent = (assessed_by_month(frame, facts) * 100 // np.maximum(due, 1)).tolist()
    return [line if some else None for line, some in zip(percent, due > 0, strict=True)]


@figure(
    "institution_table",
    places=(Place("institutions", "below", 1),),
    question=_("Which institutions have most left to do?"),
    columns=COLUMNS,
    shares={"coverage": share_columns(INDICATOR)},
    prepare=prepare_table,
    indicators=(INDICATOR,),
)
def draw_institution_table(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the institutions with most still open, now and at the deadline."""
    locale = context.locale
    frame = frame.assign(own=localized_names(frame, "name", locale))
    first = records(frame.head(SHOWN_ROWS), WorklistRow)
    listed = [row for row in first if row.open or row.open_at_deadline]
    caption = _caption(frame, listed, locale)
    if not listed:
        return Drawing.empty(caption)
    parts = [f"{row.own} {_numbers(row, locale)}" for row in listed]
    alt = locale(
        "Bar chart of the institutions by patents still open. {caption} In order: {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(listed, locale), caption, alt)


def _chart(listed: list[WorklistRow], locale: Locale) -> Chart:
    """Give one bar an institution below its name, those with most left to do first."""
    places, is_over = tuple(range(len(listed))), listed[0].open_at_deadline is not None
    still = tuple(row.open for row in listed)
    bars = [Bars(locale("still open"), places, still, "main", thickness=0.26)]
    if is_over:
        before = tuple(row.open_at_deadline for row in listed)
        bars.insert(0, Bars(locale("open at the deadline"), places, before, "soft", thickness=0.42))
    categories = tuple(
        Category(at, f"{row.rank} {row.own}", _numbers(row, locale), _hover(row, locale), row.mark)
        for at, row in enumerate(listed)
    )
    panel = Panel(
        x=Axis(unit="count", is_shown=False),
        y=Axis("category", categories=categories),
        series=tuple(bars),
        grouping="overlaid",
        names="above",
    )
    margins = Margins(top=26 if is_over else 4, bottom=28, left=4)
    return Chart((panel,), ROW_HEIGHT_PX * len(listed) + 60, margins, Legend(is_shown=is_over))


def _numbers(row: WorklistRow, locale: Locale) -> str:
    """Write what is open, at the deadline and now, and the coverage."""
    counts = (row.open_at_deadline, row.open)
    change = " → ".join(locale.count(count) for count in counts if count is not None)
    return f"{change} · {locale.share(row.coverage)}"


def _hover(row: WorklistRow, locale: Locale) -> str:
    """Write what a bar says when pointed at; names come from files and are escaped."""
    text = locale(
        "<b>{name}</b><br>{province} · {status}<br>Still open: {open}<br>"
        "Assessed {share}: {assessed} of {due} due<br>Lapsed before assessment: {lapsed}",
        name=escape(row.own, quote=False),
        province=locale.province(row.province),
        status=label(row.status, locale),
        open=locale.count(row.open),
        share=locale.share(row.coverage),
        assessed=locale.count(row.assessed),
        due=locale.count(row.due),
        lapsed=locale.count(row.lapsed_open),
    )
    if row.open_at_deadline is None:
        return text
    return text + locale(
        "<br>Open at the deadline: {open}", open=locale.count(row.open_at_deadline)
    )


def _caption(frame: pd.DataFrame, listed: list[WorklistRow], locale: Locale) -> str:
    """Say how many institutions stand how, which has most left to do, and what is apart."""
    if frame.empty:
        return locale(
            "No institution belongs to this selection. Reset it, or choose fewer filters."
        )
    if not frame["due"].any():
        return locale("No patents are due at these institutions in this selection.")
    statuses = [
        locale("{status} {count}", status=label(status, locale), count=locale.count(count))
        for status, count in count_by_status(frame["status"]).items()
    ]
    counts = locale.n(
        "{count} institution: {list}.",
        "{count} institutions: {list}.",
        len(frame),
        list=locale.join(statuses),
    )
    return locale.sentences(counts, _most_sentence(frame, locale), *_notes(frame, listed, locale))


def count_by_status(statuses: pd.Series) -> dict[str, int]:
    """Count the institutions of each status that occurs, in the order of the statuses."""
    found = statuses.value_counts()
    return {status.value: int(found[status]) for status in Status if status in found.index}


def _most_sentence(frame: pd.DataFrame, locale: Locale) -> str:
    """Say who has, or at the deadline had, most left to do, and who as much."""
    (first,) = records(frame.head(1), WorklistRow)
    if first.open > 0:
        most = locale.n(
            "{name} has most left to do: {count} patent still open, out of {total} in all.",
            "{name} has most left to do: {count} patents still open, out of {total} in all.",
            int(first.open),
            name=first.own,
            total=locale.count(int(frame["open"].sum())),
        )
        return locale.sentences(most, _as_many_sentence("open", frame, locale))
    if not first.open_at_deadline:
        return locale("No patents are still open.")
    most = locale.n(
        "No patents are still open; at the deadline {name} had most, with {count} patent"
        " out of {total}.",
        "No patents are still open; at the deadline {name} had most, with {count} patents"
        " out of {total}.",
        int(first.open_at_deadline),
        name=first.own,
        total=locale.count(int(frame["open_at_deadline"].sum())),
    )
    return locale.sentences(most, _as_many_sentence("open_at_deadline", frame, locale))


def _as_many_sentence(column: str, frame: pd.DataFrame, locale: Locale) -> str:
    """Name the institutions that have as many as the first one."""
    alike = frame["own"][frame[column] == frame[column].iloc[0]].tolist()
    return as_many_sentence(alike[1:], locale)


def _notes(frame: pd.DataFrame, listed: list[WorklistRow], locale: Locale) -> Iterator[str]:
    lapsed = int(frame["lapsed_open"].sum())
    if lapsed:
        yield locale.n(
            "{count} patent lapsed before it was assessed and counts as neither open nor done.",
            "{count} patents lapsed before they were assessed and count as neither open nor done.",
            lapsed,
        )
    if any(row.mark for row in listed):
        yield locale("* Fewer than {count} patents due.", count=LEAST_DENOMINATOR)
