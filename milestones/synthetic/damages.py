"""The deliberate errors: which cell of which kind of filing is spoilt, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from milestones.synthetic.handwriting import Row

UNUSED_ENTERPRISE = "示范企业 00000"
_SIGNS = "0123456789X"


@dataclass(frozen=True)
class Damage:
    """Writes a wrong cell from the right row and the day of receipt."""

    kind: str
    field: str
    write: Callable[[Row, date], str | None]


def _always(text: str | None) -> Callable[[Row, date], str | None]:
    return lambda row, received: text


def _wrong_check(row: Row, received: date) -> str:
    number = str(row["application_no"])
    return number[:-1] + _SIGNS[(_SIGNS.index(number[-1]) + 1) % 11]


def _one_digit_short(row: Row, received: date) -> str:
    number = str(row["application_no"])
    return number[:6] + number[7:]


def _unknown_patent(row: Row, received: date) -> str:
    """A sound number with a serial between the real ones and the invented ones."""
    return "200914500001.7"


def _moved(field: str, days: int) -> Callable[[Row, date], str | None]:
    def write(row: Row, received: date) -> str | None:
        day = row[field]
        return (day + timedelta(days=days)).isoformat() if isinstance(day, date) else None

    return write


def _after_receipt(row: Row, received: date) -> str:
    return (received + timedelta(days=40)).isoformat()


def _wrong_credit_code(row: Row, received: date) -> str:
    code = str(row["credit_code"])
    return code[:-1] + ("0" if code[-1] != "0" else "1")


DAMAGES = (
    Damage("patents", "application_no", _wrong_check),
    Damage("assessments", "stars", _always("6")),
    Damage("transfers", "amount_cny", _always("-50,000")),
    Damage("assessments", "assessed_on", _after_receipt),
    Damage("patents", "institution_id", _always("9999999999")),
    Damage("evaluations", "enterprise_province", _always("江浙沪")),
    Damage("products", "industrialized_on", _always("2024-13-01")),
    Damage("assessments", "application_no", _unknown_patent),
    Damage("transfers", "mode", _always("质押")),
    Damage("returns", "due", _always("-3")),
    Damage("institutions", "province", _always("江浙")),
    Damage("patents", "granted_on", _always("2023-02-30")),
    Damage("assessments", "convertible", _always("也许")),
    Damage("assessments", "maturity", _always("12")),
    Damage("patents", "granted_on", _moved("filed_on", -30)),
    Damage("evaluations", "stars", _always("0")),
    Damage("transfers", "recorded_on", _always("1984-05-01")),
    Damage("institutions", "credit_code", _wrong_credit_code),
    Damage("patents", "lapsed_on", _moved("granted_on", -365)),
    Damage("evaluations", "application_no", _wrong_check),
    Damage("assessments", "willingness", _always("质押")),
    Damage("products", "revenue_cny", _always("约五十万")),
    Damage("patents", "application_no", _one_digit_short),
    Damage("returns", "period", _always("2024-15")),
    Damage("evaluations", "enterprise", _always(None)),
    Damage("patents", "granted_on", _always(None)),
    Damage("transfers", "application_no", _unknown_patent),
    Damage("patents", "application_no", _always("CN199999999A")),
    Damage("assessments", "assessed_on", _always("2024.02.31")),
    Damage("institutions", "kind", _always("中学")),
)
