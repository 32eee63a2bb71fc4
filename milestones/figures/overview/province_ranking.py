"""Who lags: the provinces with most patents still open, now and at the deadline."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel, empty_chart
from milestones.figures.phrases import as_many_sentence, chosen_provinces_note
from milestones.figures.registry import Column, Context, Drawing, Facts, Place, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_columns
from milestones.progress.lag import rank_by_open

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
MAX_ROWS = 10
SMALL_DUE = 100
"""Below this number due, one patent moves the coverage by more than a point."""


class RankedProvince(NamedTuple):
    """One province: its rank, what is still open and was at the deadline, its coverage."""

    rank: int
    code: str
    open: int
    open_at_deadline: int | None
    coverage: float | None
    assessed: int
    due: int


def prepare_ranking(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Keep the provinces with patents due, in the order of their rank."""
    return rank_by_open(frame[frame["due"] > 0], "code")


@figure(
    "province_ranking",
    places=(Place("overview", "first_screen", 3), Place("provinces", "assessment_coverage", 1)),
    question=_("Which provinces have most left to assess?"),
    columns=COLUMNS,
    query="province_standings",
    shares={"coverage": share_columns("assessment_coverage")},
    prepare=prepare_ranking,
    indicators=("assessment_coverage",),
)
def draw_province_ranking(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the ten provinces with most still open, and those that the reader chose."""
    words, ranked = context.words, records(frame, RankedProvince)
    caption = words.sentences(_most_left_sentence(ranked, words), *chosen_provinces_note(context))
    if not any(row.open or row.open_at_deadline for row in ranked):
        return Drawing(empty_chart(caption), caption, caption)
    chosen = context.selection.provinces
    first = [row for row in ranked[:MAX_ROWS] if row.open or row.open_at_deadline]
    listed = first + [row for row in ranked[len(first) :] if row.code in chosen]
    if listed[0].open_at_deadline is not None:
        caption = words.sentences(caption, _row_ends(words))
    if any(row.due < SMALL_DUE for row in listed):
        note = words("* Fewer than {count} patents due.", count=words.count(SMALL_DUE))
        caption = words.sentences(caption, note)
    parts = [f"{words.province(row.code)} {_numbers(row, words)}" for row in listed]
    alt = words(
        "Bar chart of the provinces by patents still open. {caption} In order: {list}.",
        caption=caption,
        list=words.listing(parts),
    )
    return Drawing(_chart(listed, context), caption, alt)


def _chart(listed: list[RankedProvince], context: Context) -> Chart:
    words, is_over = context.words, listed[0].open_at_deadline is not None
    at = tuple(range(len(listed)))
    still = tuple(row.open for row in listed)
    bars = [Bars(words("still open"), at, still, "main", thickness=0.5)]
    if is_over:
        before = tuple(row.open_at_deadline for row in listed)
        bars.insert(0, Bars(words("open at the deadline"), at, before, "soft", thickness=0.76))
    categories = tuple(_category(place, row, context) for place, row in enumerate(listed))
    panel = Panel(
        x=Axis(unit="count", is_shown=False),
        y=Axis("category", categories=categories, letters=13),
        series=tuple(bars),
        grouping="overlaid",
    )
    margins = Margins(top=26 if is_over else 4, bottom=28)
    return Chart((panel,), 60 + 27 * len(listed), margins, Legend(is_shown=is_over))


def _category(place: int, row: RankedProvince, context: Context) -> Category:
    words = context.words
    return Category(
        place,
        f"{row.rank} {words.province(row.code)}",
        note=_numbers(row, words),
        hover=_hover(row, words),
        mark="*" if row.due < SMALL_DUE else "",
        is_emphasized=row.code in context.selection.provinces,
    )


def _numbers(row: RankedProvince, words: Locale) -> str:
    now = words.count(row.open)
    change = now if row.open_at_deadline is None else f"{words.count(row.open_at_deadline)} → {now}"
    return f"{change} · {words.share(row.coverage)}"


def _row_ends(words: Locale) -> str:
    """Explain the numbers at the ends of the rows."""
    return words("Each row ends with: open at the deadline → still open · coverage now.")


def _hover(row: RankedProvince, words: Locale) -> str:
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


def _most_left_sentence(ranked: list[RankedProvince], words: Locale) -> str:
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
        return words.sentences(most, _tied_provinces("open", ranked, words))
    if not first.open_at_deadline:
        return words("No patents are still open in any province.")
    most = words.n(
        "No patents are still open; at the deadline {province} had most, with {count} patent"
        " out of {total}.",
        "No patents are still open; at the deadline {province} had most, with {count} patents"
        " out of {total}.",
        int(first.open_at_deadline),
        province=words.province(first.code),
        total=words.count(sum(row.open_at_deadline or 0 for row in ranked)),
    )
    return words.sentences(most, _tied_provinces("open_at_deadline", ranked, words))


def _tied_provinces(column: str, ranked: list[RankedProvince], words: Locale) -> str:
    """Name the provinces that have as many as the first one."""
    first, *others = ranked
    alike = [row for row in others if getattr(row, column) == getattr(first, column)]
    return as_many_sentence([words.province(row.code) for row in alike], words)
