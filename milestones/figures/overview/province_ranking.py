"""Who lags: the provinces with most patents still open, now and at the deadline."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.finished import FinishedFigure
from milestones.figures.overview.province_words import notes_on
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Trace, chart, empty, row_bars, telling_texts
from milestones.figures.ties import as_many
from milestones.words import Words, _
from milestones.words.widths import width

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
NAME_SIZE, NUMBER_SIZE = 13, 12
NARROWEST = 270
"""Pixels that names, bars and numbers have on a screen of 1024."""
LONGEST = 3.5
"""No axis is longer than so many times its longest bar."""


def prepare_ranking(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Keep the provinces with patents due, in the order of their rank."""
    ranked = frame[frame["rank"].notna()].astype({"rank": "int64"})
    return ranked.sort_values("rank", ignore_index=True)


@figure(
    "province_ranking",
    question=_("Which provinces have most left to assess?"),
    columns=COLUMNS,
    query="province_standings",
    prepare=prepare_ranking,
    indicators=("assessment_coverage",),
)
def draw_province_ranking(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the ten provinces with most still open, and those that the reader chose."""
    words, ranked = context.words, rows(frame)
    caption = words.sentences(_finding(ranked, words), *notes_on(context))
    if not any(row.open or row.open_at_deadline for row in ranked):
        return Drawing(empty(caption, context), caption, caption)
    chosen = context.selection.provinces
    first = [row for row in ranked[:SHOWN] if row.open or row.open_at_deadline]
    listed = first + [row for row in ranked[len(first) :] if row.code in chosen]
    if listed[0].open_at_deadline is not None:
        caption = words.sentences(caption, _row_ends(words))
    if any(row.due < SMALL for row in listed):
        note = words("* Fewer than {count} patents due.", count=words.count(SMALL))
        caption = words.sentences(caption, note)
    parts = [f"{words.province(row.code)} {_numbers(row, words)}" for row in listed]
    alt = words(
        "Bar chart of the provinces by patents still open. {caption} In order: {list}.",
        caption=caption,
        list=words.listing(parts),
    )
    return Drawing(_chart(listed, context), caption, alt)


def _chart(listed: list[Any], context: Context) -> FinishedFigure:
    colours, words = context.colours, context.words
    is_over = listed[0].open_at_deadline is not None
    ends = [max(row.open, row.open_at_deadline or 0) for row in listed]
    traces = [_texts(listed, ends, words)]
    if is_over:
        before = [row.open_at_deadline for row in listed]
        traces.append(row_bars(words("open at the deadline"), before, 0.76, colours.soft))
    traces.append(row_bars(words("still open"), [row.open for row in listed], 0.5, colours.main))
    return chart(
        traces,
        context,
        barmode="overlay",
        height=60 + 27 * len(listed),
        showlegend=is_over,
        margin={"t": 26 if is_over else 4, "b": 28},
        xaxis={"visible": False, "range": [0, max(ends) * _stretch(listed, words)]},
        yaxis={
            "range": [len(listed) - 0.4, -0.6],
            "tickvals": list(range(len(listed))),
            "ticktext": [_name(row, context) for row in listed],
            "showgrid": False,
            "tickfont": {"color": colours.ink, "size": NAME_SIZE},
        },
    )


def _stretch(listed: list[Any], words: Words) -> float:
    """Give by how much the axis is longer than the bars: the numbers at their ends want room."""
    name = NAME_SIZE * max(width(f"{row.rank} {words.province(row.code)}*") for row in listed)
    numbers = NUMBER_SIZE * max(width(_numbers(row, words)) for row in listed)
    room = NARROWEST - name
    return min(room / max(room - numbers, 1), LONGEST)


def _texts(listed: list[Any], ends: list[int], words: Words) -> Trace:
    lines = [f"\u00a0{_numbers(row, words)}" for row in listed]
    hovers = [_hover(row, words) for row in listed]
    font = {"size": NUMBER_SIZE}
    return telling_texts(ends, list(range(len(listed))), lines, hovers, textfont=font)


def _name(row: Any, context: Context) -> str:
    mark = "*" if row.due < SMALL else ""
    name = f"{row.rank} {context.words.province(row.code)}{mark}"
    return f"<b>{name}</b>" if row.code in context.selection.provinces else name


def _numbers(row: Any, words: Words) -> str:
    now = words.count(row.open)
    change = now if row.open_at_deadline is None else f"{words.count(row.open_at_deadline)} → {now}"
    return f"{change} · {words.share(row.coverage)}"


def _row_ends(words: Words) -> str:
    """Explain the numbers at the ends of the rows."""
    return words("Each row ends with: open at the deadline → still open · coverage now.")


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


def _finding(ranked: list[Any], words: Words) -> str:
    if not ranked:
        return words("No province has patents due in this selection.")
    first = ranked[0]
    if first.open > 0:
        most = words.n(
            "{province} has most left to do: {count} patent still open ({share} assessed),"
            " out of {total} in all provinces.",
            "{province} has most left to do: {count} patents still open ({share} assessed),"
            " out of {total} in all provinces.",
            int(first.open),
            province=words.province(first.code),
            share=words.share(first.coverage),
            total=words.count(sum(row.open for row in ranked)),
        )
        return words.sentences(most, _as_many("open", ranked, words))
    if not first.open_at_deadline:
        return words("No patents are still open in any province.")
    most = words.n(
        "No patents are still open; at the deadline {province} had most, with {count} patent"
        " out of {total}.",
        "No patents are still open; at the deadline {province} had most, with {count} patents"
        " out of {total}.",
        int(first.open_at_deadline),
        province=words.province(first.code),
        total=words.count(sum(row.open_at_deadline for row in ranked)),
    )
    return words.sentences(most, _as_many("open_at_deadline", ranked, words))


def _as_many(column: str, ranked: list[Any], words: Words) -> str:
    """Name the provinces that have as many as the first one."""
    first, *others = ranked
    alike = [row for row in others if getattr(row, column) == getattr(first, column)]
    return as_many([words.province(row.code) for row in alike], words)
