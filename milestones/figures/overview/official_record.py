"""What the authorities themselves published on each milestone: real figures, never joined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import figure
from milestones.figures.rows import days, rows
from milestones.figures.shapes import MONTH_TICKS, Layout, chart
from milestones.plan import Milestone
from milestones.words import Words, _

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
BOUNDS = {"more than": _("over {value}"), "approx": _("about {value}")}
ROW = 42
LETTER = 0.025
"""Part of a narrow screen's width that a letter takes."""

HEAD = 1.25
"""Height of a milestone's heading, in rows."""


@figure(
    "official_record",
    question=_("What have the authorities published?"),
    columns=COLUMNS,
    is_official=True,
)
def draw_official_record(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one line a series, so that no two universes are ever joined; each row names its own."""
    panels = [panel for _, panel in frame.groupby("milestone", sort=False)]
    heights = [panel["series"].nunique() + HEAD for panel in panels]
    layout: Layout = {"showlegend": False, "annotations": [], "shapes": []}
    traces: list[object] = []
    top = 1.0
    for number, (panel, height) in enumerate(zip(panels, heights, strict=True), start=1):
        bottom = max(top - height / sum(heights), 0.0)
        traces += _panel(panel, number, (bottom, top), layout, context)
        top = bottom
    drawn = chart(
        traces, context, height=round(ROW * sum(heights)) + 50, **layout,
        margin={"t": 6, "l": 4, "r": 8, "b": 30},
    )  # fmt: skip
    words = context.words
    newest = words.date(max(days(frame["as_of"])))
    as_of = words("Published figures up to {day}", day=newest)
    return Drawing(drawn, _caption(frame, context), _alt(frame, words), as_of=as_of)


def _panel(
    panel: pd.DataFrame, number: int, domain: tuple[float, float], layout: Layout, context: Context
) -> Iterator[object]:
    words, colours = context.words, context.colours
    milestone = _milestone(panel["milestone"].iloc[0], context)
    places = {name: place for place, name in enumerate(panel["series"].unique())}
    first, last = _span(panel, milestone)
    x, y = (f"x{number}", f"y{number}") if number > 1 else ("x", "y")
    layout[f"xaxis{number}"] = {
        "type": "date",
        "range": [first.isoformat(), last.isoformat()],
        "anchor": y,
        "tickformat": MONTH_TICKS[words.lang] if (last - first).days < 900 else "%Y",
        "nticks": 5,
        "showgrid": False,
    }
    layout[f"yaxis{number}"] = {
        "visible": False,
        "range": [len(places) - 0.62, -HEAD],
        "domain": [domain[0] + 0.035, domain[1]],
        "anchor": x,
    }
    if milestone is not None and first < milestone.deadline < last:
        layout["shapes"].append(_deadline(milestone.deadline, x, y, len(places), colours.muted))
    yield _texts([-HEAD + 0.3], [_heading(panel, milestone, words)], (first, x, y), colours.ink)
    labels = [_series(row, words) for row in rows(panel.drop_duplicates("series"))]
    spots = [place - 0.36 for place in places.values()]
    yield _texts(spots, labels, (first, x, y), colours.muted)
    yield _lines(len(places), (first, last), (x, y), colours.grid)
    yield _points(panel, places, (first, last), (x, y), context)


def _milestone(indicator: str, context: Context) -> Milestone | None:
    listed = context.facts.plan.milestones
    return next((item for item in listed if item.indicator == indicator), None)


def _span(panel: pd.DataFrame, milestone: Milestone | None) -> tuple[date, date]:
    known = days(panel["as_of"])
    if milestone is not None:
        known += [milestone.deadline, *(point.on for point in milestone.points)]
    first, last = min(known), max(known)
    edge = (last - first) * 0.03
    return first - edge, last + edge


def _deadline(day: date, x: str, y: str, rows: int, colour: str) -> Layout:
    line = {"color": colour, "width": 1, "dash": "dot"}
    ends = {"x0": day.isoformat(), "x1": day.isoformat(), "y0": -0.7, "y1": rows - 0.62}
    return {"type": "line", "xref": x, "yref": y, "line": line, **ends}


def _heading(panel: pd.DataFrame, milestone: Milestone | None, words: Words) -> str:
    if milestone is None:
        return f"<b>{label(str(panel['milestone'].iloc[0]), words)}</b>"
    day = words("by {month}", month=words.month(milestone.deadline, short=True))
    return f"<b>{milestone.id} {label(milestone.indicator, words)}</b> · {day}"


def _texts(
    places: list[float], texts: list[str], at: tuple[date, str, str], colour: str
) -> go.Scatter:
    return go.Scatter(
        x=[at[0].isoformat()] * len(places),
        y=places,
        xaxis=at[1],
        yaxis=at[2],
        text=texts,
        mode="text",
        textposition="middle right",
        textfont={"color": colour, "size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _lines(rows: int, span: tuple[date, date], axes: tuple[str, str], colour: str) -> go.Scatter:
    first, last = (day.isoformat() for day in span)
    return go.Scatter(
        x=[first, last, None] * rows,
        y=[place for row in range(rows) for place in (row, row, None)],
        xaxis=axes[0],
        yaxis=axes[1],
        mode="lines",
        line={"color": colour, "width": 1},
        hoverinfo="skip",
    )


def _points(
    panel: pd.DataFrame,
    places: dict[str, int],
    span: tuple[date, date],
    axes: tuple[str, str],
    context: Context,
) -> go.Scatter:
    words, colours = context.words, context.colours
    listed = rows(panel)
    texts = [_value(row, words) for row in listed]
    return go.Scatter(
        x=[row.as_of.isoformat() for row in listed],
        y=[places[row.series] for row in listed],
        xaxis=axes[0],
        yaxis=axes[1],
        mode="markers+text",
        marker={"symbol": "diamond", "size": 10, "color": colours.official},
        text=texts,
        textfont={"size": 12},
        textposition=_sides(listed, texts, span),
        cliponaxis=False,
        hovertext=[_hover(row, words) for row in listed],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _sides(listed: list[Any], texts: list[str], span: tuple[date, date]) -> list[str]:
    """Put each text where its point has more room, from the last point to the first."""
    first, last = span
    sides: list[str] = []
    series, edge = None, last
    for place, row in reversed(list(enumerate(listed))):
        edge = last if row.series != series else edge
        before = listed[place - 1] if place else None
        start = before.as_of if before is not None and before.series == row.series else first
        is_left = row.as_of - start > edge - row.as_of
        taken = (last - first) * len(texts[place]) * LETTER if is_left else timedelta()
        sides.append("middle left" if is_left else "middle right")
        series, edge = row.series, row.as_of - taken
    return sides[::-1]


def _series(row: Any, words: Words) -> str:
    what = sentence_case(label(row.indicator, words))
    whose = label(row.scope, words)
    if row.universe == row.unit:
        return words("{what} ({whose})", what=what, whose=whose)
    of = label(row.universe, words)
    return words("{what} ({whose}, {of})", what=what, whose=whose, of=of)


def _value(row: Any, words: Words) -> str:
    decimals = 0 if row.bound else 1
    is_share = row.unit == "percent"
    number = words.share(row.value / 100, decimals) if is_share else words.count(row.value)
    if row.is_complete:
        return words("{value} (complete)", value=number)
    return words(BOUNDS[row.bound], value=number) if row.bound else number


def _hover(row: Any, words: Words) -> str:
    lines = [f"<b>{_value(row, words)}</b>", _series(row, words), words.date(row.as_of)]
    lines.append(words("Source: {source}", source=words(row.source)))
    if row.note:
        lines.append(words(row.note))
    return "<br>".join(lines)


def _caption(frame: pd.DataFrame, context: Context) -> str:
    words = context.words
    assessed = frame[frame["milestone"] == "assessment_coverage"]
    complete = assessed[assessed["is_complete"]]
    milestone = _milestone("assessment_coverage", context)
    synthetic = words("These are real figures, beside a synthetic register.")
    extra = synthetic if context.facts.edition.synthetic else ""
    if complete.empty or milestone is None:
        text = words("What was published on the milestones, each figure with its own universe.")
        return words.sentences(text, extra)
    last = rows(complete)[-1]
    early = (milestone.deadline - last.as_of).days
    text = words(
        "The authorities declared the assessment complete on {day}, with {count} patents,"
        " at least {days} before the deadline.",
        day=words.date(last.as_of),
        count=words.count(last.value),
        days=words.n("{count} day", "{count} days", early),
    )
    return words.sentences(text, extra)


def _alt(frame: pd.DataFrame, words: Words) -> str:
    parts = [
        words(
            "{series}: {value} on {day}",
            series=_series(row, words),
            value=_value(row, words),
            day=words.date(row.as_of),
        )
        for row in rows(frame)
    ]
    return words("Published figures in time order. {list}.", list=words.listing(parts))
