"""A file as delivered → its kind, the columns it has, and the text of its cells."""

import csv
import hashlib
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as parquet
from python_calamine import CalamineWorkbook

from .kinds import KINDS, Kind, plain

Grid = list[tuple[int, list[str | None]]]
MOE_HEADER = {plain(word) for word in ("学校名称", "学校标识码", "主管部门")}
MOE_COLUMNS = {"学校名称": "name", "学校标识码": "institution_id", "主管部门": "department"}
MOE_SECTION = re.compile(r"(.+?)[（(](\d+)所[）)]")


class NotRecognized(Exception):
    """No row of the file is the header of a known kind."""


@dataclass
class Table:
    """The rows of one file: (row number as Excel shows it, text by column name)."""

    path: Path
    kind: Kind
    columns: tuple[str, ...]
    factors: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, dict[str, str | None]]] = field(default_factory=list)
    sha256: str = ""


def read(path: Path) -> Table:
    """The file's rows; title rows, header, section rows and blank rows are not among them."""
    grid = [line for line in cells(path) if any(cell and cell.strip() for cell in line[1])]
    for place, (_, header) in enumerate(grid):
        table = recognized(path, [plain(cell or "") for cell in header], grid[place + 1 :])
        if table:
            table.sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            return table
    raise NotRecognized(str(path))


def cells(path: Path) -> Grid:
    """Every row of the file with its number; the content decides how it is opened."""
    start = path.read_bytes()[:8]
    if start.startswith(b"PAR1"):
        return parquet_cells(path)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
        return [(number, [text(cell) for cell in row]) for number, row in enumerate(rows, 1)]
    return csv_cells(path.read_bytes())


def csv_cells(data: bytes) -> Grid:
    """Rows of a CSV; a quoted line break does not begin a new one."""
    try:
        decoded = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = data.decode("gb18030")
    rows = csv.reader(io.StringIO(decoded, newline=""))
    return [(number, list(row)) for number, row in enumerate(rows, 1)]


def parquet_cells(path: Path) -> Grid:
    """Rows of a Parquet file, numbered as if its column names stood in row 1."""
    table = parquet.read_table(path)
    columns = [[text(cell) for cell in column.to_pylist()] for column in table.columns]
    rows = [(number, list(row)) for number, row in enumerate(zip(*columns, strict=True), 2)]
    return [(1, list(table.column_names)), *rows]


def text(cell: object) -> str | None:
    """A cell as a person would type it: no time of day, no .0, no capital True."""
    if cell is None or cell != cell:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def recognized(path: Path, header: list[str], below: Grid) -> Table | None:
    """The table under this row if it is a header: of the kind with the most columns in it."""
    best: Table | None = None
    for kind in KINDS:
        places = {}
        for column in kind.columns:
            for name, factor in column.headers().items():
                if name in header:
                    places[column.name] = (header.index(name), factor)
        if kind.required() <= set(places) and (not best or len(places) > len(best.columns)):
            best = Table(path, kind, tuple(places), {name: f for name, (_, f) in places.items()})
            best.rows = [(n, {c: at(row, p) for c, (p, _) in places.items()}) for n, row in below]
    if not best and set(header) >= MOE_HEADER:
        best = ministry_list(path, header, below)
    return best


def ministry_list(path: Path, header: list[str], below: Grid) -> Table:
    """The Ministry of Education's list: the province stands in section rows."""
    columns = ("institution_id", "name", "kind", "province", "department")
    table = Table(path, KINDS[0], columns, dict.fromkeys(columns, 1))
    province: str | None = None
    for number, row in below:
        filled = [cell for cell in row if cell and cell.strip()]
        section = MOE_SECTION.fullmatch(filled[0].strip()) if len(filled) == 1 else None
        if section:
            province = section[1]
            continue
        found = {name: at(row, header.index(plain(word))) for word, name in MOE_COLUMNS.items()}
        table.rows.append((number, {**found, "kind": "university", "province": province}))
    return table


def at(row: list[str | None], place: int) -> str | None:
    """The cell at a place of a row that may be too short."""
    return row[place] if place < len(row) else None
