"""What is typed by hand in each delivery: corrections, rows sent twice, and deliberate errors.

The errors are spoilt copies of rows that are delivered rightly elsewhere, so they show on the
quality pages and move no indicator. Every file typed by hand holds texts only.
"""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from milestones.synthetic import handwriting
from milestones.synthetic.calendar import NEVER
from milestones.synthetic.damages import DAMAGES, UNUSED_ENTERPRISE, Damage
from milestones.synthetic.deliveries import RECEIVED, of_days
from milestones.synthetic.draw import Ints, Mask, stream
from milestones.synthetic.handwriting import Row, Typed
from milestones.synthetic.register import Register
from milestones.synthetic.tables import Tables
from milestones.synthetic.transfers import UNKNOWN

PER_DELIVERY = 12
_SAMPLE = 40
_AMOUNTS, _STARS, _TITLES, _AGAIN = 40, 12, 5, 4


def few_rows(seed: int, delivery: int, name: str, table: pa.Table) -> list[Row]:
    """Some rows of a table, by lot."""
    rng = stream(seed, f"sample {delivery} {name}")
    count = min(_SAMPLE, len(table))
    chosen = rng.choice(len(table), size=count, replace=False)
    rows: list[Row] = table.take(np.sort(chosen)).to_pylist()
    return rows


def by_hand(
    register: Register,
    tables: Tables,
    brought: dict[str, Ints],
    delivery: int,
    sample: dict[str, list[Row]],
) -> dict[str, pa.Table]:
    """The files typed by hand for a delivery, by kind."""
    rows: dict[str, list[Typed]] = {}
    for kind, right in _corrections(register, tables, brought, delivery).items():
        rows.setdefault(kind, []).extend(
            handwriting.typed(row, form) for form, row in enumerate(right)
        )
    for turn, damage in enumerate(_damages(delivery)):
        if sample[damage.kind]:
            base = sample[damage.kind][turn % len(sample[damage.kind])]
            rows.setdefault(damage.kind, []).append(_spoilt(base, damage, turn, delivery))
    rows.setdefault("evaluations", []).extend(_contradiction(sample["evaluations"]))
    return {kind: handwriting.table(typed, list(sample[kind][0])) for kind, typed in rows.items()}


def _damages(delivery: int) -> list[Damage]:
    start = delivery * PER_DELIVERY
    return [DAMAGES[(start + turn) % len(DAMAGES)] for turn in range(PER_DELIVERY)]


def _spoilt(base: Row, damage: Damage, form: int, delivery: int) -> Typed:
    row = handwriting.typed(base, form)
    row[damage.field] = damage.write(base, RECEIVED[delivery])
    return row


def _contradiction(sample: list[Row]) -> list[Typed]:
    """One evaluation sent twice with different stars: neither can be believed."""
    if not sample:
        return []
    base = sample[-1] | {"enterprise": UNUSED_ENTERPRISE}
    return [handwriting.typed(base | {"stars": stars}, 0) for stars in (2, 4)]


def _corrections(
    register: Register, tables: Tables, brought: dict[str, Ints], delivery: int
) -> dict[str, list[Row]]:
    """Rows of earlier deliveries that are put right or sent again; none in the first delivery."""
    if delivery == 0:
        return {}
    rng = stream(register.seed, f"corrections {delivery}")
    transfers = register.transfers
    nameless = (brought["transfers"] < delivery) & (transfers.amount == UNKNOWN)
    priced = tables.transfers(_some(rng, nameless, register.size(_AMOUNTS) + 2)).to_pylist()
    graded = (brought["assessments"] < delivery) & (tables.rows.stars > 0)
    wrong = min(_STARS, 1 + register.size.patents // 2_000)
    assessed: list[Row] = tables.assessments(_some(rng, graded, wrong + _AGAIN)).to_pylist()
    settled = (register.lapsed_on == NEVER) & (of_days(register.patents.granted_on) < delivery)
    settled[tables.co_held] = False
    chosen = _some(rng, settled, _TITLES + 2)
    patents: list[Row] = tables.patents(chosen, delivery).to_pylist()
    return {
        "transfers": [row | {"amount_cny": int(rng.integers(1, 80)) * 10_000} for row in priced],
        "assessments": [*map(_regraded, assessed[_AGAIN:]), *assessed[:_AGAIN]],
        "patents": _retitled(patents[:_TITLES]) + _doubtful(patents[_TITLES:]),
    }


def _some(rng: np.random.Generator, mask: Mask, count: int) -> Ints:
    members = np.flatnonzero(mask)
    return np.sort(rng.choice(members, size=min(count, len(members)), replace=False))


def _regraded(row: Row) -> Row:
    stars = row["stars"]
    assert isinstance(stars, int)
    return row | {"stars": stars - 1 if stars > 2 else stars + 1}


def _retitled(rows: list[Row]) -> list[Row]:
    return [row | {"title": f"{row['title']}（更正）"} for row in rows]


def _doubtful(rows: list[Row]) -> list[Row]:
    """Rows that are accepted with a warning: a wrong kind, a filing year that does not fit."""
    doubts: list[Row] = []
    for turn, row in enumerate(rows):
        filed = row["filed_on"]
        assert isinstance(filed, date)
        wrong: Row = {"filed_on": filed - timedelta(days=366)}
        if turn == 0:
            wrong = {"kind": "design" if row["kind"] != "design" else "invention"}
        doubts.append(row | wrong)
    return doubts
