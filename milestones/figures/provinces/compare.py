"""Two to four provinces side by side: their paths, their pipelines, their key indicators."""

from __future__ import annotations

import pandas as pd

from milestones.charts.model import (
    Axis,
    Chart,
    ComparedColumn,
    ComparedRow,
    Comparison,
    Margins,
    Panel,
)
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.labels import label, sentence_case
from milestones.figures.provinces.compare_rows import (
    COUNTED,
    FOLLOWED,
    KEYS,
    Row,
    is_comparable,
    prepare_compare,
)
from milestones.figures.provinces.compare_words import alt, caption, hover, written
from milestones.figures.registry import Place, Requirement, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.progress.lag import milestone_of

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
HEAD, ROW, GROUP = 156, 52, 28
"""Heights in pixels: the courses with their headings, a row, the heading of a group of rows."""

CHOOSE = _("Choose two to four provinces to set them side by side.")


@figure(
    "province_compare",
    places=(
        Place("provinces", "assessment_coverage", 3),
        Place("provinces", "high_value_industrialization", 4),
    ),
    question=_("How do the chosen provinces compare?"),
    columns=COLUMNS,
    prepare=prepare_compare,
    indicators=("due", "assessment_coverage", *KEYS),
    need=Requirement(is_comparable, CHOOSE, "--province"),
)
def draw_province_compare(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw a column a province; all bars have one scale, from nothing to all."""
    listed, chosen = records(frame, Row), context.selection.provinces
    series = _comparison(listed, chosen, context)
    hidden = Axis(is_shown=False)
    height = HEAD + GROUP * 2 + ROW * len(COUNTED)
    margins = Margins(top=4, right=4, bottom=26, left=4)
    chart = Chart((Panel(hidden, hidden, (series,)),), height + 30, margins)
    return Drawing(chart, caption(listed, context), alt(listed, context))


def _comparison(listed: list[Row], chosen: tuple[str, ...], context: Context) -> Comparison:
    words = context.words
    milestone = milestone_of(FOLLOWED, context.facts.plan)
    path = [row for row in listed if row.part == "path"]
    planned = [(point.on, point.value) for point in milestone.points] if milestone else []
    on = [row.day for row in path if row.value is not None] + [day for day, _ in planned]
    end = max([*on, context.as_of])
    start = planned[0][0] if planned else min([*on, context.as_of])
    heading = words(
        "<b>Assessment coverage</b>, {start} to {end}; plan dashed",
        start=words.month(start, short=True),
        end=words.month(end, short=True),
    )
    columns = tuple(_column(code, path, words) for code in chosen)
    rows = tuple(_row(name, listed, chosen, words) for name in COUNTED)
    return Comparison(columns, rows, start, end, tuple(planned), heading)


def _column(code: str, path: list[Row], words: Locale) -> ComparedColumn:
    mine = [row for row in path if row.code == code]
    status = mine[-1].status if mine else None
    heading = words.province(code), sentence_case(label(status or "not_assessable", words))
    course = tuple((row.day, row.value) for row in mine if row.value is not None)
    return ComparedColumn(heading, course)


def _row(name: str, listed: list[Row], chosen: tuple[str, ...], words: Locale) -> ComparedRow:
    """Give a row of numbers, one a province; the first of each group heads it."""
    found = {row.code: row for row in listed if row.indicator == name and row.part != "path"}
    mine = [found[code] for code in chosen]
    groups = {
        COUNTED[0]: words("<b>Pipeline</b>: each stage as a share of the stage before"),
        KEYS[0]: words("<b>Key indicators</b>"),
    }
    return ComparedRow(
        sentence_case(label(name, words)),
        tuple(written(row, words) for row in mine),
        tuple(row.value for row in mine),
        tuple(hover(row, words) for row in mine),
        groups.get(name, ""),
    )
