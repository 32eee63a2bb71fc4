"""Stock against progress: do the provinces with most to do lag?"""

from __future__ import annotations

import pandas as pd

from milestones.charts.model import Axis, Chart, Margins, Panel, Points, Tick
from milestones.charts.model import Target as TargetMark
from milestones.charts.model import nothing as empty
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.pace_words import percent
from milestones.figures.provinces.course import SMALL, courses_of
from milestones.figures.provinces.course_words import nothing, target_of
from milestones.figures.provinces.outliers import Box, beside_level, labelled
from milestones.figures.provinces.scatter_words import alt, caption, hover
from milestones.figures.provinces.spread import Spread, Stock, spread
from milestones.figures.registry import Place, Prepare, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.plan import Target
from milestones.progress.lag import decided_on, milestone_of

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
        prepared = courses(frame, facts)
        day = pd.Timestamp(decided_on(indicator, facts.plan, facts.as_of))
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
    places=(Place("provinces", "assessment_coverage", 2),),
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
    places=(Place("provinces", "high_value_industrialization", 1),),
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
    words, points = context.words, records(frame, Stock)
    known = [point for point in points if point.value is not None]
    if not known:
        sentence = nothing(indicator, words)
        return Drawing(empty(sentence), sentence, sentence)
    milestone = milestone_of(indicator, context.facts.plan)
    target = milestone.target if milestone else None
    scale = spread(known, target.value if target else None)
    told = caption(points, scale, indicator, context)
    chart = _chart(known, scale, target, indicator, context)
    return Drawing(chart, told, alt(points, told, words))


def _chart(
    known: list[Stock], scale: Spread, target: Target | None, indicator: str, context: Context
) -> Chart:
    words = context.words
    beside = beside_level(known, scale, target.value) if target else None
    panel = Panel(
        x=_stocks(scale, indicator, words),
        y=Axis(
            unit="share",
            low=scale.low,
            high=scale.high,
            ticks=tuple(Tick(tick, percent(tick, words)) for tick in scale.ticks),
        ),
        series=(_points(known, scale, beside, context),),
        marks=(_level(target, beside, scale, words),) if target and beside else (),
    )
    return Chart((panel,), 388, Margins(top=18, right=20, bottom=66, left=8))


def _stocks(scale: Spread, indicator: str, words: Locale) -> Axis:
    """Make the axis of stocks; of many ticks only every other is named, for narrow screens."""
    titles = {"assessment_coverage": words("Patents due (logarithmic)")}
    step = 2 if len(scale.stocks) > MOST_NAMED else 1
    named, (low, high) = scale.stocks[::step], scale.powers
    ticks = (Tick(stock, words.count(stock) if stock in named else "") for stock in scale.stocks)
    title = titles.get(indicator, words("Good prospects (logarithmic)"))
    return Axis("log", "count", title, low=low, high=high, ticks=tuple(ticks))


def _points(known: list[Stock], scale: Spread, beside: Box | None, context: Context) -> Points:
    """Give one point a province; the outliers and the chosen ones have their names beside them."""
    words, chosen = context.words, context.selection.provinces
    named = {point.code: side for point, side in labelled(known, scale, chosen, beside)}
    return Points(
        name="",
        at=tuple(point.stock for point in known),
        values=tuple(point.value or 0.0 for point in known),
        colour="main",
        symbol="circle",
        size=10,
        codes=tuple(point.code for point in known),
        labels=tuple(words.province(p.code) if p.code in named else "" for p in known),
        sides=tuple(named.get(point.code, "") for point in known),
        hovers=tuple(hover(point, words) for point in known),
        hollow=frozenset(at for at, point in enumerate(known) if point.stock < SMALL),
        emphasized=frozenset(at for at, point in enumerate(known) if point.code in chosen),
    )


def _level(target: Target, beside: Box, scale: Spread, words: Locale) -> TargetMark:
    is_below = beside.y != scale.level(target.value)
    return TargetMark(target.value, target_of(target, words), bool(beside.x), is_below, "dash")
