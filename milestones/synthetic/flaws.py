"""What is typed by hand in each delivery: corrections, rows sent twice, and deliberate errors.

The errors are spoilt copies of rows that are delivered rightly elsewhere, so they show on the
quality pages and move no indicator. Every file typed by hand holds texts only.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from milestones.synthetic.filings import RECEIVED, Filings
from milestones.synthetic.sampling import LAST_DAY, Ints, Mask, stream

Row = dict[str, Any]
Typed = dict[str, str | None]
Spoil = Callable[[Row, date], str | None]
"""Gives a wrong cell from the right row and the day of receipt."""

_PER_DELIVERY = 12
_SAMPLE = 40
_AMOUNTS, _STARS, _TITLES, _AGAIN = 40, 12, 5, 4
_UNUSED_ENTERPRISE = "示范企业 00000"
# A sound number with a serial between the real ones and the invented ones.
_UNKNOWN_PATENT = "200914500001.7"
_SIGNS = "0123456789X"
_YES_NO_FORMS = (("是", "否"), ("Y", "N"), ("有", "无"))
_DATE_FORMS = (
    "{0:%Y-%m-%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month:02d}.{0.day:02d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y%m%d}",
)


def _wrong_check(row: Row, received: date) -> str:
    number = str(row["application_no"])
    return number[:-1] + _SIGNS[(_SIGNS.index(number[-1]) + 1) % 11]


def _one_digit_short(row: Row, received: date) -> str:
    number = str(row["application_no"])
    return number[:6] + number[7:]


def _moved(field: str, days: int) -> Spoil:
    def spoil(row: Row, received: date) -> str | None:
        return (row[field] + timedelta(days=days)).isoformat() if row[field] else None

    return spoil


def _after_receipt(row: Row, received: date) -> str:
    return (received + timedelta(days=40)).isoformat()


def _wrong_credit_code(row: Row, received: date) -> str:
    code = str(row["credit_code"])
    return code[:-1] + ("0" if code[-1] != "0" else "1")


# The deliberate errors: which cell of which kind of filing is spoilt, and how.
_ERRORS: tuple[tuple[str, str, str | Spoil | None], ...] = (
    ("patents", "application_no", _wrong_check),
    ("assessments", "stars", "6"),
    ("transfers", "amount_cny", "-50,000"),
    ("assessments", "assessed_on", _after_receipt),
    ("patents", "institution_id", "9999999999"),
    ("evaluations", "enterprise_province", "江浙沪"),
    ("products", "industrialized_on", "2024-13-01"),
    ("assessments", "application_no", _UNKNOWN_PATENT),
    ("transfers", "mode", "质押"),
    ("returns", "due", "-3"),
    ("institutions", "province", "江浙"),
    ("patents", "granted_on", "2023-02-30"),
    ("assessments", "convertible", "也许"),
    ("assessments", "maturity", "12"),
    ("patents", "granted_on", _moved("filed_on", -30)),
    ("evaluations", "stars", "0"),
    ("transfers", "recorded_on", "1984-05-01"),
    ("institutions", "credit_code", _wrong_credit_code),
    ("patents", "lapsed_on", _moved("granted_on", -365)),
    ("evaluations", "application_no", _wrong_check),
    ("assessments", "willingness", "质押"),
    ("products", "revenue_cny", "约五十万"),
    ("patents", "application_no", _one_digit_short),
    ("returns", "period", "2024-15"),
    ("evaluations", "enterprise", None),
    ("patents", "granted_on", None),
    ("transfers", "application_no", _UNKNOWN_PATENT),
    ("patents", "application_no", "CN199999999A"),
    ("assessments", "assessed_on", "2024.02.31"),
    ("institutions", "kind", "中学"),
)


def sample_rows(seed: int, delivery: int, name: str, table: pa.Table) -> list[Row]:
    """Draw some rows of a table, to be spoilt."""
    rng = stream(seed, f"sample {delivery} {name}")
    count = min(_SAMPLE, len(table))
    chosen = rng.choice(len(table), size=count, replace=False)
    rows: list[Row] = table.take(np.sort(chosen)).to_pylist()
    return rows


def by_hand(filings: Filings, delivery: int, sample: dict[str, list[Row]]) -> dict[str, pa.Table]:
    """Give the files typed by hand for a delivery, by kind."""
    typed: dict[str, list[Typed]] = {}
    for kind, rows in _corrections(filings, delivery).items():
        typed[kind] = [_typed(row, form) for form, row in enumerate(rows)]
    for turn in range(_PER_DELIVERY):
        kind, field, spoil = _ERRORS[(delivery * _PER_DELIVERY + turn) % len(_ERRORS)]
        if sample[kind]:
            row = sample[kind][turn % len(sample[kind])]
            wrong = spoil(row, RECEIVED[delivery]) if callable(spoil) else spoil
            typed.setdefault(kind, []).append(_typed(row, turn) | {field: wrong})
    typed.setdefault("evaluations", []).extend(_contradiction(sample["evaluations"]))
    return {kind: _table(rows, list(sample[kind][0])) for kind, rows in typed.items()}


def _contradiction(sample: list[Row]) -> list[Typed]:
    """Send one evaluation twice with different stars: neither can be believed."""
    return [
        _typed(row | {"enterprise": _UNUSED_ENTERPRISE, "stars": stars}, 0)
        for row in sample[-1:]
        for stars in (2, 4)
    ]


def _corrections(filings: Filings, delivery: int) -> dict[str, list[Row]]:
    """Put rows of earlier deliveries right or send them again; none in the first delivery."""
    if delivery == 0:
        return {}
    register = filings.register
    size, rng = register.institutions.size, stream(register.seed, f"corrections {delivery}")
    facts = register.facts
    earlier = {kind: brought < delivery for kind, brought in filings.brought.items()}
    unpriced = earlier["transfers"] & (facts["transfers"]["amount_cny"].to_numpy() == -1)
    priced = filings.facts("transfers", _some(rng, unpriced, size(_AMOUNTS) + 2)).to_pylist()
    graded = earlier["assessments"] & (facts["assessments"]["stars"].to_numpy() > 0)
    wrong = min(_STARS, 1 + size.patents // 2_000)
    assessed = filings.facts("assessments", _some(rng, graded, wrong + _AGAIN)).to_pylist()
    settled = (register.lapsed_on > LAST_DAY) & (filings.granted_in < delivery)
    settled[filings.co_held] = False
    patents = filings.patents(_some(rng, settled, _TITLES + 2), delivery).to_pylist()
    return {
        "transfers": [row | {"amount_cny": int(rng.integers(1, 80)) * 10_000} for row in priced],
        "assessments": [*map(_regraded, assessed[_AGAIN:]), *assessed[:_AGAIN]],
        "patents": [*map(_retitled, patents[:_TITLES]), *_doubtful(*patents[_TITLES:])],
    }


def _some(rng: Generator, mask: Mask, count: int) -> Ints:
    members = np.flatnonzero(mask)
    return np.sort(rng.choice(members, size=min(count, len(members)), replace=False))


def _regraded(row: Row) -> Row:
    return row | {"stars": row["stars"] + (-1 if row["stars"] > 2 else 1)}


def _retitled(row: Row) -> Row:
    return row | {"title": f"{row['title']}（更正）"}


def _doubtful(one: Row, other: Row) -> list[Row]:
    """Give rows that are accepted with a warning: a wrong kind, a filing year that does not fit."""
    kind = "design" if one["kind"] != "design" else "invention"
    return [one | {"kind": kind}, other | {"filed_on": other["filed_on"] - timedelta(days=366)}]


def _typed(row: Row, form: int) -> Typed:
    """Give a row as somebody types it; `form` chooses how dates and yes/no are written."""
    return {field: _cell(value, form) for field, value in row.items()}


def _cell(value: Any, form: int) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return _YES_NO_FORMS[form % len(_YES_NO_FORMS)][not value]
    if isinstance(value, date):
        return _DATE_FORMS[form % len(_DATE_FORMS)].format(value)
    if isinstance(value, int) and value >= 10_000:
        return f"{value:,}"
    return str(value)


def _table(rows: list[Typed], fields: list[str]) -> pa.Table:
    """Give typed rows as a table of texts with these columns."""
    return pa.table(
        {field: pa.array([row.get(field) for row in rows], pa.string()) for field in fields}
    )
