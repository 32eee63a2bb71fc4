"""How many institutions have assessed all of their patents due, and how far the others are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.institutions.completion_words import (
    alt,
    caption,
    kind_line,
    month_hover,
    share_hover,
)
from milestones.figures.institutions.courses import assessed_by, days_of
from milestones.figures.institutions.institution_table import assessment
from milestones.figures.labels import BANDS, label, sentence_case
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import (
    Layout,
    Trace,
    bar,
    chart,
    count_axis,
    empty,
    month_axis,
    texts,
)
from milestones.selection import KINDS
from milestones.words import _

COLUMNS = {
    "day": Column(_("Day"), "date"),
    "kind": Column(_("Kind"), "code"),
    "band": Column(_("Part of the patents due"), "code"),
    "institutions": Column(_("Number of institutions"), "count"),
    "share": Column(_("Share of the institutions"), "share"),
}
TOP, ROW = 250, 46
NAMED = 18
"""Pixels between the bars and the legend, where the deadline is named."""

DAY = 86_400_000
"""A day in the milliseconds of a date axis."""

DAYS_WIDE = 25
"""Width of a month's bar, which ends on the day that it counts up to."""


def prepare_completion(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Count the institutions of each kind by the part assessed, for each month, the last first."""
    bands, days, counted = list(BANDS), days_of(facts), []
    due = frame["due"].to_numpy()[:, None]
    placed = _bands(assessed_by(frame, facts), due)
    for kind in KINDS:
        of_kind = placed[(frame["kind"] == kind).to_numpy() & (due[:, 0] > 0)]
        for number, band in enumerate(bands) if len(of_kind) else ():
            for day, count in zip(days, (of_kind == number).sum(axis=0).tolist(), strict=True):
                counted.append((day, kind, band, count, count / len(of_kind)))
    listed = pd.DataFrame(counted, columns=list(COLUMNS))
    return listed.sort_values("day", ascending=False, kind="stable", ignore_index=True)


def _bands(assessed: np.ndarray[Any, Any], due: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Number the class of each state, in the order of the labels; compared in whole patents."""
    thresholds = (assessed > 0, assessed * 2 >= due, assessed * 10 >= due * 9, assessed == due)
    passed: np.ndarray[Any, Any] = np.stack(thresholds).sum(axis=0)
    return passed


@figure(
    "institution_completion",
    question=_("How many institutions have assessed all of their patents?"),
    columns=COLUMNS,
    query="institution_table",
    prepare=prepare_completion,
    indicators=("institution_completion",),
)
def draw_institution_completion(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the institutions by the part they have assessed: by month, and by kind on the day."""
    words = context.words
    total = frame.groupby(["day", "band"])["institutions"].sum().reset_index()
    if not total["institutions"].any():
        told = words("No institution of this selection has patents due.")
        return Drawing(empty(told, context), told, told)
    months = total.sort_values("day")
    now = rows(frame[frame["day"] == frame["day"].max()])
    told = caption(_at_deadline(frame, context), now, context)
    return Drawing(_chart(months, now, context), told, alt(now, told, words))


def _at_deadline(frame: pd.DataFrame, context: Context) -> list[Any]:
    milestone = assessment(context.facts)
    if milestone is None or context.as_of <= milestone.deadline:
        return []
    return rows(frame[frame["day"] == milestone.deadline])


def _chart(months: pd.DataFrame, now: list[Any], context: Context) -> FinishedFigure:
    kinds = [kind for kind in KINDS if any(row.kind == kind for row in now)]
    below = ROW * len(kinds) + 20
    height = TOP + below + 96 + NAMED
    split = below / (TOP + below)
    top = int(months.groupby("day")["institutions"].sum().max())
    traces = [
        trace
        for number, band in enumerate(reversed(BANDS))
        for trace in _band(band, context.colours.scale[4 - number], months, now, kinds, context)
    ]
    lines = [kind_line(kind, now, context.words) for kind in kinds]
    places = [place - 0.42 for place in range(len(kinds))]
    names = texts([0] * len(kinds), places, lines, xaxis="x2", yaxis="y2")
    return chart(
        [*traces, names],
        context,
        barmode="stack",
        height=height,
        margin={"t": 48 + NAMED, "b": 30},
        legend={"traceorder": "normal", "y": 1 + NAMED / (TOP + below)},
        xaxis={**month_axis(context.words), "anchor": "y"},
        yaxis={**count_axis(top, context.words), "domain": [split + 0.14, 1], "range": [0, top]},
        xaxis2={"visible": False, "range": [0, 1], "anchor": "y2"},
        yaxis2={
            "visible": False,
            "domain": [0, split - 0.02],
            "range": [len(kinds) - 0.6, -0.62],
            "anchor": "x2",
        },
        **_deadline(context),
    )


def _band(
    band: str,
    colour: str,
    months: pd.DataFrame,
    now: list[Any],
    kinds: list[str],
    context: Context,
) -> list[Trace]:
    """Draw one class twice: by months, and by kinds on the last day."""
    words = context.words
    by_month = rows(months[months["band"] == band])
    of_band = {row.kind: row for row in now if row.band == band}
    by_kind = [of_band[kind] for kind in kinds]
    shared = {"name": sentence_case(label(band, words)), "legendgroup": band}
    edge = {"color": colour, "line": {"width": 0.5, "color": context.colours.surface}}
    return [
        bar(
            **shared,
            marker=edge,
            x=[row.day.isoformat() for row in by_month],
            y=[row.institutions for row in by_month],
            width=DAYS_WIDE * DAY,
            offset=-DAYS_WIDE * DAY,
            customdata=[month_hover(row, words) for row in by_month],
            hovertemplate="%{customdata}<extra></extra>",
        ),
        bar(
            **shared,
            marker=edge,
            showlegend=False,
            orientation="h",
            x=[row.share or 0 for row in by_kind],
            y=list(range(len(by_kind))),
            width=0.34,
            xaxis="x2",
            yaxis="y2",
            customdata=[share_hover(row, words) for row in by_kind],
            hovertemplate="%{customdata}<extra></extra>",
        ),
    ]


def _deadline(context: Context) -> Layout:
    milestone = assessment(context.facts)
    if milestone is None or context.as_of < milestone.deadline:
        return {}
    colours, day = context.colours, milestone.deadline.isoformat()
    on = {"xref": "x", "yref": "y domain"}
    line = {"color": colours.official, "width": 1.5, "dash": "dot"}
    ends = {"x0": day, "x1": day, "y0": 0, "y1": 1.06}
    note = {
        "text": context.words("deadline"),
        **on,
        **{"x": day, "y": 1.02, "xanchor": "left", "yanchor": "bottom", "showarrow": False},
        "xshift": 4,
        "font": {"size": 11, "color": colours.muted},
    }
    return {"shapes": [{"type": "line", **on, **ends, "line": line}], "annotations": [note]}
