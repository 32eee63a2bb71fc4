"""The tile map: one tile a province, coloured by what it has assessed of what is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import chart
from milestones.figures.template import text_on
from milestones.words import Words, _

COLUMNS = {
    "code": Column(_("Province"), "province"),
    "coverage": Column(_("Assessment coverage"), "share"),
    "assessed": Column(_("Assessed"), "count"),
    "due": Column(_("Due for assessment"), "count"),
    "open": Column(_("Still open"), "count"),
    "industrialized_share": Column(_("High-value patents industrialized"), "share"),
    "good_industrialized": Column(_("Industrialized"), "count"),
    "good": Column(_("Good prospects"), "count"),
}
CLASSES = (
    (0.0, _("below 50%")),
    (0.5, _("50% to below 80%")),
    (0.8, _("80% to below 95%")),
    (0.95, _("95% to below 100%")),
    (1.0, _("100%")),
)
UNKNOWN, OUTSIDE = len(CLASSES), len(CLASSES) + 1
TILE = 0.94


@figure("province_map", question=_("How far has each province come?"), columns=COLUMNS)
def draw_province_map(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the tiles, one trace a class of coverage so that the legend names them."""
    words, colours = context.words, context.colours
    classes = frame.apply(_class, axis="columns")
    names = [*(words(name) for _, name in CLASSES), words("cannot be assessed")]
    names.append(words("not covered by the plan"))
    fills = [*colours.scale, colours.unknown, colours.surface]
    traces = [
        _tiles(frame[classes == place], name, fill, place, context)
        for place, (name, fill) in enumerate(zip(names, fills, strict=True))
        if place < UNKNOWN or (classes == place).any()
    ]
    drawn = chart(
        traces,
        context,
        height=432,
        barmode="overlay",
        bargap=0,
        clickmode="event+select",
        margin={"t": 4, "l": 4, "r": 4, "b": 26},
        xaxis={"visible": False, "range": [-0.5, 6.5]},
        yaxis={"visible": False, "range": [7.52, -1.2 - 0.4 * (len(traces) > OUTSIDE)]},
        legend={
            "orientation": "v",
            "y": 1,
            "yanchor": "top",
            "font": {"size": 11},
            "bgcolor": "rgba(0, 0, 0, 0)",
        },
    )
    return Drawing(drawn, _caption(frame, words), _alt(frame, words))


def _class(tile: pd.Series) -> int:
    if not tile["covered"]:
        return OUTSIDE
    if pd.isna(tile["coverage"]):
        return UNKNOWN
    return max(place for place, (low, _) in enumerate(CLASSES) if tile["coverage"] >= low)


def _tiles(tiles: pd.DataFrame, name: str, fill: str, place: int, context: Context) -> go.Bar:
    colours = context.colours
    chosen = tiles["code"].isin(context.selection.provinces)
    ink = colours.muted if place == OUTSIDE else text_on(fill)
    edge = colours.muted if place >= UNKNOWN else colours.axis
    hatch = {"shape": "/", "fgcolor": colours.axis, "bgcolor": fill, "size": 5, "solidity": 0.2}
    return go.Bar(
        name=name,
        x=tiles["tile_column"].tolist() or [None],
        y=[TILE] * max(len(tiles), 1),
        base=[row - TILE / 2 for row in tiles["tile_row"]],
        width=TILE,
        customdata=tiles["code"].tolist(),
        text=[_face(tile, context.words) for tile in rows(tiles)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ink, "size": 12},
        hovertext=[_hover(tile, context.words) for tile in rows(tiles)],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "color": fill,
            "pattern": hatch if place == UNKNOWN else None,
            "line": {
                "color": [colours.official if mine else edge for mine in chosen],
                "width": [3 if mine else 0.6 for mine in chosen],
            },
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _value(tile: Any, words: Words) -> str:
    return words.share(tile.coverage)


def _face(tile: Any, words: Words) -> str:
    code, abbr = tile.code, tile.abbr
    name = words.province(code) if words.lang == "zh" else abbr
    return f"{name}<br>{_value(tile, words)}"


def _hover(tile: Any, words: Words) -> str:
    name = f"<b>{words.province(tile.code)}</b><br>"
    if not tile.covered:
        return name + words("Not covered by the plan")
    if tile.coverage is None:
        return name + words("Nothing is due here in this selection")
    return name + words(
        "Assessed {share}: {assessed} of {due} due, {open} still open<br>"
        "High-value patents industrialized: {industrialized}",
        share=_value(tile, words),
        assessed=words.count(tile.assessed),
        due=words.count(tile.due),
        open=words.count(tile.open),
        industrialized=words.share(tile.industrialized_share),
    )


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["covered"] & frame["coverage"].notna()].sort_values(["coverage", "code"])


def _caption(frame: pd.DataFrame, words: Words) -> str:
    known = _known(frame)
    if known.empty:
        return words("No province has patents due in this selection.")
    unknown = int(frame["covered"].sum()) - len(known)
    return words.sentences(_range(known, words), *_remainder(unknown, words))


def _range(known: pd.DataFrame, words: Words) -> str:
    done = int((known["coverage"] == 1).sum())
    if done == len(known):
        return words.n(
            "The one province with patents due has assessed all of them.",
            "All {count} provinces with patents due have assessed all of them.",
            done,
        )
    lowest = known.iloc[0]
    return words.n(
        "{done} of {count} province with patents due has assessed all of them;"
        " coverage is {share} in {province}.",
        "{done} of {count} provinces with patents due have assessed all of them;"
        " coverage is lowest in {province}, at {share}.",
        len(known),
        done=words.count(done),
        province=words.province(lowest["code"]),
        share=words.share(lowest["coverage"]),
    )


def _remainder(unknown: int, words: Words) -> Iterator[str]:
    if unknown:
        yield words.n(
            "{count} province has nothing due and cannot be assessed.",
            "{count} provinces have nothing due and cannot be assessed.",
            unknown,
        )


def _alt(frame: pd.DataFrame, words: Words) -> str:
    parts = [
        f"{words.province(code)} {words.share(coverage)}"
        for code, coverage in zip(*(_known(frame)[c] for c in ("code", "coverage")), strict=True)
    ]
    if not parts:
        return words("Tile map of the provinces; none can be assessed.")
    return words(
        "Tile map of the provinces by assessment coverage, lowest first: {list}."
        " Taiwan, Hong Kong and Macao are not covered by the plan.",
        list=words.listing(parts),
    )
