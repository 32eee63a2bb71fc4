"""Two to four provinces side by side: their paths, their pipelines, their key indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from milestones.charts.model import (
    Axis,
    Chart,
    ComparedColumn,
    ComparedRow,
    Comparison,
    Margins,
    Panel,
)
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import short_percent
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    Prepare,
    Requirement,
    figure,
)
from milestones.frames import Rows, records
from milestones.i18n import Locale, _
from milestones.plan import Milestone
from milestones.progress.indicators import (
    BY_ID,
    LEAST_DENOMINATOR,
    STAGE_COUNTS,
    STAGES_WITHOUT_SHARE,
    indicator_value,
    is_small,
    share_columns,
    share_of,
)
from milestones.progress.lag import milestone_for_indicator
from milestones.progress.pace import assess, planned_value
from milestones.progress.province_counts import compared_rows
from milestones.selection import Selection

MIN_PROVINCES, MAX_PROVINCES = 2, 4
"""How many provinces can stand side by side."""

STAGES = tuple(STAGE_COUNTS)[STAGES_WITHOUT_SHARE:]
"""The stages that count patents of the stage before."""

KEY_INDICATORS = (
    "good_prospects_share",
    "high_value_industrialization",
    "transferred_share",
    "industrialization_rate",
    "transfer_recordals",
    "contract_value",
)
NUMBER_ROWS = ("due", *STAGES, *KEY_INDICATORS)


COLUMNS = {
    "code": Column(_("Province"), "province"),
    "indicator": Column(_("Indicator"), "code"),
    "day": Column(_("Up to"), "date"),
    "value": Column(_("Value"), "share"),
    "numerator": Column(_("Numerator"), "count"),
    "denominator": Column(_("Denominator"), "count"),
    "amount": Column(_("Amount"), "money"),
    "planned": Column(_("Planned value"), "share"),
}
PATHS_HEIGHT_PX, ROW_HEIGHT_PX, GROUP_HEADING_PX = 156, 52, 28
"""Heights in pixels: the courses with their headings, a row, the heading of a group of rows."""

CHOOSE_PROVINCES = _("Choose two to four provinces to set them side by side.")

Counts = Mapping[str, float]


def is_comparable(selection: Selection) -> bool:
    """Tell whether the chosen provinces can stand side by side."""
    return MIN_PROVINCES <= len(selection.provinces) <= MAX_PROVINCES


COMPARABLE = Requirement(is_comparable, CHOOSE_PROVINCES, "--province")


class ProvinceNumber(NamedTuple):
    """One number of one province; `part` is path, stage or key; a share is a fraction."""

    code: str
    part: str
    indicator: str
    day: date
    value: float | None
    numerator: float | None
    denominator: float | None
    planned: float | None = None
    amount: float | None = None
    status: str | None = None


def prepare_compare(indicator: str) -> Prepare:
    """Make the pure step: a row a province, part, indicator and day; the path is of `indicator`."""
    return lambda rows, facts: _compared(rows, indicator, facts)


def _compared(rows: Rows, indicator: str, facts: Facts) -> Rows:
    listed: list[ProvinceNumber] = []
    if is_comparable(facts.selection):
        states = [dict(zip(rows.names, row, strict=True)) for row in rows.rows]
        for code in facts.selection.provinces:
            mine = [state for state in states if state["code"] == code]
            now = mine[-1] if mine else dict.fromkeys(rows.names, 0)
            listed += _path_rows(code, mine, indicator, facts)
            listed += _stage_rows(code, now, facts.as_of)
            listed += _key_rows(code, now, facts.as_of)
    return Rows.of(ProvinceNumber, listed)


def _path_rows(
    code: str, states: list[dict[str, Any]], indicator: str, facts: Facts
) -> Iterator[ProvinceNumber]:
    milestone = milestone_for_indicator(indicator, facts.plan)
    done, whole = share_columns(indicator)
    points = [(state["day"], state[done], state[whole]) for state in states]
    if points and points[-1][0] < facts.as_of:
        points.append((facts.as_of, *points[-1][1:]))
    series = [(day, share_of(*counts)) for day, *counts in points]
    status = assess(milestone, series, facts.as_of).status.value if milestone else None
    for (day, value), (__, numerator, denominator) in zip(series, points, strict=True):
        planned = planned_value(milestone, day) if milestone else None
        yield ProvinceNumber(
            code, "path", indicator, day, value, numerator, denominator, planned, status=status
        )


def _stage_rows(code: str, now: Counts, as_of: date) -> Iterator[ProvinceNumber]:
    yield ProvinceNumber(code, "stage", "due", as_of, None, now["due"], None)
    for stage, before in zip(STAGES, ("due", *STAGES), strict=False):
        counts = now[STAGE_COUNTS[stage]], now[STAGE_COUNTS[before]]
        yield ProvinceNumber(code, "stage", stage, as_of, share_of(*counts), *counts)


def _key_rows(code: str, now: Counts, as_of: date) -> Iterator[ProvinceNumber]:
    is_unpriced = 0 < now["transfers"] <= now["unpriced"]
    counts = {**now, "amount_cny": None if is_unpriced else float(now["amount_cny"])}
    for name in KEY_INDICATORS:
        found = indicator_value(BY_ID[name], counts, as_of)
        value = found.value if found.unit == "share" else None
        amount = found.value if found.unit == "CNY" else None
        numerator = None if found.unit == "CNY" else found.numerator
        yield ProvinceNumber(
            code, "key", name, as_of, value, numerator, found.denominator, amount=amount
        )


def _number_text(row: ProvinceNumber, locale: Locale) -> str:
    """Write a number in its unit; a share of nothing is a dash."""
    if row.indicator == "contract_value":
        return locale.money(row.amount)
    if row.denominator is None:
        return locale.count(row.numerator)
    return locale.share(row.value)


def _hover(row: ProvinceNumber, locale: Locale) -> str:
    """Write what a bar says when pointed at."""
    return locale(
        "<b>{province}</b><br>{what}: {share}<br>{count} of {whole}",
        province=locale.province(row.code),
        what=label(row.indicator, locale),
        share=locale.share(row.value),
        count=locale.count(row.numerator),
        whole=locale.count(row.denominator),
    )


def _caption(listed: list[ProvinceNumber], locale: Locale) -> str:
    """Say in which share the provinces differ most."""
    found = _widest_difference(listed)
    if found is None:
        return locale(
            "No share is one of {count} or more in all of these provinces, so none is compared.",
            count=locale.count(LEAST_DENOMINATOR),
        )
    low, high = found
    return locale(
        "They differ most in “{what}”: {high} in {highest}, {low} in {lowest}.",
        what=label(low.indicator, locale),
        high=locale.share(high.value),
        highest=locale.province(high.code),
        low=locale.share(low.value),
        lowest=locale.province(low.code),
    )


def _widest_difference(
    listed: list[ProvinceNumber],
) -> tuple[ProvinceNumber, ProvinceNumber] | None:
    pairs = []
    for name in NUMBER_ROWS:
        shares = [row for row in listed if row.part != "path" and row.indicator == name]
        known = sorted((row for row in shares if row.value is not None), key=_by_value)
        if len(known) > 1 and not any(is_small(row.denominator or 0) for row in known):
            pairs.append((known[0], known[-1]))
    return max(pairs, key=lambda pair: _by_value(pair[1])[0] - _by_value(pair[0])[0], default=None)


def _by_value(row: ProvinceNumber) -> tuple[float, str]:
    return row.value or 0.0, row.code


def _alt(listed: list[ProvinceNumber], caption: str, locale: Locale) -> str:
    """List each province's numbers."""
    numbers: dict[str, list[str]] = {row.code: [] for row in listed}
    for row in listed:
        if row.part != "path":
            name = sentence_case(label(row.indicator, locale))
            numbers[row.code].append(f"{name} {_number_text(row, locale)}")
    parts = [
        locale("{what}: {numbers}", what=locale.province(code), numbers=locale.join(texts))
        for code, texts in numbers.items()
    ]
    return locale(
        "Provinces side by side. {caption} {list}.", caption=caption, list=locale.listing(parts)
    )


@figure(
    "province_compare",
    places=(Place("provinces", "assessment_coverage", 3),),
    question=_("How do the chosen provinces compare?"),
    columns=COLUMNS,
    query="patent_counts",
    count=compared_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_compare("assessment_coverage"),
    indicators=("due", "assessment_coverage", *KEY_INDICATORS),
    need=COMPARABLE,
)
def draw_province_compare(rows: Rows, context: Context) -> Drawing:
    """Draw a column a province, headed by its assessment and the verdict on it."""
    return _draw(rows, "assessment_coverage", context)


@figure(
    "industrialization_compare",
    places=(Place("provinces", "high_value_industrialization", 4),),
    question=_("How do the chosen provinces compare in industrialization?"),
    columns=COLUMNS,
    query="patent_counts",
    count=compared_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_compare("high_value_industrialization"),
    indicators=("due", "assessment_coverage", *KEY_INDICATORS),
    need=COMPARABLE,
)
def draw_industrialization_compare(rows: Rows, context: Context) -> Drawing:
    """Draw a column a province, headed by its industrialization and the verdict on it."""
    return _draw(rows, "high_value_industrialization", context)


def _draw(rows: Rows, indicator: str, context: Context) -> Drawing:
    """Draw a column a province; all bars have one scale, from nothing to all."""
    listed, chosen = records(rows, ProvinceNumber), context.selection.provinces
    series = _comparison(listed, chosen, indicator, context)
    hidden = Axis(is_shown=False)
    height = PATHS_HEIGHT_PX + GROUP_HEADING_PX * 2 + ROW_HEIGHT_PX * len(NUMBER_ROWS)
    margins = Margins(top=4, right=4, bottom=26, left=4)
    chart = Chart((Panel(hidden, hidden, (series,)),), height + 30, margins)
    caption = _caption(listed, context.locale)
    return Drawing(chart, caption, _alt(listed, caption, context.locale))


def _comparison(
    listed: list[ProvinceNumber], chosen: tuple[str, ...], indicator: str, context: Context
) -> Comparison:
    locale = context.locale
    milestone = milestone_for_indicator(indicator, context.facts.plan)
    path = [row for row in listed if row.part == "path"]
    points = milestone.points if milestone and milestone.target else ()
    planned = [(point.on, point.value) for point in points]
    on = [row.day for row in path if row.value is not None] + [day for day, _ in planned]
    end, top = max([*on, context.as_of]), _top_of_path(path, planned)
    start = planned[0][0] if planned else min([*on, context.as_of])
    text = _("<b>{indicator}</b>, 0 to {top}; plan dashed")
    if not planned:
        text = _("<b>{indicator}</b>, 0 to {top}")
    heading = locale(
        text,
        indicator=sentence_case(label(indicator, locale)),
        top=short_percent(top, locale),
    )
    columns = tuple(_path_column(code, path, milestone, locale) for code in chosen)
    rows = tuple(_number_row(name, listed, chosen, locale) for name in NUMBER_ROWS)
    return Comparison(columns, rows, start, end, tuple(planned), heading, top)


def _top_of_path(path: list[ProvinceNumber], planned: list[tuple[date, float]]) -> float:
    """Give the level that the courses are drawn up to: the next tenth above all values."""
    values = [value for row in path for value in (row.value, row.planned) if value is not None]
    most = max([*values, *(value for _, value in planned)], default=1.0)
    return max(ceil(round(most * 10, 6)), 1) / 10


def _path_column(
    code: str, path: list[ProvinceNumber], milestone: Milestone | None, locale: Locale
) -> ComparedColumn:
    mine = [row for row in path if row.code == code]
    status = sentence_case(label((mine[-1].status if mine else "") or "not_assessable", locale))
    if milestone is not None:
        status = locale("{milestone}: {status}", milestone=milestone.id, status=status)
    heading = locale.province(code), status
    course = tuple((row.day, row.value) for row in mine if row.value is not None)
    return ComparedColumn(heading, course)


def _number_row(
    name: str, listed: list[ProvinceNumber], chosen: tuple[str, ...], locale: Locale
) -> ComparedRow:
    """Give a row of numbers, one a province; the first of each group heads it."""
    found = {row.code: row for row in listed if row.indicator == name and row.part != "path"}
    mine = [found[code] for code in chosen]
    groups = {
        NUMBER_ROWS[0]: locale("<b>Pipeline</b>: each stage as a share of the stage before"),
        KEY_INDICATORS[0]: locale("<b>Key indicators</b>"),
    }
    return ComparedRow(
        sentence_case(label(name, locale)),
        tuple(_number_text(row, locale) for row in mine),
        tuple(row.value for row in mine),
        tuple(_hover(row, locale) for row in mine),
        groups.get(name, ""),
    )
