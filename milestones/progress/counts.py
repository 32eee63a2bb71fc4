"""What a selection counts, looked up in the running sums of its edition.

Each function gives the rows of one question; shares are divided from them elsewhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from milestones import query
from milestones.editions.edition import Edition
from milestones.frames import Rows
from milestones.progress.late_assessments import days_assessed_after_lapse
from milestones.progress.running_sums import MONEY_COLUMN, MONEY_UNITS, running_sums
from milestones.selection import INSTITUTION_KINDS, Selection

PATENTS_QUERY = "figures/patent_counts"
PATH_QUERY = "figures/milestone_path"
PROFILE_QUERY = "figures/institution_profile"
INSTITUTIONS_QUERY = "figures/institution_counts"
MILESTONE_COUNTS = ("due", "assessed", "lapsed_open", "good", "good_industrialized")


class KnownProvince(NamedTuple):
    """A province as the reference table describes it."""

    code: str
    name_en: str
    abbr: str
    tile_row: int
    tile_column: int
    covered: bool


class PublishedCount(NamedTuple):
    """A count of patents that an authority has published."""

    scope: str
    universe: str
    day: date
    indicator: str
    value: float
    bound: str | None
    source: str
    published_on: str | None


@lru_cache(maxsize=12)
def known_provinces(edition: Edition) -> tuple[KnownProvince, ...]:
    """List the provinces in the order of their codes."""
    rows = query.fetch(edition, "edition/provinces_described")
    return tuple(KnownProvince(**row) for row in rows)


@lru_cache(maxsize=12)
def _published_counts(edition: Edition) -> tuple[PublishedCount, ...]:
    return tuple(PublishedCount(**row) for row in query.fetch(edition, "edition/published_counts"))


def count_patents(edition: Edition, selection: Selection) -> dict[str, float | None]:
    """Count the patents and institutions of a selection that stand in each count on its day.

    Money is in yuan, None where no transfer states it.
    """
    day = selection.day(edition)
    counts = running_sums(PATENTS_QUERY, edition, selection).total(selection, day)
    found: dict[str, float | None] = {**in_yuan(counts)}
    found["still_open"] = counts["due"] - counts["assessed"] - counts["lapsed_open"]
    if 0 < counts["transfers"] <= counts["unpriced"]:
        found["amount_cny"] = None
    of_institutions = running_sums(INSTITUTIONS_QUERY, edition, selection)
    institutions = of_institutions.by_key(selection, day).values()
    found["institutions_due"] = sum(due > 0 for due, _assessed in institutions)
    found["institutions_complete"] = sum(0 < due == assessed for due, assessed in institutions)
    return found


def in_yuan(counts: dict[str, int]) -> dict[str, float]:
    """Give the same counts with their money in yuan."""
    found: dict[str, float] = {**counts}
    found["amount_cny"] = found.pop(MONEY_COLUMN) / MONEY_UNITS
    return found


def indicator_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the counts of a selection as one row."""
    found = count_patents(edition, selection)
    return Rows(tuple(found), [tuple(found.values())])


class PathState(NamedTuple):
    """Counts that stand from a day on, or what was published for it, by `trace`."""

    trace: str
    day: date
    due: int | None = None
    assessed: int | None = None
    lapsed_open: int | None = None
    good: int | None = None
    good_industrialized: int | None = None
    indicator: str | None = None
    value: float | None = None
    source: str | None = None
    published_on: str | None = None
    assessed_after_lapse: int | None = None


def path_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the counts of each day from the cut-off on on which any changed, and published ones."""
    states = _path_states(edition, selection)
    return Rows.of(PathState, [*states, *_published_states(edition, selection)])


def _path_states(edition: Edition, selection: Selection) -> Iterator[PathState]:
    is_exact = not (selection.departments or selection.fields)
    sums = running_sums(PATENTS_QUERY if is_exact else PATH_QUERY, edition, selection)
    day, cutoff = selection.day(edition), edition.plan.cutoff
    on, counts = sums.course(selection, day if is_exact else max(day, cutoff))
    listed = counts[:, sums.columns(MILESTONE_COUNTS)].tolist()
    before = sum(each <= cutoff for each in on)
    if before:
        on, listed = [cutoff, *on[before:]], listed[before - 1 :]
    after_lapse = days_assessed_after_lapse(edition, selection)
    for each, row in zip(on, listed, strict=True):
        state = PathState("measured", each, *row)
        yield state._replace(assessed_after_lapse=bisect_right(after_lapse, each))


def _published_states(edition: Edition, selection: Selection) -> Iterator[PathState]:
    scope, universe = _published_universe(edition, selection)
    for row in _published_counts(edition):
        if (row.scope, row.universe) == (scope, universe) and row.day <= selection.day(edition):
            yield PathState(
                "published",
                row.day,
                indicator=row.indicator,
                value=row.value,
                source=row.source,
                published_on=row.published_on,
            )


def _published_universe(edition: Edition, selection: Selection) -> tuple[str | None, str | None]:
    """Name scope and universe of the published counts that a selection can stand beside."""
    if selection.departments or selection.fields or len(selection.provinces) > 1:
        return None, None
    scope = "universities+research_institutions"
    if selection.provinces:
        names = {province.code: province.name_en for province in known_provinces(edition)}
        scope = names.get(selection.provinces[0], "")
    if set(selection.kinds) in (set(), set(INSTITUTION_KINDS[:2])):
        return scope, "inventions" if selection.patents == "inventions" else "all patents"
    if selection.kinds == ("university",) and selection.patents == "all":
        return scope, "all patents, universities only"
    return None, None


def profile_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the counts of one institution on each day on which any changed."""
    params = {**selection.params(edition), "cutoff": edition.plan.cutoff}
    names, rows = query.fetch_tuples(edition, PROFILE_QUERY, **params)
    one = Selection(fields=selection.fields, patents=selection.patents)
    after_lapse = days_assessed_after_lapse(edition, one, selection.institution)
    on = names.index("day")
    counted = [(*row, bisect_right(after_lapse, row[on])) for row in rows]
    return Rows((*names, "assessed_after_lapse"), counted)
