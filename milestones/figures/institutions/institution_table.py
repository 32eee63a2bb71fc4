"""All institutions: how far each has come, how it stands, and what it has left to do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from milestones.charts.model import nothing
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.institutions.courses import assessed_by
from milestones.figures.institutions.standings import Standing, standings
from milestones.figures.institutions.table_words import Listed, caption, numbers
from milestones.figures.institutions.worklist import SHOWN, worklist
from milestones.figures.registry import Place, figure
from milestones.figures.tables import own_names
from milestones.frames import records
from milestones.i18n import _
from milestones.plan import Milestone
from milestones.progress.lag import by_open
from milestones.progress.pace import Status
from milestones.progress.shares import pair_of

INDICATOR = "assessment_coverage"
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
    "days_ahead": Column(_("Days ahead of plan"), "count"),
    "completed_on": Column(_("All assessed on"), "date"),
}


def prepare_table(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Add to each institution its status, its days ahead of plan and its path by months.

    `path` holds the coverage in whole percent at the end of each month from the cut-off on,
    and on the day itself.
    """
    frame = by_open(frame, "due", "institution_id")
    found = _standings(frame, facts)
    days = [each.days_ahead for each in found]
    return frame.drop(columns=["months", "steps"]).assign(
        status=[each.status for each in found],
        days_ahead=pd.array(days, dtype="Int64"),
        path=pd.Series(paths(frame, facts), dtype=object),
    )


def _standings(frame: pd.DataFrame, facts: Facts) -> list[Standing]:
    milestone = assessment(facts)
    if milestone is None:
        return [Standing(Status.NOT_ASSESSABLE.value, None)] * len(frame)
    due = frame["due"].where(frame["due"] > 0)
    then, now = (_plain(frame[name] / due) for name in ("assessed_at_deadline", "assessed"))
    completed = [None if pd.isna(day) else day.date() for day in frame["completed_on"]]
    return standings(milestone, zip(then, now, completed, strict=True), facts.as_of)


def _plain(shares: pd.Series) -> list[float | None]:
    return [None if share != share else share for share in shares.tolist()]


def assessment(facts: Facts) -> Milestone | None:
    """Give the plan's milestone of the assessment, if it has one."""
    listed = facts.plan.milestones
    return next((each for each in listed if each.indicator == INDICATOR), None)


def paths(frame: pd.DataFrame, facts: Facts) -> list[list[int] | None]:
    """Give each institution's coverage by months, in whole percent; none where nothing is due."""
    due = frame["due"].to_numpy()[:, None]
    percent = (assessed_by(frame, facts) * 100 // np.maximum(due, 1)).tolist()
    return [line if some else None for line, some in zip(percent, due > 0, strict=True)]


@figure(
    "institution_table",
    places=(Place("institutions", "below", 1),),
    question=_("Which institutions have most left to do?"),
    columns=COLUMNS,
    shares={"coverage": pair_of(INDICATOR)},
    prepare=prepare_table,
    indicators=(INDICATOR,),
)
def draw_institution_table(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the institutions with most still open, now and at the deadline."""
    words = context.words
    frame = frame.assign(own=own_names(frame, "name", words))
    first = records(frame.head(SHOWN), Listed)
    listed = [row for row in first if row.open or row.open_at_deadline]
    told = caption(frame, listed, words)
    if not listed:
        return Drawing(nothing(told), told, told)
    parts = [f"{row.own} {numbers(row, words)}" for row in listed]
    alt = words(
        "Bar chart of the institutions by patents still open. {caption} In order: {list}.",
        caption=told,
        list=words.listing(parts),
    )
    return Drawing(worklist(listed, words), told, alt)
