"""What the authorities themselves published on each milestone: real figures, never joined."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.overview.record_panel import HEAD, draw_panel
from milestones.figures.overview.record_words import alt, caption
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Layout, Trace, chart
from milestones.words import _

COLUMNS = {
    "milestone": Column(_("Milestone"), "code"),
    "indicator": Column(_("What was counted"), "code"),
    "scope": Column(_("Whose"), "code"),
    "universe": Column(_("Of which patents"), "code"),
    "as_of": Column(_("As of"), "date"),
    "bound": Column(_("Bound"), "code"),
    "value": Column(_("Value"), "number"),
    "unit": Column(_("Unit"), "code"),
    "source": Column(_("Source"), "text"),
    "published_on": Column(_("Published on"), "plain"),
    "note": Column(_("Note"), "text"),
    "url": Column(_("Address"), "plain"),
}
ROW = 46


@figure(
    "official_record",
    question=_("What have the authorities published?"),
    columns=COLUMNS,
    is_official=True,
)
def draw_official_record(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one line a series, so that no two universes are ever joined; each row names its own."""
    words, listed = context.words, rows(frame)
    panels = [list(panel) for _name, panel in groupby(listed, key=lambda row: row.milestone)]
    heights = [len({row.series for row in panel}) + HEAD for panel in panels]
    layout: Layout = {"showlegend": False, "shapes": []}
    traces: list[Trace] = []
    top = 1.0
    for number, (panel, height) in enumerate(zip(panels, heights, strict=True), start=1):
        bottom = max(round(top - height / sum(heights), 6), 0.0)
        traces += draw_panel(panel, number, (bottom, top), layout, context)
        top = bottom
    layout["margin"] = {"t": 6, "l": 4, "r": 8, "b": 44}
    drawn = chart(traces, context, height=round(ROW * sum(heights)) + 50, **layout)
    newest = words.date(max(row.as_of for row in listed))
    as_of = words("Published figures up to {day}", day=newest)
    return Drawing(drawn, caption(listed, context), alt(listed, words), as_of=as_of)
