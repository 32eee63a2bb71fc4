"""The register, read: one institution, its patents page by page, its returns, its findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

from milestones import query
from milestones.editions.edition import Edition
from milestones.i18n import Locale
from milestones.i18n.printable import MAX_VALUE_CHARACTERS, printable
from milestones.selection import Selection

PATENT_STATES = ("all", "open", "assessed", "lapsed_open", "not_due")
"""How a patent stands with the assessment; `open` is due, unassessed and valid."""
PAGE_ROWS = 50
"""No more rows of a list than this are sent at once."""
PATENTS_QUERY = "register/institution_patents"
APPLICATION_NUMBER = re.compile(r"\s*(?:ZL|CN)?([0-9.\s]+X?)\s*")


class InstitutionNotFoundError(LookupError):
    """The register has no institution of this id."""


@dataclass(frozen=True)
class Institution:
    """One institution; `held_with_others` counts patents that count for another holder."""

    institution_id: str
    name: str
    name_en: str | None
    kind: str
    province: str
    credit_code: str | None
    departments: tuple[str, ...]
    patents: int
    held_with_others: int

    def own_name(self, locale: Locale) -> str:
        """Give its name in the reader's language, where it is known in it."""
        return own_name(self.name, self.name_en, locale)


@dataclass(frozen=True)
class Return:
    """What an institution reported last, in cumulative counts; None where it left a cell empty."""

    period: date
    day: date
    due: int | None
    assessed: int | None
    pooled: int | None
    evaluated: int | None


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its rows, how many the list has, and which page it is (from 1)."""

    rows: list[dict[str, Any]]
    total: int
    number: int

    @property
    def sheets(self) -> int:
        """How many pages the list has, at least one."""
        return max(ceil(self.total / PAGE_ROWS), 1)


def institution_of(edition: Edition, selection: Selection) -> Institution:
    """Give the institution of a selection; raises InstitutionNotFoundError."""
    found = query.fetch(edition, "register/institution", **selection.params(edition))
    if not found:
        raise InstitutionNotFoundError(selection.institution)
    (facts,) = found
    return Institution(**facts | {"departments": tuple(facts["departments"] or ())})


def own_name(name: str, name_en: str | None, locale: Locale) -> str:
    """Choose the name in the reader's language, where it is known in it."""
    return printable(name_en if locale.lang == "en" and name_en else name, MAX_VALUE_CHARACTERS)


@lru_cache(maxsize=1024)
def institution_name(edition: Edition, institution_id: str, locale: Locale) -> str:
    """Name an institution; raises InstitutionNotFoundError."""
    found = query.fetch(edition, "register/institution_name", institution=institution_id)
    if not found:
        raise InstitutionNotFoundError(institution_id)
    return own_name(found[0]["name"], found[0]["name_en"], locale)


def return_of(edition: Edition, selection: Selection) -> Return | None:
    """Give the last return of the selection's institution up to the day."""
    found = query.fetch(edition, "register/institution_return", **selection.params(edition))
    return Return(**found[0]) if found else None


def patents_of(
    edition: Edition, selection: Selection, search: str = "", state: str = "all", number: int = 1
) -> ListPage:
    """Give a page of the patents of the selection's institution, in the order of their numbers.

    `search` looks for a part of the title, or of the application number however it is written;
    a page beyond the last gives the last.
    """
    params = _patent_params(edition, selection, search, state)
    page = _page(edition, PATENTS_QUERY, params, number)
    if page.rows or number == 1:
        return page
    return _page(edition, PATENTS_QUERY, params, _page(edition, PATENTS_QUERY, params).sheets)


def every_patent_of(
    edition: Edition, selection: Selection, search: str = "", state: str = "all"
) -> Iterator[dict[str, Any]]:
    """Yield all rows of which `patents_of` gives pages, never all in memory."""
    params = _patent_params(edition, selection, search, state)
    return query.fetch_batches(edition, PATENTS_QUERY, **params, rows=None, skipped=0)


def _patent_params(
    edition: Edition, selection: Selection, search: str, state: str
) -> dict[str, object]:
    searched = {"search": search.strip().lower(), "number": _digits(search), "state": state}
    return selection.params(edition) | searched


def _digits(search: str) -> str:
    """Give the digits of an application number, however it is written; none of any other text."""
    found = APPLICATION_NUMBER.fullmatch(search.upper())
    return re.sub(r"[^0-9X]", "", found[1]) if found else ""


def findings_of(edition: Edition, selection: Selection) -> ListPage:
    """Give what was found in the rows about the selection's institution, the newest first."""
    return _page(edition, "register/institution_findings", selection.params(edition))


def corrections_of(edition: Edition, selection: Selection) -> ListPage:
    """Give the cells of the institution's rows that changed what was known, the newest first."""
    return _page(edition, "register/institution_corrections", selection.params(edition))


def every_correction(edition: Edition, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield every cell that deliveries corrected of the selection's institutions, never all in
    memory."""
    return query.fetch_batches(edition, "register/corrections", **selection.params(edition))


def _page(edition: Edition, name: str, params: dict[str, object], number: int = 1) -> ListPage:
    skipped = PAGE_ROWS * (number - 1)
    found = query.fetch(edition, name, **params, rows=PAGE_ROWS, skipped=skipped)
    return ListPage(found, found[0]["total"] if found else 0, number)


@dataclass(frozen=True)
class ReturnsOnly:
    """Institutions that file returns but no patent rows; `due` is None where none says it."""

    institutions: int
    due: int | None

    def sentence(self, locale: Locale) -> str:
        """Say it beside the totals; nothing where there are no such institutions."""
        if not self.institutions:
            return ""
        return locale.n(
            "Reported without patent rows, not counted here: {count} institution, {due} due.",
            "Reported without patent rows, not counted here: {count} institutions, {due} due.",
            self.institutions,
            due=locale.count(self.due),
        )


class ReportedBeside(NamedTuple):
    """What an institution without patent rows reported for a month that ends on `day`."""

    institution_no: int
    province: str
    kind: str
    departments: list[str]
    day: date
    due: int | None


def returns_without_patents(edition: Edition, selection: Selection) -> ReturnsOnly:
    """Sum up the latest returns up to the day of the selection's institutions without patents."""
    until = selection.day(edition)
    latest = {
        row.institution_no: row.due
        for row in _reported_beside(edition)
        if row.day <= until and _is_chosen(row, selection)
    }
    known = [due for due in latest.values() if due is not None]
    return ReturnsOnly(len(latest), sum(known) if known else None)


@lru_cache(maxsize=12)
def _reported_beside(edition: Edition) -> tuple[ReportedBeside, ...]:
    return tuple(ReportedBeside(**row) for row in query.fetch(edition, "edition/reported_beside"))


def _is_chosen(row: ReportedBeside, selection: Selection) -> bool:
    return (
        (not selection.provinces or row.province in selection.provinces)
        and (not selection.kinds or row.kind in selection.kinds)
        and (
            not selection.departments or not set(row.departments).isdisjoint(selection.departments)
        )
    )
