"""Stock against progress: do the provinces with most to do lag?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from milestones.charts.model import Axis, Chart, Margins, Panel, Points, TargetLine, Tick
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import chosen_provinces_note, days_from_plan, short_percent
from milestones.figures.provinces.courses import (
    NOTHING_COUNTED,
    ProvinceCourse,
    placed_courses,
    read_courses,
    target_for,
    target_text,
    unknown_note,
)
from milestones.figures.provinces.scatter_layout import (
    Box,
    ProvinceStock,
    ScatterAxes,
    fit_axes,
    place_beside_line,
    place_names,
)
from milestones.figures.registry import (
    OF_PROVINCES,
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    Prepare,
    figure,
)
from milestones.frames import Rows, records
from milestones.i18n import Locale, _
from milestones.plan import Target
from milestones.progress.indicators import LEAST_DENOMINATOR, is_small, share_of
from milestones.progress.lag import decision_day
from milestones.progress.province_counts import course_rows

ASSESSED_COLUMNS = {
    "code": Column(_("Province"), "province"),
    "stock": Column(_("Due for assessment"), "count"),
    "value": Column(_("Assessment coverage at the deadline, or now before it"), "share"),
    "numerator": Column(_("Assessed by then"), "count"),
    "value_now": Column(_("Assessment coverage now"), "share"),
    "days_ahead": Column(_("Days ahead of plan (late: negative)"), "count"),
    "status": Column(_("Status"), "code"),
}
INDUSTRIALIZED_COLUMNS = {
    **ASSESSED_COLUMNS,
    "stock": Column(_("Good prospects"), "count"),
    "value": Column(_("Share industrialized at the deadline, or now before it"), "share"),
    "numerator": Column(_("Industrialized by then"), "count"),
    "value_now": Column(_("Share industrialized now"), "share"),
}
STOCK_TITLES = {
    "assessment_coverage": _("Patents due (logarithmic)"),
    "high_value_industrialization": _("Good prospects (logarithmic)"),
}
MAX_NAMED_TICKS = 5
LARGEST_STOCKS = 10
"""How many of the largest stocks are set against the others."""


def prepare_stocks(indicator: str) -> Prepare:
    """Make the pure step: one row a province, on the day that decides and now."""

    def prepare(rows: Rows, facts: Facts) -> Rows:
        """Set the last point up to that day beside the value of the latest one."""
        until = decision_day(indicator, facts.plan, facts.as_of)
        courses = read_courses(placed_courses(rows, indicator, facts))
        return Rows.of(ProvinceStock, [_stock(course, until) for course in courses])

    return prepare


def _stock(course: ProvinceCourse, until: date) -> ProvinceStock:
    then = next((point for point in reversed(course.points) if point.day <= until), None)
    counts = (then.denominator, then.value, then.numerator) if then else (0, None, 0)
    last = course.last
    return ProvinceStock(course.code, *counts, last.value, last.days_ahead, last.status)


@figure(
    "province_scatter",
    places=(Place("provinces", "assessment_coverage", 2),),
    question=_("Do the provinces with most to assess lag?"),
    columns=ASSESSED_COLUMNS,
    query="patent_counts",
    count=course_rows,
    follows=OF_PROVINCES,
    prepare=prepare_stocks("assessment_coverage"),
    indicators=("due", "assessment_coverage"),
)
def draw_province_scatter(rows: Rows, context: Context) -> Drawing:
    """Draw the patents due against the coverage, one point a province."""
    return _draw(rows, "assessment_coverage", context)


@figure(
    "industrialization_scatter",
    places=(Place("provinces", "high_value_industrialization", 1),),
    question=_("Do the provinces with most high-value patents lag?"),
    columns=INDUSTRIALIZED_COLUMNS,
    query="patent_counts",
    count=course_rows,
    follows=OF_PROVINCES,
    prepare=prepare_stocks("high_value_industrialization"),
    indicators=("high_value_industrialization",),
)
def draw_industrialization_scatter(rows: Rows, context: Context) -> Drawing:
    """Draw the patents with good prospects against the share industrialized."""
    return _draw(rows, "high_value_industrialization", context)


def _draw(rows: Rows, indicator: str, context: Context) -> Drawing:
    points, target = records(rows, ProvinceStock), target_for(indicator, context)
    known = [point for point in points if point.value is not None]
    if not known:
        return Drawing.empty(context.locale(NOTHING_COUNTED[indicator]))
    scale = fit_axes(known, target.value if target else None)
    notes = _notes(known, len(points) - len(known), scale, context)
    caption = context.locale.sentences(_answer(known, indicator, context), *notes)
    chart = _chart(known, scale, indicator, context)
    return Drawing(chart, caption, _alt(known, caption, context.locale))


def _chart(
    known: list[ProvinceStock], scale: ScatterAxes, indicator: str, context: Context
) -> Chart:
    locale, target = context.locale, target_for(indicator, context)
    beside = place_beside_line(known, scale, target.value) if target else None
    ticks = tuple(Tick(tick, short_percent(tick, locale)) for tick in scale.ticks)
    panel = Panel(
        x=_stock_axis(scale, indicator, locale),
        y=Axis(unit="share", low=scale.low, high=scale.high, ticks=ticks),
        series=(_points(known, scale, beside, context),),
        marks=(_target_line(target, beside, scale, locale),) if target and beside else (),
    )
    return Chart((panel,), 388, Margins(top=18, right=20, bottom=66, left=8))


def _stock_axis(scale: ScatterAxes, indicator: str, locale: Locale) -> Axis:
    """Make the axis of stocks; of many ticks only every other is named, for narrow screens."""
    step = 2 if len(scale.stocks) > MAX_NAMED_TICKS else 1
    named, (low, high) = scale.stocks[::step], scale.powers
    ticks = (Tick(stock, locale.count(stock) if stock in named else "") for stock in scale.stocks)
    return Axis(
        "log", "count", locale(STOCK_TITLES[indicator]), low=low, high=high, ticks=tuple(ticks)
    )


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
        hollow=frozenset(at for at, point in enumerate(known) if is_small(point.stock)),
        emphasized=frozenset(at for at, point in enumerate(known) if point.code in chosen),
    )


def _target_line(target: Target, beside: Box, scale: ScatterAxes, locale: Locale) -> TargetLine:
    is_below = beside.y != scale.level(target.value)
    return TargetLine(target.value, target_text(target, locale), bool(beside.x), is_below, "dash")


def _hover(point: ProvinceStock, locale: Locale) -> str:
    """Write what a point says when pointed at."""
    ahead = point.days_ahead
    days = "" if ahead is None else f"<br>{sentence_case(days_from_plan(ahead, locale))}"
    text = locale(
        "<b>{province}</b><br>{share} ({count} of {whole})<br>Now: {now}<br>{status}",
        province=locale.province(point.code),
        share=locale.share(point.value),
        count=locale.count(point.numerator),
        whole=locale.count(point.stock),
        now=locale.share(point.value_now),
        status=label(point.status, locale),
    )
    return text + days


def _answer(known: list[ProvinceStock], indicator: str, context: Context) -> str:
    """Set the largest stocks against the others."""
    locale = context.locale
    day = locale.date(decision_day(indicator, context.facts.plan, context.as_of))
    ordered = _by_stock(known)
    large, others = ordered[:LARGEST_STOCKS], ordered[LARGEST_STOCKS:]
    if not others:
        return locale(
            "On {day}, {count} of {whole} patents: {share}.",
            day=day,
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
        day=day,
        large_count=locale.count(len(large)),
        large=locale.share(_share_together(large)),
        small=locale.share(_share_together(others)),
    )


def _by_stock(points: list[ProvinceStock]) -> list[ProvinceStock]:
    return sorted(points, key=lambda point: (-point.stock, point.code))


def _share_together(points: list[ProvinceStock]) -> float | None:
    """Give the share of several provinces together: sum over sum, never a mean of shares."""
    return share_of(sum(point.numerator for point in points), sum(p.stock for p in points))


def _notes(
    known: list[ProvinceStock], unknown: int, scale: ScatterAxes, context: Context
) -> Iterator[str]:
    """Say how to read the axes and the rings, and who is missing."""
    locale = context.locale
    if not scale.starts_at_zero:
        yield locale("The vertical axis does not begin at 0.")
    yield unknown_note(unknown, locale)
    if any(is_small(point.stock) for point in known):
        small = locale.count(LEAST_DENOMINATOR)
        yield locale("Rings: fewer than {count} patents counted.", count=small)
    yield chosen_provinces_note(context)


def _alt(known: list[ProvinceStock], caption: str, locale: Locale) -> str:
    """List the provinces by stock, with their values."""
    parts = [
        locale(
            "{province} {stock}, {share}",
            province=locale.province(point.code),
            stock=locale.count(point.stock),
            share=locale.share(point.value),
        )
        for point in _by_stock(known)
    ]
    return locale(
        "Scatter of the provinces by stock and progress. {caption} By stock: {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
