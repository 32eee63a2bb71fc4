"""Who lags: the provinces with most patents still open, now and at the deadline."""

from __future__ import annotations

from typing import NamedTuple

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.phrases import as_many_sentence, chosen_provinces_note
from milestones.figures.registry import (
    OF_PROVINCES,
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    figure,
)
from milestones.frames import Held, Rows, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import LEAST_DENOMINATOR, is_small, share_columns
from milestones.progress.province_counts import province_rows

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


class DueProvince(NamedTuple):
    """One province: what is still open and was at the deadline, its coverage."""

    code: str
    open: int
    open_at_deadline: int | None
    coverage: float | None
    assessed: int
    due: int
    lapsed_open: int


class RankedProvince(NamedTuple):
    """The same with its rank."""

    rank: int
    code: str
    open: int
    open_at_deadline: int | None
    coverage: float | None
    assessed: int
    due: int
    lapsed_open: int


def prepare_ranking(rows: Rows, facts: Facts) -> Rows:
    """Keep the provinces with patents due, in the order of their rank: most patents still open
    first, then at the deadline, then the lowest coverage."""
    found = [row for row in records(rows, DueProvince) if row.due]
    found.sort(key=lambda row: (-row.open, -(row.open_at_deadline or 0), row.coverage, row.code))
    ranked = [RankedProvince(rank, *row) for rank, row in enumerate(found, 1)]
    return Rows.of(RankedProvince, ranked)


@figure(
    "province_ranking",
    places=(Place("overview", "first_screen", 3), Place("provinces", "assessment_coverage", 1)),
    question=_("Which provinces have most left to assess?"),
    columns=COLUMNS,
    query="patent_counts",
    count=province_rows,
    follows=OF_PROVINCES,
    shares={"coverage": share_columns("assessment_coverage")},
    prepare=prepare_ranking,
    indicators=("assessment_coverage",),
)
def draw_province_ranking(frame: Held, context: Context) -> Drawing:
    """Draw the ten provinces with most still open, and those that the reader chose."""
    locale, chosen = context.locale, context.selection.provinces
    ranked = records(frame, RankedProvince)
    caption = locale.sentences(_most_left_sentence(ranked, locale), chosen_provinces_note(context))
    if not any(row.open or row.open_at_deadline for row in ranked):
        return Drawing.empty(caption)
    first = [row for row in ranked[:MAX_ROWS] if row.open or row.open_at_deadline]
    listed = first + [row for row in ranked[len(first) :] if row.code in chosen]
    row_ends = locale("Each row ends with: open at the deadline → still open · coverage now.")
    small = locale("* Fewer than {count} patents due.", count=locale.count(LEAST_DENOMINATOR))
    caption = locale.sentences(
        caption,
        row_ends if listed[0].open_at_deadline is not None else "",
        small if any(is_small(row.due) for row in listed) else "",
    )
    parts = [f"{locale.province(row.code)} {_numbers(row, locale)}" for row in listed]
    alt = locale(
        "Bar chart of the provinces by patents still open. {caption} In order: {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(listed, context), caption, alt)


def _chart(listed: list[RankedProvince], context: Context) -> Chart:
    locale, is_over = context.locale, listed[0].open_at_deadline is not None
    at = tuple(range(len(listed)))
    still = tuple(row.open for row in listed)
    codes = tuple(row.code for row in listed)
    bars = [Bars(locale("still open"), at, still, "main", thickness=0.5, codes=codes)]
    if is_over:
        before = tuple(row.open_at_deadline for row in listed)
        name = locale("open at the deadline")
        bars.insert(0, Bars(name, at, before, "soft", thickness=0.76, codes=codes))
    categories = tuple(_category(place, row, context) for place, row in enumerate(listed))
    x = Axis(unit="count", is_shown=False)
    y = Axis("category", categories=categories, letters=13)
    panel = Panel(x, y, tuple(bars), grouping="overlaid")
    margins = Margins(top=26 if is_over else 4, bottom=28)
    return Chart((panel,), 60 + 27 * len(listed), margins, Legend(is_shown=is_over))


def _category(place: int, row: RankedProvince, context: Context) -> Category:
    locale = context.locale
    return Category(
        place,
        f"{row.rank} {locale.province(row.code)}",
        note=_numbers(row, locale),
        hover=_hover(row, locale),
        mark="*" if is_small(row.due) else "",
        is_emphasized=row.code in context.selection.provinces,
    )


def _numbers(row: RankedProvince, locale: Locale) -> str:
    change = locale.count(row.open)
    if row.open_at_deadline is not None:
        change = f"{locale.count(row.open_at_deadline)} → {change}"
    return f"{change} · {locale.share(row.coverage)}"


def _hover(row: RankedProvince, locale: Locale) -> str:
    text = locale(
        "<b>{province}</b><br>Still open: {open}<br>Assessed {share}: {assessed} of {due} due",
        province=locale.province(row.code),
        open=locale.count(row.open),
        share=locale.share(row.coverage),
        assessed=locale.count(row.assessed),
        due=locale.count(row.due),
    )
    if row.open_at_deadline is None:
        return text
    then = locale.count(row.open_at_deadline)
    return text + locale("<br>Open at the deadline: {open}", open=then)


def _most_left_sentence(ranked: list[RankedProvince], locale: Locale) -> str:
    if not ranked:
        return locale("No province has patents due in this selection.")
    first = ranked[0]
    if first.open > 0:
        most = locale.n(
            "{province} has most left to do: {count} patent still open ({share} assessed),"
            " out of {total} in all provinces.",
            "{province} has most left to do: {count} patents still open ({share} assessed),"
            " out of {total} in all provinces.",
            first.open,
            province=locale.province(first.code),
            share=locale.share(first.coverage),
            total=locale.count(sum(row.open for row in ranked)),
        )
        return locale.sentences(most, _tied_provinces("open", ranked, locale))
    if not first.open_at_deadline:
        return locale("No patents are still open in any province.")
    most = locale.n(
        "No patents are still open; at the deadline {province} had most, with {count} patent"
        " out of {total}.",
        "No patents are still open; at the deadline {province} had most, with {count} patents"
        " out of {total}.",
        first.open_at_deadline,
        province=locale.province(first.code),
        total=locale.count(sum(row.open_at_deadline or 0 for row in ranked)),
    )
    return locale.sentences(most, _tied_provinces("open_at_deadline", ranked, locale))


def _tied_provinces(column: str, ranked: list[RankedProvince], locale: Locale) -> str:
    """Name the provinces that have as many as the first one."""
    first, *others = ranked
    alike = [row for row in others if getattr(row, column) == getattr(first, column)]
    return as_many_sentence([locale.province(row.code) for row in alike], locale)
