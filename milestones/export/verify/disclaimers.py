"""The mark of a file: what the edition must say, and then words of whoever made the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from milestones.export.figure_export import FigureExport
from milestones.export.verify.expected import placed
from milestones.export.verify.office_deck import SHOWN
from milestones.export.verify.reading import Reading
from milestones.export.workbooks.names import DEFINITIONS, name_of

MARK_LINE = 4
"""The row of a CSV that says the mark."""


def marked(reading: Reading, sheets: Sequence[FigureExport]) -> tuple[list[FigureExport], str]:
    """Put behind the marks of sheets what a file says there, and give that too.

    A classification is in no stamp, so no edition can tell it. It stands behind the mark of
    every figure of the file, and never instead of one.
    """
    there = placed(reading, sheets).values() if reading.kind == "pptx" else sheets
    told = {text for sheet in sheets for text in _marks(reading, sheet)}
    found = sorted({word for sheet in there for word in _behind(told, sheet)}, key=len)
    words = next((word for word in found if _is_everywhere(word, told, there)), "")
    return [replace(sheet, mark=_joined(sheet.mark, words)) for sheet in sheets], words


def _is_everywhere(word: str, told: Collection[str], sheets: Iterable[FigureExport]) -> bool:
    return all(_joined(sheet.mark, word) in told for sheet in sheets)


def _behind(told: Iterable[str], sheet: FigureExport) -> Iterator[str]:
    start = f"{sheet.mark} · " if sheet.mark else ""
    yield from (text.removeprefix(start) for text in told if text.startswith(start) and text)


def _joined(mark: str, word: str) -> str:
    return " · ".join(part for part in (mark, word) if part)


def _marks(reading: Reading, sheet: FigureExport) -> Iterator[str]:
    """Yield the texts that stand where a file has its mark."""
    if reading.kind == "csv":
        line = str(reading.grids[""].get((MARK_LINE, 0), ""))
        if line.startswith("# "):
            yield line.removeprefix("# ")
    if reading.kind == "xlsx":
        grid = reading.grids.get(name_of(DEFINITIONS, sheet.lang), {})
        named = (row for (row, column), term in grid.items() if (column, term) == (0, _term(sheet)))
        yield from (str(grid.get((row, 1), "")) for row in named)
    for name, text in reading.facts.items():
        if name == "mark" or name.endswith((f"words.{sheet.lang}.mark", f"{SHOWN}Mark")):
            yield text


def _term(sheet: FigureExport) -> str:
    return sheet.words("Mark")
