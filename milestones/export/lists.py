"""Rows as CSV for people: below lines that say what they are, in UTF-8 with BOM."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from milestones.export.cells import Cell, written

BOM = "\ufeff"


def list_csv(lines: Iterable[str], header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a list that is no figure: the rows of a search, below what was asked.

    Text is never a formula, days are ISO 8601, numbers have all digits, unknown is empty.
    """
    return csv_of(lines, header, ([written(cell, "text") for cell in row] for row in rows))


def csv_of(lines: Iterable[str], header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Write rows of written cells below lines that begin with #, each of them one line."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([f"# {' '.join(line.split())}".rstrip()])
    writer.writerow(header)
    writer.writerows(rows)
    return f"{BOM}{text.getvalue()}".encode()
