"""What the authorities themselves published on each milestone: real figures, never joined."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from milestones.charts.model import Chart, Legend, Margins
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.overview.record_panel import record_panel
from milestones.figures.overview.record_words import Published, alt, caption
from milestones.figures.registry import Place, figure
from milestones.frames import records
from milestones.i18n import _

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
ROW, HEAD = 46, 1.25
"""Height of a row in pixels, and of a milestone's heading in rows."""


@figure(
    "official_record",
    places=(Place("overview", "below", 4),),
    question=_("What have the authorities published?"),
    columns=COLUMNS,
    is_official=True,
)
def draw_official_record(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one line a series, so that no two universes are ever joined; each row names its own."""
    words, listed = context.words, records(frame, Published)
    groups = [list(group) for _name, group in groupby(listed, key=lambda row: row.milestone)]
    heights = [len({row.series for row in group}) + HEAD for group in groups]
    panels, top = [], 1.0
    for group, height in zip(groups, heights, strict=True):
        bottom = max(round(top - height / sum(heights), 6), 0.0)
        panels.append(record_panel(group, (bottom, top), context))
        top = bottom
    margins = Margins(top=6, right=8, bottom=44, left=4)
    size = round(ROW * sum(heights)) + 50
    chart = Chart(tuple(panels), size, margins, Legend(is_shown=False))
    newest = words.date(max(row.as_of for row in listed))
    as_of = words("Published figures up to {day}", day=newest)
    return Drawing(chart, caption(listed, context), alt(listed, words), as_of=as_of)
