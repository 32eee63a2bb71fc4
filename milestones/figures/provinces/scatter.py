"""Stock against progress: do the provinces with most to do lag?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.pace_words import percent
from milestones.figures.provinces.course import SMALL, Prepare, courses_of
from milestones.figures.provinces.course_words import nothing, target_of
from milestones.figures.provinces.lag import decided_on, milestone_of
from milestones.figures.provinces.outliers import DOT, Box, beside_level, labelled
from milestones.figures.provinces.scatter_words import alt, caption, hover
from milestones.figures.provinces.spread import Spread, spread
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Layout, Trace, chart, empty, scatter, texts
from milestones.plan import Target
from milestones.words import Words, _

ASSESSED = {
    "code": Column(_("Province"), "province"),
    "stock": Column(_("Due for assessment"), "count"),
    "value": Column(_("Assessment coverage at the deadline, or now before it"), "share"),
    "numerator": Column(_("Assessed by then"), "count"),
    "value_now": Column(_("Assessment coverage now"), "share"),
    "days_ahead": Column(_("Days ahead of plan"), "count"),
    "status": Column(_("Status"), "code"),
}
MOST_NAMED = 5
INDUSTRIALIZED = {
    **ASSESSED,
    "stock": Column(_("Good prospects"), "count"),
    "value": Column(_("Share industrialized at the deadline, or now before it"), "share"),
    "numerator": Column(_("Industrialized by then"), "count"),
    "value_now": Column(_("Share industrialized now"), "share"),
}


def stocks_of(indicator: str) -> Prepare:
    """Make the pure step: one row a province, on the day that decides and now."""
    courses = courses_of(indicator)

    def prepare(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
        """Take the last row up to that day, and the value of the latest one."""
        prepared, day = courses(frame, facts), pd.Timestamp(decided_on(indicator, facts))
        latest = prepared.drop_duplicates("code").set_index("code")
        then = prepared[prepared["day"] <= day].drop_duplicates("code").set_index("code")
        stock = then["denominator"].reindex(latest.index, fill_value=0)
        return pd.DataFrame(
            {
                "stock": stock,
                "value": then["value"].reindex(latest.index),
                "numerator": then["numerator"].reindex(latest.index, fill_value=0),
                "value_now": latest["value"],
                "days_ahead": latest["days_ahead"],
                "status": latest["status"],
            }
        ).reset_index()

    return prepare


@figure(
    "province_scatter",
    question=_("Do the provinces with most to assess lag?"),
    columns=ASSESSED,
    query="province_paths",
    prepare=stocks_of("assessment_coverage"),
    indicators=("due", "assessment_coverage"),
)
def draw_province_scatter(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the patents due against the coverage, one point a province."""
    return _draw(frame, "assessment_coverage", context)


@figure(
    "industrialization_scatter",
    question=_("Do the provinces with most high-value patents lag?"),
    columns=INDUSTRIALIZED,
    query="province_paths",
    prepare=stocks_of("high_value_industrialization"),
    indicators=("high_value_industrialization",),
)
def draw_industrialization_scatter(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the patents with good prospects against the share industrialized."""
    return _draw(frame, "high_value_industrialization", context)


def _draw(frame: pd.DataFrame, indicator: str, context: Context) -> Drawing:
    words, points = context.words, rows(frame)
    known = [point for point in points if point.value is not None]
    if not known:
        sentence = nothing(indicator, words)
        return Drawing(empty(sentence, context), sentence, sentence)
    target = _target(indicator, context)
    scale = spread(known, target.value if target else None)
    told = caption(points, scale, indicator, context)
    beside = beside_level(known, scale, target.value) if target else None
    drawn = chart(
        [_points(known, indicator, context), _labels(known, scale, beside, context)],
        context,
        height=388,
        margin={"t": 18, "l": 8, "r": 20, "b": 66},
        xaxis=_stocks(scale, indicator, context),
        yaxis={
            "range": [scale.low, scale.high],
            "tickvals": scale.ticks,
            "ticktext": [percent(tick, words) for tick in scale.ticks],
        },
        **_target_line(beside, scale, target, context),
    )
    return Drawing(drawn, told, alt(points, told, words))


def _target(indicator: str, context: Context) -> Target | None:
    milestone = milestone_of(indicator, context.facts.plan)
    return milestone.target if milestone else None


def _stocks(scale: Spread, indicator: str, context: Context) -> Layout:
    words = context.words
    titles = {"assessment_coverage": words("Patents due (logarithmic)")}
    return {
        "type": "log",
        "range": list(scale.powers),
        "tickvals": scale.stocks,
        "ticktext": _named(scale.stocks, words),
        "title": {"text": titles.get(indicator, words("Good prospects (logarithmic)"))},
        "showgrid": True,
        "tickangle": 0,
    }


def _named(stocks: list[int], words: Words) -> list[str]:
    """Name the ticks; of many only every other, or they touch on a narrow screen."""
    step = 2 if len(stocks) > MOST_NAMED else 1
    return ["" if at % step else words.count(stock) for at, stock in enumerate(stocks)]


def _points(known: list[Any], indicator: str, context: Context) -> Trace:
    colours, chosen = context.colours, context.selection.provinces
    is_chosen = [point.code in chosen for point in known]
    return scatter(
        x=[point.stock for point in known],
        y=[point.value for point in known],
        mode="markers",
        cliponaxis=False,
        showlegend=False,
        customdata=[point.code for point in known],
        marker={
            "size": 10,
            "symbol": ["circle-open" if point.stock < SMALL else "circle" for point in known],
            "color": colours.main,
            "line": {
                "color": [colours.official if mine else colours.surface for mine in is_chosen],
                "width": [3 if mine else 1 for mine in is_chosen],
            },
        },
        hovertext=[hover(point, context.words) for point in known],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _labels(known: list[Any], scale: Spread, beside: Box | None, context: Context) -> Trace:
    """Name the outliers and the chosen provinces, beside their points."""
    words, chosen = context.words, context.selection.provinces
    named = labelled(known, scale, chosen, beside)
    lines = [
        f"<b>{words.province(point.code)}</b>"
        if point.code in chosen
        else words.province(point.code)
        for point, _ in named
    ]
    padded = [f"\u00a0\u00a0{line}\u00a0\u00a0" for line in lines]
    stocks = [point.stock for point, _ in named]
    values = [point.value + _clear_of(side) * (scale.high - scale.low) for point, side in named]
    sides = [side for _, side in named]
    return {**texts(stocks, values, padded, textfont={"size": 12}), "textposition": sides}


def _clear_of(side: str) -> float:
    """Give the part of the axis by which a name above or below its point keeps clear of it."""
    return {"top": 1.5 * DOT, "bottom": -1.5 * DOT}.get(side.split()[0], 0.0)


def _target_line(
    beside: Box | None, scale: Spread, target: Target | None, context: Context
) -> Layout:
    """Draw the target as a level line with its name."""
    words, colours = context.words, context.colours
    if target is None or beside is None:
        return {}
    on = {"xref": "paper", "yref": "y"}
    text = target_of(target, words)
    across = {"x": 1, "xanchor": "right"} if beside.x else {"x": 0, "xanchor": "left"}
    note = {
        **{"text": text, **on, **across, "y": target.value},
        "yanchor": "bottom" if beside.y == scale.level(target.value) else "top",
        **{"showarrow": False, "font": {"size": 11, "color": colours.muted}},
    }
    line = {"color": colours.plan, "width": 1, "dash": "dash"}
    ends = {"x0": 0, "x1": 1, "y0": target.value, "y1": target.value}
    shape = {"type": "line", "layer": "below", **on, **ends, "line": line}
    return {"annotations": [note], "shapes": [shape]}
