"""Tables of coloured cells: a colour stands for a class, and the number is in the cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from milestones.charts.palette import text_on
from milestones.figures.shapes import Layout, Trace, bar


@dataclass(frozen=True)
class Cell:
    """One cell: its place, what is written in it, what it says when pointed at."""

    x: float
    y: float
    face: str
    hover: str


@dataclass(frozen=True)
class CellClass:
    """Cells of one colour; `key` says what it stands for, where no legend on the page does."""

    fill: str
    cells: tuple[Cell, ...]
    key: str = ""


def heat(classes: Iterable[CellClass], size: int = 11) -> Iterator[Trace]:
    """Yield the cells as bars: their words keep their size on a narrow screen."""
    for each in classes:
        yield bar(
            x=[cell.x for cell in each.cells] or [None],
            y=[0.92] * max(len(each.cells), 1),
            base=[cell.y - 0.46 for cell in each.cells],
            width=0.95,
            marker={"color": each.fill, "line": {"width": 0}},
            text=[cell.face for cell in each.cells],
            textposition="inside",
            constraintext="none",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": text_on(each.fill), "size": size},
            hovertext=[cell.hover for cell in each.cells],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
            **({"meta": {"key": each.key}} if each.key else {}),
        )


def columns(names: list[str], **properties: object) -> Layout:
    """Lay out the columns, their names above the cells."""
    return {
        "side": "top",
        "range": [-0.5, len(names) - 0.5],
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "showgrid": False,
        "ticks": "",
        **properties,
    }


def blended(one: str, other: str, part: float) -> str:
    """Mix two colours `#rrggbb`: `part` of the first, the rest of the other."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)
