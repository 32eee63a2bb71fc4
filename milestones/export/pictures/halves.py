"""What is drawn on a chart, cut between two rows: the upper half stays, the lower goes beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Spec = dict[str, Any]
Range = tuple[float, float]

BY_ROW = ("y", "z", "customdata")
"""What a heat map has one of for each row."""


def places(trace: Spec) -> list[float | None]:
    """Give the height at which each point of a trace stands; of a cell, its middle."""
    heights = list(trace.get("y", ()))
    if trace.get("type") == "bar" and trace.get("orientation") != "h" and "base" in trace:
        pairs = zip(trace["base"], heights, strict=True)
        return [base + height / 2 for base, height in pairs]
    return heights


def halves(trace: Spec, cut: float, head: float) -> Iterator[Spec]:
    """Yield what of a trace lies above a place, and what lies below it for the other axes.

    What lies above `head`, a distance from the top, stands over the lower part once more.
    """
    found = places(trace)
    is_lower = _below(found, cut)
    upper = [at for at, lower in enumerate(is_lower) if not lower]
    lower = [at for at, lower in enumerate(is_lower) if lower]
    yield _part(trace, upper, len(found)) if upper else _nothing(trace)
    if again := [at for at in upper if _is_above(found[at], head)]:
        part = _part(trace, again, len(found))
        yield {**part, "y": [y + cut - head for y in part["y"]], **_second(trace)}
    if lower:
        yield {**_part(trace, lower, len(found)), **_second(trace)}


def _is_above(place: float | None, head: float) -> bool:
    return bool(head) and place is not None and place < head


def beside(item: Spec, cut: float, left: Range, right: Range) -> Iterator[Spec]:
    """Yield a note or a shape in the column where it belongs; what spans all rows, in both."""
    if item.get("yref", "y") == "paper":
        yield _within(item, left, "x")
        yield _within(item, right, "x2")
    elif float(item["y"] if "y" in item else item["y0"]) < cut:
        yield item
    else:
        yield {**item, "xref": "x2", "yref": "y2"}


def _within(item: Spec, column: Range, axis: str) -> Spec:
    """Move what stands on a column's axis, or at an edge of the paper, to one of the columns."""
    if item.get("xref", "x") != "paper":
        return {**item, "xref": axis}
    start, end = column
    return {**item, "x": start + (end - start) * item.get("x", 0)}


def _below(found: Sequence[float | None], cut: float) -> list[bool]:
    """Tell for each point whether it lies below; a gap in a line stays with what is before it."""
    answers: list[bool] = []
    for place in found:
        before = answers[-1] if answers else False
        answers.append(before if place is None else place >= cut)
    return answers


def _second(trace: Spec) -> Spec:
    once = {"showscale": False} if trace.get("type") == "heatmap" else {}
    return {"xaxis": "x2", "yaxis": "y2", "showlegend": False, **once}


def _part(trace: Spec, kept: list[int], whole: int) -> Spec:
    if trace.get("type") == "heatmap":
        return {**trace, **{name: [trace[name][at] for at in kept] for name in BY_ROW}}
    part: Spec = _chosen(trace, kept, whole)
    return part


def _chosen(part: Any, kept: list[int], whole: int) -> Any:
    """Keep the points of every list that has one entry a point."""
    if isinstance(part, dict):
        return {key: _chosen(value, kept, whole) for key, value in part.items()}
    if isinstance(part, list | tuple) and len(part) == whole:
        return [part[at] for at in kept]
    return part


def _nothing(trace: Spec) -> Spec:
    """Empty a trace, which a key may still name."""
    fitting = [key for key, value in trace.items() if isinstance(value, list | tuple)]
    return {**trace, **{key: [None] for key in fitting}}
