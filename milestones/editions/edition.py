"""One edition: an immutable DuckDB file, opened read-only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from milestones import query
from milestones.plan import Plan, load
from milestones.selection import month_ends

MEMORY = "1GB"
THREADS = 1
"""What a page asks for takes milliseconds; sharing it among threads takes a tenth more of them."""


class EditionNotFoundError(LookupError):
    """No edition of this id stands in the home."""


class EditionUnreadableError(RuntimeError):
    """The file of an edition is damaged, or was built by other code."""


@dataclass(frozen=True)
class EditionFacts:
    """What an edition says of itself; `note` is that of the newest delivery. `sealed` is whether
    a manifest was written with it: those of early versions have none."""

    id: str
    as_of: date
    received_on: date
    previous: str | None
    synthetic: bool
    note: str
    plan: str
    sealed: bool


class Edition:
    """An edition opened for reading. One connection serves all; each query takes a cursor.

    Raises EditionNotFoundError where there is no such file, EditionUnreadableError where the
    file is no edition.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise EditionNotFoundError(path.stem)
        try:
            self._connection = duckdb.connect(
                path, read_only=True, config={"memory_limit": MEMORY, "threads": THREADS}
            )
            self.facts = EditionFacts(**query.rows(self, "edition/facts")[0])
        except (duckdb.Error, IndexError, TypeError) as error:
            raise EditionUnreadableError(f"{path.name}: {error}") from error

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A new cursor, for the thread that asks for it."""
        return self._connection.cursor()

    def __enter__(self) -> Edition:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; no cursor may be in use."""
        self._connection.close()

    @property
    def id(self) -> str:
        """The hash of what the edition was made from."""
        return self.facts.id

    @property
    def as_of(self) -> date:
        """The last day that it counts, unless a reader asks for an earlier one."""
        return self.facts.as_of

    @property
    def received_on(self) -> date:
        """The day of receipt of the newest delivery."""
        return self.facts.received_on

    @property
    def previous(self) -> str | None:
        """The edition of the deliveries before the newest; it may not stand in the home."""
        return self.facts.previous

    @property
    def synthetic(self) -> bool:
        """Whether everything in it is invented."""
        return self.facts.synthetic

    @property
    def note(self) -> str:
        """What was noted on the newest delivery."""
        return self.facts.note

    @cached_property
    def plan(self) -> Plan:
        """The plan that it was counted for."""
        return load(self.facts.plan)

    @cached_property
    def province_codes(self) -> tuple[str, ...]:
        """The provinces that have institutions, in the order of their codes."""
        return tuple(self._column("edition/provinces"))

    @cached_property
    def institution_ids(self) -> frozenset[str]:
        """The institutions by the ids that filings call them by."""
        return frozenset(self._column("edition/institutions"))

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The departments in charge of institutions, each by itself."""
        return tuple(self._column("edition/departments"))

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The month ends that a page can look back to, from the day before the plan began."""
        return tuple(month_ends(self.first_day, self.as_of))

    @cached_property
    def first_day(self) -> date:
        """The day before the plan began; what came earlier is counted on it."""
        day: date = self._column("edition/first_day")[0]
        return day

    def _column(self, name: str) -> list[Any]:
        return [value for row in query.rows(self, name) for value in row.values()]
