"""Readings: what the cells of a filing were understood as, kept beside the archive.

To read a filing is most of the work of a build, and its result never changes as long as the
rules of reading do not. A reading can be thrown away at any time: the next build reads again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import duckdb
from duckdb import ColumnExpression, ConstantExpression, StarExpression

from milestones import query
from milestones.editions.deliveries import READER_VERSION, REFERENCE
from milestones.editions.inputs import Source

FORMS = ("forms", "numbers")
KEY_LENGTH = 16


def kept(source: Source, folder: Path) -> Path:
    """Where the reading of a filing lies or would lie, under the rules of today."""
    rules = rules_hash(source.filing.kind.key)
    return folder / f"{source.sha256}.{rules}.parquet"


@cache
def rules_hash(kind: str) -> str:
    """Hash what decides how the cells of a kind are understood."""
    texts = [query.text(f"build/{name}") for name in (*FORMS, f"delivered_{kind}")]
    texts += [(REFERENCE / "province_forms.csv").read_text(encoding="utf-8"), str(READER_VERSION)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:KEY_LENGTH]


def take(connection: duckdb.DuckDBPyConnection, source: Source, folder: Path) -> None:
    """Add the rows of a kept reading to those delivered of its kind."""
    filing_no = ConstantExpression(source.filing_no).cast("integer").alias("filing_no")
    rows = connection.read_parquet(str(kept(source, folder)))
    rows.select(filing_no, StarExpression()).insert_into(_table(source))


def keep(connection: duckdb.DuckDBPyConnection, source: Source, folder: Path) -> Path:
    """Write the rows of a filing that was just read to a file, and say where it lies."""
    file = kept(source, folder)
    is_of_it = ColumnExpression("filing_no") == ConstantExpression(source.filing_no)
    rows = connection.table(_table(source)).filter(is_of_it)
    rows.select(StarExpression(exclude=["filing_no"])).write_parquet(str(file))
    return file


def move(made: Iterable[Path], folder: Path) -> None:
    """Let new readings take the place of those made under other rules."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in made:
        for older in folder.glob(f"{file.name.partition('.')[0]}.*"):
            older.unlink()
        file.replace(folder / file.name)


def _table(source: Source) -> str:
    return f"delivered_{source.filing.kind.key}"
