"""A cell of a workbook as text."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isnan

CellValue = int | float | str | bool | date | datetime | time | timedelta | None


def text_of(value: CellValue) -> str | None:
    """The text of a cell, None if it is empty.

    Text stays as it is; whole numbers have no `.0`, others their shortest exact form without an
    exponent; dates are ISO, with the time only where it is not midnight; true and false.
    """
    if isinstance(value, str):
        return value or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _text_of_float(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _text_of_float(value: float) -> str | None:
    if isnan(value):
        return None
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text
