"""What an edition is made from: an ordered chain of deliveries, and the hash that names it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

import duckdb

from milestones import query
from milestones.calendar import last_month_end
from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.plan import PLANS, Plan

REFERENCE = PLANS.parent / "reference"
READER_VERSION = 4
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


def readable_history(home: DataHome, edition_id: str | None) -> DeliveryHistory:
    """List the deliveries of an edition, none where there is no such edition or it is damaged."""
    if edition_id is None:
        return ()
    try:
        with Edition(home.file_of(edition_id)) as edition:
            return delivery_history_of(edition)
    except (EditionNotFoundError, EditionUnreadableError, duckdb.Error):
        return ()


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
