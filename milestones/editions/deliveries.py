"""What an edition is made from: an ordered chain of deliveries, and the hash that names it.

An edition holds its chain itself; `records/<id>` of a home holds it too, so that an edition that
was lost, damaged or removed can be made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

import duckdb

from milestones import query
from milestones.calendar import last_month_end
from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.storage import PendingFiles, seal, unseal
from milestones.plan import PLANS, Plan

REFERENCE = PLANS.parent / "reference"
READER_VERSION = 7
"""Raised whenever the reader takes the same bytes for other rows."""
ID_LETTERS = 16


@dataclass(frozen=True)
class Delivered:
    """One filing of a delivery: its bytes by their hash, and the name it came under."""

    sha256: str
    name: str


@dataclass(frozen=True)
class Delivery:
    """Filings in their order, received together on one day.

    `left_out` are headers whose columns are not read, as whoever delivered them said.
    """

    received_on: date
    filings: tuple[Delivered, ...]
    note: str = ""
    as_of: date | None = None
    left_out: tuple[str, ...] = ()

    @property
    def last_day(self) -> date:
        """The as-of date of the edition that ends with this delivery."""
        return self.as_of or last_month_end(self.received_on)

    @property
    def hashes(self) -> frozenset[str]:
        """The hashes of its filings."""
        return frozenset(filing.sha256 for filing in self.filings)


DeliveryHistory = tuple[Delivery, ...]


def delivery_history_of(edition: query.HasCursor) -> DeliveryHistory:
    """List the deliveries that an edition was made from."""
    rows = query.fetch(edition, "edition/deliveries")
    return tuple(
        Delivery(
            first["received_on"],
            tuple(dict.fromkeys(Delivered(row["sha256"], row["name"]) for row in (first, *rest))),
            first["note"],
            first["as_of"],
            tuple(first.get("left_out") or ()),
        )
        for _, (first, *rest) in groupby(rows, key=lambda row: row["delivery_no"])
    )


class RecordUnreadableError(ValueError):
    """What is kept of an edition's deliveries is not what was written there."""


class HistoryNotFoundError(LookupError):
    """Nothing in the home tells what an edition was made from."""


@dataclass(frozen=True)
class DeliveryRecord:
    """The chain of an edition, kept apart from it; `removed_on` says since when it is gone by
    the rule of what is kept."""

    deliveries: DeliveryHistory
    removed_on: date | None = None

    def to_bytes(self) -> bytes:
        """Write it as sealed JSON."""
        content = json.dumps(asdict(self), ensure_ascii=False, indent=1, default=date.isoformat)
        return seal(f"{content}\n")


def read_record(home: DataHome, edition_id: str) -> DeliveryRecord | None:
    """Read the record of an edition; those of early versions have none.

    Raises RecordUnreadableError.
    """
    try:
        told = json.loads(unseal(home.record_file(edition_id).read_bytes()))
        chain = tuple(map(_read_delivery, told["deliveries"]))
        return DeliveryRecord(chain, _day(told["removed_on"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RecordUnreadableError(edition_id) from error


def _read_delivery(told: dict[str, Any]) -> Delivery:
    read = {
        "received_on": date.fromisoformat(told["received_on"]),
        "filings": tuple(Delivered(**filing) for filing in told["filings"]),
        "as_of": _day(told["as_of"]),
        "left_out": tuple(told["left_out"]),
    }
    return Delivery(**{**told, **read})


def plan_record(
    files: PendingFiles, home: DataHome, edition_id: str, record: DeliveryRecord
) -> None:
    """Hold the record of an edition ready, unless it lies there as it is."""
    file, content = home.record_file(edition_id), record.to_bytes()
    if not file.is_file() or file.read_bytes() != content:
        files.write(file, content)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def readable_history(home: DataHome, edition_id: str | None) -> DeliveryHistory:
    """List the deliveries of an edition by its record, else its file; none where neither tells.

    A record is read in a thousandth of the time that opening an edition takes.
    """
    if edition_id is None:
        return ()
    return _recorded_history(home, edition_id) or _own_history(home, edition_id)


def _own_history(home: DataHome, edition_id: str) -> DeliveryHistory:
    try:
        with Edition(home.file_of(edition_id)) as edition:
            return delivery_history_of(edition)
    except (EditionNotFoundError, EditionUnreadableError, duckdb.Error):
        return ()


def _recorded_history(home: DataHome, edition_id: str) -> DeliveryHistory:
    try:
        record = read_record(home, edition_id)
    except RecordUnreadableError:
        return ()
    return record.deliveries if record else ()


def find_history(home: DataHome, wanted: str, plan: Plan) -> DeliveryHistory:
    """Find what an edition was made from, wherever the home tells it.

    The hash of a chain proves it. An edition that was made by other rules than today's is only
    believed where it is whole, or its record is. Raises HistoryNotFoundError.
    """
    for chain in _possible_histories(home, wanted):
        if chain and edition_id(chain, plan) == wanted:
            return chain
    chain = _own_history(home, wanted) if home.stands(wanted) else ()
    if chain := chain or _recorded_history(home, wanted):
        return chain
    raise HistoryNotFoundError(wanted)


def _possible_histories(home: DataHome, wanted: str) -> Iterator[DeliveryHistory]:
    """Yield the chain that an edition tells of itself, then the beginnings of all others."""
    yield _own_history(home, wanted)
    yield _recorded_history(home, wanted)
    for other in home.known_ids():
        chain = readable_history(home, other)
        yield from (chain[:length] for length in range(len(chain), 0, -1))


def hashes_in(chain: DeliveryHistory) -> set[str]:
    """Collect the hashes of all filings of a chain."""
    return {sha256 for delivery in chain for sha256 in delivery.hashes}


def edition_id(chain: DeliveryHistory, plan: Plan) -> str:
    """Make the id of the edition of a chain: a hash of the deliveries, the plan, the reference
    tables, the reader's version and the queries that build and check. Names do not count."""
    made_from = [
        [
            [each.received_on.isoformat(), each.note, each.last_day.isoformat(), each.left_out]
            + [filing.sha256 for filing in each.filings]
            for each in chain
        ],
        repr(plan),
        READER_VERSION,
        build_rules_hash(),
    ]
    return _sha256(json.dumps(made_from, ensure_ascii=False).encode())[:ID_LETTERS]


def previous_id(chain: DeliveryHistory, plan: Plan) -> str | None:
    """Make the id of the edition without the newest delivery; None for the first edition."""
    return edition_id(chain[:-1], plan) if len(chain) > 1 else None


@cache
def build_rules_hash() -> str:
    """Hash the queries that build and check, and the reference tables."""
    names = [name for name in query.query_names() if name.startswith(("build/", "checks/"))]
    parts = [f"{name}\n{query.sql(name)}".encode() for name in names]
    parts += [
        file.name.encode() + b"\n" + file.read_bytes() for file in sorted(REFERENCE.glob("*.csv"))
    ]
    return _sha256(b"\0".join(parts))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
