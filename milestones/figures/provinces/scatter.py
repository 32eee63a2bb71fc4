"""Stock against progress: do the provinces with most to do lag?"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from milestones.charts.model import Axis, Chart, Margins, Panel, Points, Tick
from milestones.charts.model import TargetLine as TargetMark
from milestones.charts.model import empty_chart as empty
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import days_from_plan, short_percent
from milestones.figures.provinces.courses import (
    SMALL_DENOMINATOR,
    nothing_counted,
    prepare_courses,
    target_text,
)
from milestones.figures.provinces.scatter_layout import (
    Box,
    ProvinceStock,
    ScatterAxes,
    fit_axes,
    place_beside_line,
    place_names,
)
from milestones.figures.registry import Column, Context, Drawing, Facts, Place, Prepare, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.plan import Target
from milestones.progress.lag import decision_day, milestone_for_indicator

ASSESSED_COLUMNS = {
    "code": Column(_("Province"), "province"),
    "stock": Column(_("Due for assessment"), "count"),
    "value": Column(_("Assessment coverage at the deadline, or now before it"), "share"),
    "numerator": Column(_("Assessed by then"), "count"),
    "value_now": Column(_("Assessment coverage now"), "share"),
    "days_ahead": Column(_("Days ahead of plan"), "count"),
    "status": Column(_("Status"), "code"),
}
MAX_NAMED_TICKS = 5


INDUSTRIALIZED_COLUMNS = {
    **ASSESSED_COLUMNS,
    "stock": Column(_("Good prospects"), "count"),
    "value": Column(_("Share industrialized at the deadline, or now before it"), "share"),
    "numerator": Column(_("Industrialized by then"), "count"),
    "value_now": Column(_("Share industrialized now"), "share"),
}


def prepare_stocks(indicator: str) -> Prepare:
    """Make the pure step: one row a province, on the day that decides and now."""
    courses = prepare_courses(indicator)

    def prepare(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
        """Take the last row up to that day, and the value of the latest one."""
        prepared = courses(frame, facts)
        day = pd.Timestamp(decision_day(indicator, facts.plan, facts.as_of))
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
    columns=ASSESSED_COLUMNS,
    query="province_paths",
    prepare=prepare_stocks("assessment_coverage"),
    indicators=("due", "assessment_coverage"),
)
def draw_province_scatter(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the patents due against the coverage, one point a province."""
    return _draw(frame, "assessment_coverage", context)


@figure(
    "industrialization_scatter",
    places=(Place("provinces", "high_value_industrialization", 1),),
    question=_("Do the provinces with most high-value patents lag?"),
    columns=INDUSTRIALIZED_COLUMNS,
    query="province_paths",
    prepare=prepare_stocks("high_value_industrialization"),
    indicators=("high_value_industrialization",),
)
def draw_industrialization_scatter(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the patents with good prospects against the share industrialized."""
    return _draw(frame, "high_value_industrialization", context)


def _draw(frame: pd.DataFrame, indicator: str, context: Context) -> Drawing:
    locale, points = context.locale, records(frame, ProvinceStock)
    known = [point for point in points if point.value is not None]
    if not known:
        sentence = nothing_counted(indicator, locale)
        return Drawing(empty(sentence), sentence, sentence)
    milestone = milestone_for_indicator(indicator, context.facts.plan)
    target = milestone.target if milestone else None
    scale = fit_axes(known, target.value if target else None)
    told = _caption(points, scale, indicator, context)
    chart = _chart(known, scale, target, indicator, context)
    return Drawing(chart, told, _alt(points, told, locale))


def _chart(
    known: list[ProvinceStock],
    scale: ScatterAxes,
    target: Target | None,
    indicator: str,
    context: Context,
) -> Chart:
    locale = context.locale
    beside = place_beside_line(known, scale, target.value) if target else None
    panel = Panel(
        x=_stock_axis(scale, indicator, locale),
        y=Axis(
            unit="share",
            low=scale.low,
            high=scale.high,
            ticks=tuple(Tick(tick, short_percent(tick, locale)) for tick in scale.ticks),
        ),
        series=(_points(known, scale, beside, context),),
        marks=(_target_line(target, beside, scale, locale),) if target and beside else (),
    )
    return Chart((panel,), 388, Margins(top=18, right=20, bottom=66, left=8))


def _stock_axis(scale: ScatterAxes, indicator: str, locale: Locale) -> Axis:
    """Make the axis of stocks; of many ticks only every other is named, for narrow screens."""
    titles = {"assessment_coverage": locale("Patents due (logarithmic)")}
    step = 2 if len(scale.stocks) > MAX_NAMED_TICKS else 1
    named, (low, high) = scale.stocks[::step], scale.powers
    ticks = (Tick(stock, locale.count(stock) if stock in named else "") for stock in scale.stocks)
    title = titles.get(indicator, locale("Good prospects (logarithmic)"))
    return Axis("log", "count", title, low=low, high=high, ticks=tuple(ticks))


def _points(
    known: list[ProvinceStock], scale: ScatterAxes, beside: Box | None, context: Context
) -> Points:
    """Give one point a province; the outliers and the chosen ones have their names beside them."""
    locale, chosen = context.locale, context.selection.provinces
    named = {point.code: side for point, side in place_names(known, scale, chosen, beside)}
    return Points(
        name="",
        at=tuple(point.stock for point in known),
        values=tuple(point.value or 0.0 for point in known),
        colour="main",
        symbol="circle",
        size=10,
        codes=tuple(point.code for point in known),
        labels=tuple(locale.province(p.code) if p.code in named else "" for p in known),
        sides=tuple(named.get(point.code, "") for point in known),
        hovers=tuple(_hover(point, locale) for point in known),
        hollow=frozenset(at for at, point in enumerate(known) if point.stock < SMALL_DENOMINATOR),
        emphasized=frozenset(at for at, point in enumerate(known) if point.code in chosen),
    )


def _target_line(target: Target, beside: Box, scale: ScatterAxes, locale: Locale) -> TargetMark:
    is_below = beside.y != scale.level(target.value)
    return TargetMark(target.value, target_text(target, locale), bool(beside.x), is_below, "dash")


LARGEST_STOCKS = 10
"""How many of the largest stocks are set against the others."""


def _hover(point: ProvinceStock, locale: Locale) -> str:
    """Write what a point says when pointed at."""
    ahead = point.days_ahead
    days = "" if ahead is None else f"<br>{sentence_case(days_from_plan(ahead, locale))}"
    said = locale(
        "<b>{province}</b><br>{share} ({count} of {whole})<br>Now: {now}<br>{status}",
        province=locale.province(point.code),
        share=locale.share(point.value),
        count=locale.count(point.numerator),
        whole=locale.count(point.stock),
        now=locale.share(point.value_now),
        status=label(point.status, locale),
    )
    return said + days


def _caption(
    points: list[ProvinceStock], scale: ScatterAxes, indicator: str, context: Context
) -> str:
    """Set the largest stocks against the others, and say how to read the axes."""
    locale = context.locale
    known = [point for point in points if point.value is not None]
    return locale.sentences(
        _answer(known, indicator, context), *_notes(points, known, scale, context)
    )


def _answer(known: list[ProvinceStock], indicator: str, context: Context) -> str:
    locale, day = context.locale, decision_day(indicator, context.facts.plan, context.as_of)
    ordered = sorted(known, key=lambda point: (-point.stock, point.code))
    large, others = ordered[:LARGEST_STOCKS], ordered[LARGEST_STOCKS:]
    if not others:
        return locale(
            "On {day}, {count} of {whole} patents: {share}.",
            day=locale.date(day),
            count=locale.count(sum(point.numerator for point in large)),
            whole=locale.count(sum(point.stock for point in large)),
            share=locale.share(_share_together(large)),
        )
    return locale.n(
        "On {day}, the {large_count} provinces with most patents stood at {large} together,"
        " the other one at {small}.",
        "On {day}, the {large_count} provinces with most patents stood at {large} together,"
        " the other {count} at {small}.",
        len(others),
        day=locale.date(day),
        large_count=locale.count(len(large)),
        large=locale.share(_share_together(large)),
        small=locale.share(_share_together(others)),
    )


def _share_together(points: list[ProvinceStock]) -> float:
    """Give the share of several provinces together: sum over sum, never a mean of shares."""
    return float(sum(point.numerator for point in points) / sum(point.stock for point in points))


def _notes(
    points: list[ProvinceStock], known: list[ProvinceStock], scale: ScatterAxes, context: Context
) -> Iterator[str]:
    locale = context.locale
    if not scale.starts_at_nought:
        yield locale("The vertical axis does not begin at 0.")
    if len(points) > len(known):
        yield locale.n(
            "{count} province has nothing to count here and cannot be assessed.",
            "{count} provinces have nothing to count here and cannot be assessed.",
            len(points) - len(known),
        )
    if any(point.stock < SMALL_DENOMINATOR for point in known):
        yield locale(
            "Rings: fewer than {count} patents counted.", count=locale.count(SMALL_DENOMINATOR)
        )
    if context.selection.provinces:
        yield locale("All provinces are shown; the chosen ones are marked.")


def _alt(points: list[ProvinceStock], caption: str, locale: Locale) -> str:
    """List the provinces by stock, with their values."""
    known = [point for point in points if point.value is not None]
    parts = [
        locale(
            "{province} {stock}, {share}",
            province=locale.province(point.code),
            stock=locale.count(point.stock),
            share=locale.share(point.value),
        )
        for point in sorted(known, key=lambda point: (-point.stock, point.code))
    ]
    return locale(
        "Scatter of the provinces by stock and progress. {caption} By stock: {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
