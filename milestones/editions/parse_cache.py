"""Readings: what the cells of a filing were understood as, kept beside the archive.

To read a filing is most of the work of a build, and its result never changes as long as the
rules of reading do not. A reading can be thrown away at any time: the next build reads again. The
name of a reading ends in a hash of the rest of the name and of its bytes; one that is cut, changed
or of another filing is not used.

Beside the reading of a filing that mostly says what was known lie the rows of it that say
something new to the edition which its delivery made: later editions need no others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, reduce
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import ColumnExpression, ConstantExpression, StarExpression

from milestones import query
from milestones.editions.deliveries import READER_VERSION, REFERENCE
from milestones.editions.inputs import Source
from milestones.filings.files import file_digest
from milestones.filings.kinds import FILING_KINDS
from milestones.filings.parquet import ROW_NUMBER, scan_parquet

CELL_FORMS = ("forms", "numbers")
KEY_LETTERS = 16
SEAL_LETTERS = 32
LARGE_FILE_BYTES = 1_000_000
"""Filings from this size on are written once, as readings, and used from there. What is
smaller is gathered in a table first: each file that a query opens costs it some time."""


def cache_name(source: Source) -> str:
    """Give how the name of a filing's reading begins, under the rules of today; they say too which
    of its columns is which."""
    filing = source.filing
    how = (reading_rules_hash(filing.kind.key), filing.sheet, filing.encoding, filing.delimiter)
    rules = hashlib.sha256(repr((*how, filing.header.layout)).encode()).hexdigest()
    return f"{source.sha256}.{rules[:KEY_LETTERS]}"


def reading_names(sources: Iterable[Source]) -> dict[str, int]:
    """Give the numbers of filings by the names of their readings."""
    return {cache_name(source): source.filing_no for source in sources}


def find_cached(wanted: Mapping[str, int], folder: Path) -> dict[int, Path]:
    """Find the readings of these names that lie in a folder, whole, by the number of the filing."""
    found = {}
    for file in folder.glob("*.parquet"):
        name = _unsealed(file)
        with suppress(OSError):
            if name in wanted and file.name == sealed_name(name, file):
                found[wanted[name]] = file
    return found


def damaged_readings(folder: Path) -> Iterator[Path]:
    """Yield the readings of a folder that are not as they were written."""
    for file in sorted(folder.glob("*.parquet")):
        if file.name != sealed_name(_unsealed(file), file):
            yield file


def sealed_name(name: str, file: Path) -> str:
    """Give the name of a reading of these bytes, so that they are no other filing's."""
    seal = hashlib.sha256(f"{name}.{file_digest(file)}".encode()).hexdigest()
    return f"{name}.{seal[:SEAL_LETTERS]}.parquet"


@cache
def reading_rules_hash(kind: str) -> str:
    """Hash what decides how the cells of a kind are understood."""
    texts = [query.sql(f"build/{name}") for name in (*CELL_FORMS, f"delivered_{kind}")]
    texts += [(REFERENCE / "province_forms.csv").read_text(encoding="utf-8"), str(READER_VERSION)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def deliver_rows(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    kept: Mapping[int, Path],
    beside: Path,
) -> list[Path]:
    """Give each kind its rows as understood, `fresh_`, from the readings `kept`.

    Filings without one are read; their readings are written to the folder `beside`, and given.
    """
    made: list[Path] = []
    for kind in FILING_KINDS:
        of_kind = [source for source in sources if source.filing.kind == kind]
        to_read = [source for source in of_kind if source.filing_no not in kept]
        if to_read:
            connection.execute(query.sql(f"build/delivered_{kind.key}"))
            _gather(connection, kind.key, [source for source in to_read if _is_large(source)])
        else:
            _gather_none(connection, kind.key)
        new = {source.filing_no: _write_reading(connection, source, beside) for source in to_read}
        parts = [connection.table(f"gathered_{kind.key}")]
        for source in of_kind:
            number = source.filing_no
            if _is_large(source):
                parts.append(scan_rows(connection, number, new.get(number) or kept[number]))
            elif number in kept:
                scan_rows(connection, number, kept[number]).insert_into(f"gathered_{kind.key}")
        reduce(duckdb.DuckDBPyRelation.union, parts).create_view(f"fresh_{kind.key}")
        made += new.values()
    return made


def _is_large(source: Source) -> bool:
    return source.filing.path.stat().st_size >= LARGE_FILE_BYTES


def _gather(connection: duckdb.DuckDBPyConnection, kind: str, large: Sequence[Source]) -> None:
    """Read the filings of a kind but the large ones into its table."""
    rows = connection.view(f"understood_{kind}")
    for source in large:
        rows = rows.filter(ColumnExpression("filing_no") != ConstantExpression(source.filing_no))
    rows.create(f"gathered_{kind}")


def _gather_none(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Make the table of a kind of which no filing is to be read."""
    if kind not in _columns_without_filing:
        connection.execute(query.sql(f"build/delivered_{kind}"))
        found = connection.execute(query.sql("build/columns_understood"), {"kind": kind})
        _columns_without_filing[kind] = dict(found.fetchall())
    columns = _columns_without_filing[kind].items()
    nothing = [ConstantExpression(None).cast(type_).alias(name) for name, type_ in columns]
    connection.from_arrow(_NO_ROWS).select(*nothing).create(f"gathered_{kind}")


_NO_ROWS = pa.table({"none": pa.nulls(0)})
_columns_without_filing: dict[str, dict[str, str]] = {}
"""The types of a kind's columns where none is to be read: to find them costs a small build a
third of its time, and they are always the same."""


def scan_rows(
    connection: duckdb.DuckDBPyConnection, filing_no: int, file: Path
) -> duckdb.DuckDBPyRelation:
    """Give the rows of a reading, with the number that its filing has in this build."""
    number = ConstantExpression(filing_no).cast("integer").alias("filing_no")
    return scan_parquet(connection, file).select(number, StarExpression(exclude=[ROW_NUMBER]))


def _write_reading(connection: duckdb.DuckDBPyConnection, source: Source, folder: Path) -> Path:
    """Write the rows of a filing to a file, and say where it lies."""
    file = folder / f"{source.filing_no}.parquet"
    step = "understood" if _is_large(source) else "gathered"
    is_of_it = ColumnExpression("filing_no") == ConstantExpression(source.filing_no)
    rows = connection.table(f"{step}_{source.filing.kind.key}").filter(is_of_it)
    rows.select(StarExpression(exclude=["filing_no"])).write_parquet(str(file))
    return file.replace(file.with_name(sealed_name(cache_name(source), file)))


def write_changed_rows(
    connection: duckdb.DuckDBPyConnection,
    sources: Iterable[Source],
    edition_id: str,
    folder: Path,
) -> Iterator[Path]:
    """Write what filings say that the edition before did not, where that is not all; gives the
    files."""
    needless = connection.view("needless_rows")
    remembered = connection.table("remembered_patents")
    for source in sources:
        is_of_it = ColumnExpression("filing_no") == ConstantExpression(source.filing_no)
        if not needless.filter(is_of_it).limit(1).fetchall():
            continue
        rows = connection.view(f"fresh_{source.filing.kind.key}").filter(is_of_it)
        file = folder / f"{source.filing_no}.changed.parquet"
        changed = rows.join(remembered, "patent_key", how="semi")
        changed = changed.union(rows.filter(ColumnExpression("patent_key").isnull()))
        changed.select(StarExpression(exclude=["filing_no"])).write_parquet(str(file))
        name = changed_name(cache_name(source), edition_id)
        yield file.replace(file.with_name(sealed_name(name, file)))


def changed_name(reading: str, edition_id: str) -> str:
    """Give how the name begins of the rows of a reading that were new to an edition."""
    return f"{reading}.{edition_id}"


def clear_outdated(made: Iterable[Path], folder: Path) -> None:
    """Remove what is kept of the same filings under other rules, and what was made anew."""
    kept = {file.name: _unsealed(file) for file in made}
    readings = {name for name in kept.values() if _reading_of(name) == name}
    read = {name.partition(".")[0] for name in readings}
    for sha256 in {name.partition(".")[0] for name in kept}:
        for other in folder.glob(f"{sha256}.*"):
            name = _unsealed(other)
            is_of_today = sha256 not in read or _reading_of(name) in readings
            if other.name not in kept and (name in kept.values() or not is_of_today):
                other.unlink()


def _unsealed(file: Path) -> str:
    return file.name.rsplit(".", 2)[0]


def _reading_of(name: str) -> str:
    return ".".join(name.split(".")[:2])
