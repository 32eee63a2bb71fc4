"""Cells of workbooks as text."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.filings.workbook import cell_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4111010001.0, "4111010001"),
        (201610895413.4, "201610895413.4"),
        (12.5, "12.5"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (0.00001, "0.00001"),
        (float("nan"), None),
        (7, "7"),
        (True, "true"),
        (False, "false"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1, 12, 30), "2024-03-01 12:30:00"),
        (time(12, 30), "12:30:00"),
        ("", None),
        (None, None),
        (" 是 ", " 是 "),
        ("1.0", "1.0"),
    ],
)
def test_a_cell_is_written_as_its_people_would(value, text):
    assert cell_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value_and_has_no_exponent(value):
    text = cell_text(value)
    assert "e" not in text and not text.endswith(".0")
    assert float(Decimal(text)) == value
