"""Build on the edition before: what no row of the new delivery concerns stands as it is there.

A patent of which a row says something new is judged anew with all rows that earlier deliveries
have of it, by the queries that build from nothing. Where more would change than that, or where
anything is missing, the edition is built from nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path

import duckdb

from milestones import query
from milestones.editions import parse_cache
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import DeliveryHistory, hashes_in, previous_id
from milestones.editions.edition import (
    Edition,
    EditionNotFoundError,
    EditionUnreadableError,
    require_whole_once,
)
from milestones.filings.files import file_digest
from milestones.filings.kinds import FILING_KINDS
from milestones.filings.remarks import FilingRefused
from milestones.plan import Plan


class BaseUnusableError(Exception):
    """The edition cannot be built on the one before: it is built from nothing."""


def find_base(home: DataHome, chain: DeliveryHistory, plan: Plan) -> Path | None:
    """Find the whole edition of the same chain without its newest delivery.

    None too where a filing of those is gone from the archive or damaged: nothing is built upon it.
    """
    before = previous_id(chain, plan)
    if before is None:
        return None
    base = home.file_of(before)
    try:
        require_whole_once(base)
        taken_ns = base.stat().st_ctime_ns
    except (OSError, EditionNotFoundError, EditionUnreadableError):
        return None
    kept = (_is_kept(home.archived(sha256), taken_ns) for sha256 in hashes_in(chain[:-1]))
    return base if all(kept) else None


def _is_kept(file: Path, taken_ns: int) -> bool:
    """Tell whether a filing is whole: it was before the edition took its place, so that only what
    the disk has changed since is read again."""
    try:
        found = file.stat()
        is_untouched = max(found.st_mtime_ns, found.st_ctime_ns) < taken_ns
        return is_untouched or file_digest(file) == file.name
    except (OSError, FilingRefused):
        return False


def attach_base(connection: duckdb.DuckDBPyConnection, base: Path) -> None:
    """Attach the edition before as `base`, and take over what it says of its filings."""
    connection.execute(query.sql("build/attach_base"), {"path": str(base)})
    connection.execute(query.sql("build/base"))


def gather_history(
    connection: duckdb.DuckDBPyConnection, editions: Sequence[str], kept: Path
) -> None:
    """Give each kind its delivered rows: the new ones, and earlier ones of what they concern.

    The earlier ones come from the readings in the folder `kept`, or from their rows that were new
    to the one of the `editions` that its delivery made. Raises BaseUnusableError where one is
    missing, or a filing speaks of more than the patents that it names.
    """
    columns = ("filing_no", "delivery_no", "reading", "kind")
    filings = connection.table("base.filings").select(*columns).fetchall()
    found = _find_earlier([filing[:3] for filing in filings], editions, kept)
    if len(found) < len(filings):
        raise BaseUnusableError("readings")
    for kind in FILING_KINDS:
        parts = [connection.table(f"gathered_{kind.key}").limit(0)]
        for number, _, _, key in filings:
            if key == kind.key:
                parts.append(parse_cache.scan_rows(connection, number, found[number]))
        reduce(duckdb.DuckDBPyRelation.union, parts).create_view(f"earlier_{kind.key}")
    connection.execute(query.sql("build/affected"))
    _require_none(connection, "build/filings_unlike_base")
    connection.execute(query.sql("build/history"))
    connection.execute(query.sql("build/kept"))


def _find_earlier(
    filings: Sequence[tuple[int, int, str]], editions: Sequence[str], kept: Path
) -> dict[int, Path]:
    """Find what earlier filings say, by their number: no more of it than what was new.

    A filing is its number, that of its delivery, and the name of its reading.
    """
    changed = {
        parse_cache.changed_name(reading, editions[delivery_no - 1]): number
        for number, delivery_no, reading in filings
    }
    found = parse_cache.find_cached(changed, kept)
    whole = {reading: number for number, _, reading in filings if number not in found}
    return found | parse_cache.find_cached(whole, kept)


def require_institutions_kept(connection: duckdb.DuckDBPyConnection) -> None:
    """Require that institutions keep their numbers, and their names where exports go by them.

    Raises BaseUnusableError. They are registered first: what is in vain is known early.
    """
    _require_none(connection, "build/institutions_unlike_base")


def has_same_groups(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether institutions are told apart as in the base: counts of groups go on then."""
    return connection.execute(query.sql("build/groups_unlike_base")).fetchone() is None


def require_like_base(connection: duckdb.DuckDBPyConnection) -> None:
    """Require that no row that was accepted is rejected now.

    Raises BaseUnusableError: that would change what stands of other patents, or what became of
    rows that are not here.
    """
    _require_none(connection, "build/unlike_base")


def _require_none(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    unlike = connection.execute(query.sql(name)).fetchone()
    if unlike is not None:
        raise BaseUnusableError(unlike[0])


@dataclass(frozen=True)
class EarlierFiling:
    """A filing of an earlier delivery, as the edition before has it."""

    filing_no: int
    delivery_no: int
    received_on: date
    sha256: str
    name: str
    left_out: tuple[str, ...]
    kind: str


def filings_to_show(connection: duckdb.DuckDBPyConnection) -> Sequence[EarlierFiling]:
    """Give the earlier filings of which a finding shows a cell for the first time."""
    rows = connection.execute(query.sql("build/values_missing")).fetchall()
    return [EarlierFiling(*row) for row in rows]


def last_filing_no(base: Path) -> int:
    """Give the highest number of a filing in an edition."""
    with Edition(base) as edition:
        filings = query.fetch(edition, "edition/deliveries")
    return max(int(filing["filing_no"]) for filing in filings)
