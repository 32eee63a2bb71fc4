"""The stars that holders give their patents against those that enterprises give them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.heat import Cell, CellClass, heat
from milestones.figures.labels import label
from milestones.figures.months import as_of_line
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import chart, empty
from milestones.words import Words, _

COLUMNS = {
    "own": Column(_("The holder's own stars"), "code"),
    "enterprise": Column(_("Most stars from an enterprise"), "code"),
    "patents": Column(_("Number of patents"), "count"),
    "share": Column(_("Share of all evaluated"), "share"),
}
CLASSES = (0.0, 0.005, 0.02, 0.05, 0.1)
"""Where each colour begins, as a share of all evaluated patents."""
ROW = 58
UNKNOWN = 0


@figure(
    "star_grades",
    question=_("Do enterprises give as many stars as the holders?"),
    columns=COLUMNS,
    indicators=("evaluated_share",),
)
def draw_star_grades(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw a table of own stars against enterprises' stars; double five-star stands out."""
    words, cells = context.words, rows(frame)
    caption = _caption(cells, words)
    day = as_of_line(context)
    if not any(cell.patents for cell in cells):
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    parts = [_hover(cell, words) for cell in cells if cell.patents]
    alt = words(
        "Table of own stars against enterprises' stars. {caption} {list}.",
        caption=caption,
        list=words.listing(parts),
    )
    return Drawing(_chart(cells, context), caption, alt, as_of=day)


def _chart(cells: list[Any], context: Context) -> FinishedFigure:
    words, colours = context.words, context.colours
    across = sorted({cell.enterprise_stars for cell in cells}, key=_order)
    down = sorted({cell.own_stars for cell in cells}, key=_order)
    ink = {"color": colours.ink, "size": 12}
    return chart(
        heat(_classes(cells, context)),
        context,
        barmode="overlay",
        bargap=0,
        height=ROW * len(down) + 110,
        margin={"t": 26, "l": 8, "b": 84},
        annotations=[_double(context)],
        shapes=[_frame(context)],
        xaxis={
            "range": [0.5, len(across) + 0.5],
            "tickvals": [_place(stars) for stars in across],
            "ticktext": [_name(stars, words) for stars in across],
            "title": {"text": words("most stars from an enterprise")},
            "tickfont": ink,
            "showgrid": False,
        },
        yaxis={
            "range": [0.5 - (UNKNOWN in down), 5.5],
            "tickvals": [_row(stars) for stars in down],
            "ticktext": [_name(stars, words) for stars in down],
            "title": {"text": words("the holder's own stars")},
            "tickfont": ink,
            "showgrid": False,
        },
    )


def _order(stars: int) -> int:
    return stars or 6


def _place(stars: int) -> int:
    """Place a column: 1 to 5, then unknown."""
    return _order(stars)


def _row(stars: int) -> int:
    """Place a row: 5 on top down to 1, then unknown at 0."""
    return stars


def _name(stars: int, words: Words) -> str:
    return "★" * stars if stars else label("unknown", words)


def _classes(cells: list[Any], context: Context) -> list[CellClass]:
    colours, words = context.colours, context.words
    groups: list[list[Cell]] = [[] for _ in (*CLASSES, UNKNOWN)]
    for cell in cells:
        share = cell.share or 0
        is_known = cell.own_stars and cell.enterprise_stars
        found = max(n for n, low in enumerate(CLASSES) if share >= low) if is_known else -1
        face = f"{words.count(cell.patents)}<br>{words.share(share)}" if cell.patents else "0"
        place = (_place(cell.enterprise_stars), _row(cell.own_stars))
        groups[found].append(Cell(*place, face, _hover(cell, words)))
    fills = (*colours.scale, colours.unknown)
    filled = ((fill, group) for fill, group in zip(fills, groups, strict=True) if group)
    return [CellClass(fill, tuple(group)) for fill, group in filled]


def _frame(context: Context) -> dict[str, Any]:
    ends = {"x0": 4.525, "x1": 5.475, "y0": 4.54, "y1": 5.46}
    return {"type": "rect", **ends, "line": {"color": context.colours.official, "width": 3}}


def _double(context: Context) -> dict[str, Any]:
    return {
        "text": f"<b>{context.words('double five-star')}</b>",
        **{"x": 5.475, "y": 5.5, "xanchor": "right", "yanchor": "bottom", "showarrow": False},
        "font": {"size": 12, "color": context.colours.official},
    }


def _hover(cell: Any, words: Words) -> str:
    return words(
        "own: {own}; enterprise: {enterprise}; {patents}, {share} of all evaluated",
        own=label(cell.own, words),
        enterprise=label(cell.enterprise, words),
        patents=words.n("{count} patent", "{count} patents", cell.patents),
        share=words.share(cell.share or 0),
    )


def _caption(cells: list[Any], words: Words) -> str:
    total = sum(cell.patents for cell in cells)
    if not total:
        return words("No patent of this selection is in the pool and evaluated by an enterprise.")
    known = [cell for cell in cells if cell.own_stars and cell.enterprise_stars]
    double = sum(c.patents for c in known if c.own_stars == c.enterprise_stars == 5)
    higher = sum(c.patents for c in known if c.own_stars > c.enterprise_stars)
    lower = sum(c.patents for c in known if c.own_stars < c.enterprise_stars)
    return words.sentences(
        words.n(
            "Of the pool's patents with an evaluation, {count} ({share}) is double five-star:"
            " five stars from its holder and from an enterprise, as we read the term.",
            "Of the pool's patents with an evaluation, {count} ({share}) are double five-star:"
            " five stars from their holder and from an enterprise, as we read the term.",
            double,
            share=words.share(double / total),
        ),
        words(
            "For {higher} the holder gives more stars than any enterprise, for {lower} fewer;"
            " of several evaluations the one with most stars counts.",
            higher=words.share(higher / total),
            lower=words.share(lower / total),
        ),
    )
