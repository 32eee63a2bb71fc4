"""Readings: what the cells of a filing were understood as, kept beside the archive.

To read a filing is most of the work of a build, and its result never changes as long as the
rules of reading do not. A reading can be thrown away at any time: the next build reads again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from functools import cache, reduce
from pathlib import Path

import duckdb
from duckdb import ColumnExpression, ConstantExpression, StarExpression

from milestones import query
from milestones.editions.deliveries import READER_VERSION, REFERENCE
from milestones.editions.inputs import Source
from milestones.filings.kinds import KINDS
from milestones.filings.parquet import ROW_NUMBER, scan

FORMS = ("forms", "numbers")
KEY_LENGTH = 16
LARGE = 1_000_000
"""Filings from this size in bytes on are written once, as readings, and used from there. What is
smaller is gathered in a table first: each file that a query opens costs it some time."""


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


def deliver(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    unread: Collection[int],
    folder: Path,
    beside: Path,
) -> list[Path]:
    """Give each kind its rows as understood, `delivered_`, from the readings kept in `folder`.

    Filings of the numbers `unread` have none there: they are read, and their readings written to
    the folder `beside`. Gives those.
    """
    made: list[Path] = []
    for kind in KINDS:
        of_kind = [source for source in sources if source.filing.kind is kind]
        to_read = [source for source in of_kind if source.filing_no in unread]
        _gather(connection, kind.key, [source for source in to_read if _is_large(source)])
        new = {source.filing_no: _keep(connection, source, beside) for source in to_read}
        parts = [connection.table(f"gathered_{kind.key}")]
        for source in of_kind:
            file = new.get(source.filing_no, kept(source, folder))
            if _is_large(source):
                parts.append(_rows(connection, source, file))
            elif source.filing_no not in new:
                _rows(connection, source, file).insert_into(f"gathered_{kind.key}")
        reduce(duckdb.DuckDBPyRelation.union, parts).create_view(f"delivered_{kind.key}")
        made += new.values()
    return made


def _is_large(source: Source) -> bool:
    return source.filing.path.stat().st_size >= LARGE


def _gather(connection: duckdb.DuckDBPyConnection, kind: str, large: Sequence[Source]) -> None:
    """Read the filings of a kind but the large ones into its table; it is there without any."""
    rows = connection.view(f"understood_{kind}")
    for source in large:
        rows = rows.filter(ColumnExpression("filing_no") != ConstantExpression(source.filing_no))
    rows.create(f"gathered_{kind}")


def _rows(
    connection: duckdb.DuckDBPyConnection, source: Source, file: Path
) -> duckdb.DuckDBPyRelation:
    """The rows of a reading, with the number that its filing has in this build."""
    filing_no = ConstantExpression(source.filing_no).cast("integer").alias("filing_no")
    return scan(connection, file).select(filing_no, StarExpression(exclude=[ROW_NUMBER]))


def _keep(connection: duckdb.DuckDBPyConnection, source: Source, folder: Path) -> Path:
    """Write the rows of a filing to a file, and say where it lies."""
    file = kept(source, folder)
    step = "understood" if _is_large(source) else "gathered"
    is_of_it = ColumnExpression("filing_no") == ConstantExpression(source.filing_no)
    rows = connection.table(f"{step}_{source.filing.kind.key}").filter(is_of_it)
    rows.select(StarExpression(exclude=["filing_no"])).write_parquet(str(file))
    return file


def move(made: Iterable[Path], folder: Path) -> None:
    """Let new readings take the place of those made under other rules."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in made:
        for older in folder.glob(f"{file.name.partition('.')[0]}.*"):
            older.unlink()
        file.replace(folder / file.name)
