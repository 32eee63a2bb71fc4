"""A list that is no figure as CSV: the rows of a search, with what was asked above them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from milestones.export.cells import Cell, written
from milestones.export.tabular import BOM


def list_csv(lines: Iterable[str], header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows as CSV in UTF-8 with BOM, below lines that begin with #.

    Text is never a formula, days are ISO 8601, numbers have all digits, unknown is empty.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([f"# {' '.join(line.split())}".rstrip()])
    writer.writerow(header)
    for row in rows:
        writer.writerow([written(cell, "text") for cell in row])
    return f"{BOM}{text.getvalue()}".encode()
