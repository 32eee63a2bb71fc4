"""Two to four provinces side by side: their paths, their pipelines, their key indicators."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.labels import label, sentence_case
from milestones.figures.provinces.compare_path import WIDTH, draw_paths, texts_below
from milestones.figures.provinces.compare_rows import COUNTED, KEYS, is_comparable, prepare_compare
from milestones.figures.provinces.compare_words import alt, caption, hover, written
from milestones.figures.registry import Need, figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Trace, bar, chart
from milestones.words import _

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
"""Heights in pixels: the paths with their names, a row, the heading of a group of rows."""

NAMES = 40
"""Pixels from the top that the provinces' names take; both halves of a cut picture have them."""

LENGTH, THICK = WIDTH, 8
"""A bar of 100%, as wide as the paths above it, and its thickness in pixels."""

CHOOSE = _("Choose two to four provinces to set them side by side.")


@figure(
    "province_compare",
    question=_("How do the chosen provinces compare?"),
    columns=COLUMNS,
    prepare=prepare_compare,
    indicators=("due", "assessment_coverage", *KEYS),
    need=Need(is_comparable, CHOOSE, "--province"),
)
def draw_province_compare(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw a column a province; all bars have one scale, from nothing to all."""
    listed, chosen = rows(frame), context.selection.provinces
    columns = {code: place for place, code in enumerate(chosen)}
    now = [row for row in listed if row.part != "path"]
    heights = _heights()
    height = max(heights.values()) + ROW
    drawn = chart(
        [
            *draw_paths([row for row in listed if row.part == "path"], columns, context),
            *_bars(now, columns, heights, context),
            _values(now, columns, heights, context),
            _headings(heights, context),
        ],
        context,
        barmode="overlay",
        height=height + 30,
        meta={"cut": heights["keys"], "head": NAMES},
        margin={"t": 4, "l": 4, "r": 4, "b": 26},
        xaxis={"visible": False, "fixedrange": True, "range": [0, len(chosen)]},
        yaxis={"visible": False, "fixedrange": True, "range": [height, 0]},
    )
    return Drawing(drawn, caption(listed, context), alt(listed, context))


def _heights() -> dict[str, int]:
    """Give the upper edge of each row of numbers, and of the two headings, in pixels."""
    found, at = {}, HEAD
    for name in ("stages", *COUNTED):
        if name == KEYS[0]:
            found["keys"] = at
            at += GROUP
        found[name] = at
        at += GROUP if name == "stages" else ROW
    return found


def _bars(
    now: list[Any], columns: dict[str, int], heights: dict[str, int], context: Context
) -> list[Trace]:
    colours = context.colours
    shares = [row for row in now if row.value is not None]
    place = {
        "base": [columns[row.code] for row in shares],
        "y": [heights[row.indicator] + 36 for row in shares],
        "width": THICK,
        "orientation": "h",
        "showlegend": False,
    }
    told = [hover(row, context.words) for row in shares]
    whole = {"marker": {"color": colours.grid}, "hovertext": told}
    part = {"marker": {"color": colours.main}, "hoverinfo": "skip"}
    return [
        bar(
            x=[LENGTH] * len(shares), hovertemplate="%{hovertext}<extra></extra>", **place, **whole
        ),
        bar(x=[min(row.value, 1.0) * LENGTH for row in shares], **place, **part),
    ]


def _values(
    now: list[Any], columns: dict[str, int], heights: dict[str, int], context: Context
) -> Trace:
    return texts_below(
        [columns[row.code] for row in now],
        [heights[row.indicator] + 14 for row in now],
        [written(row, context.words) for row in now],
        {"size": 12, "color": context.colours.ink},
    )


def _headings(heights: dict[str, int], context: Context) -> Trace:
    """Name the rows, and the two groups of them."""
    words = context.words
    groups = {
        "stages": words("<b>Pipeline</b>: each stage as a share of the stage before"),
        "keys": words("<b>Key indicators</b>"),
    }
    lines = [groups.get(name) or sentence_case(label(name, words)) for name in heights]
    font = {"size": 11, "color": context.colours.muted}
    return texts_below([0] * len(heights), list(heights.values()), lines, font)
