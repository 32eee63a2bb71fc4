"""The stars that holders give their patents against those that enterprises give them."""

from __future__ import annotations

from bisect import bisect
from typing import NamedTuple

from milestones.charts.model import (
    Axis,
    Category,
    Cell,
    CellClass,
    Chart,
    HeatCells,
    Highlight,
    Margins,
    Panel,
)
from milestones.figures.labels import label
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Place,
    as_of_line,
    figure,
)
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_of
from milestones.progress.stage_counts import star_rows

COLUMNS = {
    "own": Column(_("The holder's own stars"), "code"),
    "enterprise": Column(_("Most stars from an enterprise"), "code"),
    "patents": Column(_("Number of patents"), "count"),
    "share": Column(_("Share of all evaluated"), "share"),
}
SHARE_CLASSES = (0.0, 0.005, 0.02, 0.05, 0.1)
"""Where each colour begins, as a share of all evaluated patents."""
ROW_HEIGHT_PX = 58
UNKNOWN_STARS, MAX_STARS = 0, 5


class StarPair(NamedTuple):
    """The patents of one number of own stars and one of an enterprise; unknown is 0."""

    own_stars: int
    enterprise_stars: int
    own: str
    enterprise: str
    patents: int
    share: float | None


@figure(
    "star_grades",
    places=(Place("pipeline", "below", 3),),
    question=_("Do enterprises give as many stars as the holders?"),
    columns=COLUMNS,
    count=star_rows,
    follows=OF_THE_CHOSEN,
    shares={"share": ("counted", "evaluated")},
    indicators=("evaluated_share",),
)
def draw_star_grades(rows: Held, context: Context) -> Drawing:
    """Draw a table of own stars against enterprises' stars; double five-star stands out."""
    locale, cells = context.locale, records(rows, StarPair)
    caption = _caption(cells, locale)
    day = as_of_line(context)
    if not any(cell.patents for cell in cells):
        return Drawing.empty(caption, day)
    parts = [_hover(cell, locale) for cell in cells if cell.patents]
    alt = locale(
        "Table of own stars against enterprises' stars. {caption} {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(cells, locale), caption, alt, day)


def _chart(cells: list[StarPair], locale: Locale) -> Chart:
    across = sorted({cell.enterprise_stars for cell in cells}, key=_column)
    down = sorted({cell.own_stars for cell in cells}, key=_row)
    columns = tuple(Category(_column(stars), _stars_name(stars, locale)) for stars in across)
    rows = tuple(Category(_row(stars), _stars_name(stars, locale)) for stars in down)
    x, y = _column(MAX_STARS), _row(MAX_STARS)
    double = Highlight(
        (x - 0.475, x + 0.475), (y - 0.46, y + 0.46), label=locale("double five-star")
    )
    panel = Panel(
        x=Axis("category", title=locale("most stars from an enterprise"), categories=columns),
        y=Axis("category", title=locale("the holder's own stars"), categories=rows),
        series=(HeatCells(_cells_by_class(cells, locale)),),
        marks=(double,),
    )
    return Chart((panel,), ROW_HEIGHT_PX * len(down) + 110, Margins(top=26, left=8, bottom=84))


def _column(stars: int) -> int:
    """Place a column: 1 to 5, then unknown."""
    return stars or MAX_STARS + 1


def _row(stars: int) -> int:
    """Place a row: 5 on top, at 0, down to 1, then unknown."""
    return MAX_STARS - stars


def _stars_name(stars: int, locale: Locale) -> str:
    return "★" * stars if stars else label("unknown", locale)


def _cells_by_class(cells: list[StarPair], locale: Locale) -> tuple[CellClass, ...]:
    groups: dict[str, list[Cell]] = {f"scale.{at}": [] for at in range(len(SHARE_CLASSES))}
    groups["unknown"] = []
    for pair in cells:
        share = pair.share or 0
        text = f"{locale.count(pair.patents)}\n{locale.share(share)}" if pair.patents else "0"
        colour = f"scale.{bisect(SHARE_CLASSES, share) - 1}"
        if UNKNOWN_STARS in (pair.own_stars, pair.enterprise_stars):
            colour = "unknown"
        place = (_column(pair.enterprise_stars), _row(pair.own_stars))
        groups[colour].append(Cell(*place, text, _hover(pair, locale)))
    return tuple(CellClass("", colour, tuple(group)) for colour, group in groups.items() if group)


def _hover(cell: StarPair, locale: Locale) -> str:
    return locale(
        "own: {own}; enterprise: {enterprise}; {patents}, {share} of all evaluated",
        own=label(cell.own, locale),
        enterprise=label(cell.enterprise, locale),
        patents=locale.n("{count} patent", "{count} patents", cell.patents),
        share=locale.share(cell.share or 0),
    )


def _caption(cells: list[StarPair], locale: Locale) -> str:
    total = sum(cell.patents for cell in cells)
    if not total:
        return locale("No patent of this selection is in the pool and evaluated by an enterprise.")
    known = [cell for cell in cells if cell.own_stars and cell.enterprise_stars]
    double = sum(c.patents for c in known if c.own_stars == c.enterprise_stars == MAX_STARS)
    higher = sum(c.patents for c in known if c.own_stars > c.enterprise_stars)
    lower = sum(c.patents for c in known if c.own_stars < c.enterprise_stars)
    return locale.sentences(
        locale.n(
            "Of the pool's patents with an evaluation, {count} ({share}) is double five-star:"
            " five stars from its holder and from an enterprise, as we read the term.",
            "Of the pool's patents with an evaluation, {count} ({share}) are double five-star:"
            " five stars from their holder and from an enterprise, as we read the term.",
            double,
            share=locale.share(share_of(double, total)),
        ),
        locale(
            "For {higher} the holder gives more stars than any enterprise, for {lower} fewer;"
            " of several evaluations the one with most stars counts.",
            higher=locale.share(share_of(higher, total)),
            lower=locale.share(share_of(lower, total)),
        ),
    )
