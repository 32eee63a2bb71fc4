"""The rows of figures by technology field: sectors in their order, unknown last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from milestones.figures.context import Context
from milestones.figures.shapes import Layout, wrapped
from milestones.words import Words

ROW = 28
"""Pixels of a row: names of fields may take two lines."""
UNKNOWN = 0


@dataclass(frozen=True)
class FieldRows:
    """Where each field stands, the axis that names them, and the pixels that they take."""

    places: dict[int, float]
    axis: Layout
    height: int


def by_sector(fields: Iterable[int], context: Context, first: str = "") -> FieldRows:
    """Set fields in their order below the names of their sectors, unknown apart at the end.

    `first` names a row above them, at place 0.
    """
    words = context.words
    places: dict[int, float] = {}
    ticks: list[tuple[float, str]] = [(0.0, f"<b>{first}</b>")] if first else []
    place = float(len(ticks))
    sector = None
    for field in sorted(fields, key=lambda number: number or 99):
        if words.sector(field) != sector:
            sector = words.sector(field)
            if sector:
                ticks.append((place, f"<b>{sector}</b>"))
            place += bool(sector or places)
        places[field] = place
        ticks.append((place, name(field, words)))
        place += 1
    return FieldRows(places, _axis(ticks, place, context), round(ROW * place))


def in_order(fields: Iterable[int], context: Context, marks: Iterable[str]) -> FieldRows:
    """Set fields one below the other as they come, each with a mark behind its name."""
    pairs = list(zip(fields, marks, strict=True))
    ticks = [
        (float(place), name(field, context.words) + mark)
        for place, (field, mark) in enumerate(pairs)
    ]
    places = {field: float(place) for place, (field, _) in enumerate(pairs)}
    return FieldRows(places, _axis(ticks, len(pairs), context), ROW * len(pairs))


def name(field: int, words: Words) -> str:
    """Write a field's name in two short lines at most."""
    return wrapped(words.field(field), 24)


def _axis(ticks: list[tuple[float, str]], end: float, context: Context) -> Layout:
    return {
        "range": [end - 0.4, -0.6],
        "tickvals": [place for place, _ in ticks],
        "ticktext": [text for _, text in ticks],
        "tickfont": {"color": context.colours.ink, "size": 11},
        "showgrid": False,
    }
