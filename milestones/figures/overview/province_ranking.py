"""Who lags: the provinces with most patents still open, now and at the deadline."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import chart, empty
from milestones.words import Words, _

COLUMNS = {
    "rank": Column(_("Rank"), "count"),
    "code": Column(_("Province"), "province"),
    "open": Column(_("Still open"), "count"),
    "open_at_deadline": Column(_("Open at the deadline"), "count"),
    "coverage": Column(_("Assessment coverage"), "share"),
    "assessed": Column(_("Assessed"), "count"),
    "due": Column(_("Due for assessment"), "count"),
    "lapsed_open": Column(_("Lapsed before assessment"), "count"),
}
SHOWN = 10
SMALL = 100
"""Below this number due, one patent moves the coverage by more than a point."""


@figure("province_ranking", question=_("Who lags?"), columns=COLUMNS)
def draw_province_ranking(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the ten provinces with most still open, and those that the reader chose."""
    words = context.words
    caption = _caption(frame, words)
    if not frame[["open", "open_at_deadline"]].fillna(0).to_numpy().any():
        return Drawing(empty(caption, context), caption, caption)
    chosen = frame["code"].isin(context.selection.provinces)
    listed = frame[(frame["rank"] <= SHOWN) | chosen]
    return Drawing(_chart(listed, context), caption, _alt(listed, caption, words))


def _chart(listed: pd.DataFrame, context: Context) -> go.Figure:
    colours, words = context.colours, context.words
    places = list(range(len(listed)))
    ends = listed[["open", "open_at_deadline"]].max(axis="columns")
    is_over = bool(listed["open_at_deadline"].notna().any())
    traces: list[object] = [_texts(listed, ends, places, words)]
    if is_over:
        before = listed["open_at_deadline"]
        traces.append(_bars(words("open at the deadline"), before, places, 0.76, colours.soft))
    traces.append(_bars(words("still open"), listed["open"], places, 0.5, colours.main))
    return chart(
        traces,
        context,
        barmode="overlay",
        height=60 + 27 * len(listed),
        showlegend=is_over,
        margin={"t": 26 if is_over else 4, "b": 28},
        xaxis={"visible": False, "range": [0, float(ends.max()) * 1.9]},
        yaxis={
            "range": [len(listed) - 0.4, -0.6],
            "tickvals": places,
            "ticktext": [_name(row, context) for row in rows(listed)],
            "showgrid": False,
            "tickfont": {"color": colours.ink, "size": 13},
        },
    )


def _bars(name: str, values: pd.Series, places: list[int], width: float, colour: str) -> go.Bar:
    return go.Bar(
        name=name,
        x=values.tolist(),
        y=places,
        width=width,
        orientation="h",
        marker={"color": colour},
        hoverinfo="skip",
    )


def _texts(listed: pd.DataFrame, ends: pd.Series, places: list[int], words: Words) -> go.Scatter:
    return go.Scatter(
        x=ends.tolist(),
        y=places,
        text=[f"\u00a0{_numbers(row, words)}" for row in rows(listed)],
        hovertext=[_hover(row, words) for row in rows(listed)],
        hovertemplate="%{hovertext}<extra></extra>",
        mode="text",
        textposition="middle right",
        textfont={"size": 12},
        cliponaxis=False,
        showlegend=False,
    )


def _name(row: Any, context: Context) -> str:
    mark = "*" if row.due < SMALL else ""
    name = f"{row.rank} {context.words.province(row.code)}{mark}"
    return f"<b>{name}</b>" if row.code in context.selection.provinces else name


def _numbers(row: Any, words: Words) -> str:
    now = words.count(row.open)
    change = now if row.open_at_deadline is None else f"{words.count(row.open_at_deadline)} → {now}"
    return f"{change} · {words.share(row.coverage)}"


def _hover(row: Any, words: Words) -> str:
    text = words(
        "<b>{province}</b><br>Still open: {open}<br>Assessed {share}: {assessed} of {due} due",
        province=words.province(row.code),
        open=words.count(row.open),
        share=words.share(row.coverage),
        assessed=words.count(row.assessed),
        due=words.count(row.due),
    )
    if row.open_at_deadline is None:
        return text
    return text + words("<br>Open at the deadline: {open}", open=words.count(row.open_at_deadline))


def _caption(frame: pd.DataFrame, words: Words) -> str:
    if frame.empty:
        return words("No province has patents due in this selection.")
    note = ""
    if (frame["due"] < SMALL).any():
        note = words("* fewer than {count} patents due", count=words.count(SMALL))
    return words.sentences(_finding(frame, words), note)


def _finding(frame: pd.DataFrame, words: Words) -> str:
    first = rows(frame)[0]
    if first.open > 0:
        return words.n(
            "{province} has most left to do: {count} patent still open ({share} assessed),"
            " out of {total} in all provinces.",
            "{province} has most left to do: {count} patents still open ({share} assessed),"
            " out of {total} in all provinces.",
            int(first.open),
            province=words.province(first.code),
            share=words.share(first.coverage),
            total=words.count(frame["open"].sum()),
        )
    if not first.open_at_deadline:
        return words("No patents are still open in any province.")
    return words.n(
        "No patents are still open; at the deadline {province} had most, with {count} patent"
        " out of {total}.",
        "No patents are still open; at the deadline {province} had most, with {count} patents"
        " out of {total}.",
        int(first.open_at_deadline),
        province=words.province(first.code),
        total=words.count(frame["open_at_deadline"].sum()),
    )


def _alt(listed: pd.DataFrame, caption: str, words: Words) -> str:
    parts = [f"{words.province(row.code)} {_numbers(row, words)}" for row in rows(listed)]
    return words(
        "Bar chart of the provinces by patents still open. {caption} {list}.",
        caption=caption,
        list=words.listing(parts),
    )
