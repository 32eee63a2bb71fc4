"""Registers made once for all tests: a small one and, for the calibration, the full one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from milestones.synthetic import Delivery, generate

from . import truth


@dataclass(frozen=True)
class Made:
    """A generated register: its deliveries and the database that their files make."""

    patents: int
    deliveries: list[Delivery]
    database: duckdb.DuckDBPyConnection


def _make(folder: Path, patents: int) -> Iterator[Made]:
    deliveries = generate(folder, patents)
    database = truth.read(deliveries)
    yield Made(patents, deliveries, database)
    database.close()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """20,000 patents due."""
    yield from _make(tmp_path_factory.mktemp("small"), 20_000)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """1,349,000 patents due."""
    yield from _make(tmp_path_factory.mktemp("full"), 1_349_000)
