"""A workbook with one stray cell far away, which the workbook reader could not hold in memory."""

import re
from functools import reduce
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from milestones.filings.remarks import FilingRefused

MOST_CELLS = 50_000_000
"""The workbook reader holds a sheet as one full rectangle, empty cells too."""
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')


def refuse_far_cells(path: Path) -> None:
    """Raise FilingRefused for an .xlsx sheet whose used area is far larger than any filing."""
    if not is_zipfile(path):
        return
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as sheet:
                    _refuse_far_cell(_DIMENSION.search(sheet.read(2048)))


def _refuse_far_cell(dimension: re.Match[bytes] | None) -> None:
    if dimension is None:
        return
    letters, rows = dimension[1].decode(), int(dimension[2])
    width = reduce(lambda total, letter: total * 26 + ord(letter) - ord("A") + 1, letters, 0)
    if width * rows > MOST_CELLS:
        raise FilingRefused("far_cells", cell=f"{letters}{rows}")
