"""Fixtures of the reader's tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filing_files import Reading, Rows, write

from milestones.filings.remarks import FilingRefused


@pytest.fixture
def read() -> Callable[[Path], Reading]:
    return Reading


@pytest.fixture
def refusal() -> Callable[[Path], FilingRefused]:
    """The refusal of a file, whether it comes with the header or further down."""

    def refuse(path: Path) -> FilingRefused:
        with pytest.raises(FilingRefused) as refused:
            Reading(path)
        return refused.value

    return refuse


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str, Rows], Path]:
    return lambda form, rows: write(tmp_path, form, rows)
