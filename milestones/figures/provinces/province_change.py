"""Which provinces have moved most since a chosen month, by each milestone."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import chosen_provinces_note, join_tied, small_note
from milestones.figures.registry import (
    OF_PROVINCES,
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    figure,
)
from milestones.frames import Rows, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import is_small, share_columns
from milestones.progress.province_counts import change_rows

COLUMNS = {
    "indicator": Column(_("Indicator"), "code"),
    "code": Column(_("Province"), "province"),
    "change": Column(_("Change in share"), "share"),
    "before": Column(_("Share in the earlier month"), "share"),
    "numerator_before": Column(_("Numerator in the earlier month"), "count"),
    "denominator_before": Column(_("Denominator in the earlier month"), "count"),
    "now": Column(_("Share now"), "share"),
    "numerator": Column(_("Numerator now"), "count"),
    "denominator": Column(_("Denominator now"), "count"),
}
INDICATORS = ("assessment_coverage", "high_value_industrialization")
LEAST_CHANGE_SHOWN = 0.0005
"""A smaller change of a share is no tenth of a percentage point."""
ROW_HEIGHT_PX = 22


class ProvinceChange(NamedTuple):
    """One province by one indicator: its share in the earlier month and now; None is unknown."""

    indicator: str
    code: str
    change: float | None
    before: float | None
    numerator_before: int
    denominator_before: int
    now: float | None
    numerator: int
    denominator: int

    @property
    def is_small(self) -> bool:
        """Whether one patent moves a share by more than a point."""
        return is_small(min(self.denominator, self.denominator_before))


def prepare_province_changes(rows: Rows, facts: Facts) -> Rows:
    """Set one row for each indicator and province, the largest rise first, unknown last."""
    listed = [change for indicator in INDICATORS for change in _changes(rows, indicator)]
    return Rows.of(ProvinceChange, listed)


def _changes(rows: Rows, indicator: str) -> list[ProvinceChange]:
    part, whole = share_columns(indicator)
    before, now = f"{indicator}_before", f"{indicator}_now"
    names = ("code", before, f"{part}_before", f"{whole}_before", now, part, whole)
    found = []
    for row in map(itemgetter(*map(rows.names.index, names)), rows.rows):
        code, then, part_then, whole_then, share, numerator, denominator = row
        change = None if share is None or then is None else share - then
        counts_then, counts = (part_then, whole_then), (numerator, denominator)
        found.append(ProvinceChange(indicator, code, change, then, *counts_then, share, *counts))
    return sorted(found, key=lambda row: (row.change is None, -(row.change or 0), row.code))


def _share_pairs() -> dict[str, tuple[str, str]]:
    pairs = {}
    for indicator in INDICATORS:
        part, whole = share_columns(indicator)
        pairs[f"{indicator}_now"] = part, whole
        pairs[f"{indicator}_before"] = f"{part}_before", f"{whole}_before"
    return pairs


@figure(
    "province_change",
    places=(
        Place("provinces", "assessment_coverage", 6),
        Place("provinces", "high_value_industrialization", 5),
    ),
    question=_("Which provinces have moved most since a chosen month?"),
    columns=COLUMNS,
    query="patent_counts",
    count=change_rows,
    follows=(*OF_PROVINCES, "since"),
    shares=_share_pairs(),
    prepare=prepare_province_changes,
    indicators=INDICATORS,
)
def draw_province_change(rows: Rows, context: Context) -> Drawing:
    """Draw the change of each province that moved, or was chosen, by milestone."""
    locale, changes = context.locale, records(rows, ProvinceChange)
    groups = {name: [row for row in changes if row.indicator == name] for name in INDICATORS}
    span = _span(context)
    sentences = [_moved_sentence(name, rows, locale) for name, rows in groups.items()]
    caption = locale.sentences(span, *sentences, *_notes(groups, context))
    listed = {name: _listed(rows, context) for name, rows in groups.items()}
    if not any(listed.values()):
        return Drawing.empty(caption, span)
    parts = [
        f"{label(name, locale)} {locale.province(row.code)} {locale.points(row.change)}"
        for name, rows in listed.items()
        for row in rows
    ]
    alt = locale(
        "Bar chart of the provinces by the change of their shares. {caption} In order: {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(listed, context), caption, alt, as_of=span)


def _span(context: Context) -> str:
    locale = context.locale
    since = context.selection.start(context.as_of)
    return locale(
        "From {since} to {day}.", since=locale.date(since), day=locale.date(context.as_of)
    )


def _listed(rows: list[ProvinceChange], context: Context) -> list[ProvinceChange]:
    chosen = context.selection.provinces
    return [row for row in rows if row.change is not None and (_moved(row) or row.code in chosen)]


def _moved(row: ProvinceChange) -> bool:
    return row.change is not None and abs(row.change) >= LEAST_CHANGE_SHOWN


def _chart(listed: dict[str, list[ProvinceChange]], context: Context) -> Chart:
    locale, categories = context.locale, list[Category]()
    shown = list[tuple[int, ProvinceChange]]()
    for name, rows in listed.items():
        if rows:
            heading = sentence_case(label(name, locale))
            categories.append(Category(len(categories), heading, is_heading=True))
        for row in rows:
            shown.append((len(categories), row))
            categories.append(_category(len(categories), row, context))
    values = tuple(row.change for _, row in shown)
    falls = tuple((at, "late") for at, value in enumerate(values) if value and value < 0)
    bars = Bars(
        name=locale("change"),
        at=tuple(at for at, _ in shown),
        values=values,
        colour="main",
        thickness=0.6,
        colours=falls,
    )
    panel = Panel(
        x=Axis(unit="share", is_shown=False),
        y=Axis("category", categories=tuple(categories), letters=12, line_length=20),
        series=(bars,),
    )
    height = 60 + ROW_HEIGHT_PX * len(categories)
    return Chart((panel,), height, Margins(top=4, bottom=28), Legend(is_shown=False))


def _category(place: int, row: ProvinceChange, context: Context) -> Category:
    locale = context.locale
    return Category(
        place,
        locale.province(row.code),
        note=f"{locale.points(row.change, short=True)} · {locale.share(row.now)}",
        hover=locale(
            "<b>{province}</b><br>{change}<br>Then {before}: {part_before} of {whole_before}"
            "<br>Now {now}: {part} of {whole}",
            province=locale.province(row.code),
            change=locale.points(row.change),
            before=locale.share(row.before),
            part_before=locale.count(row.numerator_before),
            whole_before=locale.count(row.denominator_before),
            now=locale.share(row.now),
            part=locale.count(row.numerator),
            whole=locale.count(row.denominator),
        ),
        mark="*" if row.is_small else "",
        is_emphasized=row.code in context.selection.provinces,
    )


def _moved_sentence(name: str, rows: list[ProvinceChange], locale: Locale) -> str:
    """Name the province that moved most and those level with it; small ones only if alone."""
    indicator = sentence_case(label(name, locale))
    moved = [row for row in rows if _moved(row)]
    if not moved:
        return locale("{indicator}: no province has moved.", indicator=indicator)
    certain = [row for row in moved if not row.is_small] or moved
    first = max(certain, key=lambda row: abs(row.change or 0.0))
    level = [row for row in moved if row.change == first.change and row.is_small == first.is_small]
    return locale.n(
        "{indicator}: {names} moved most, by {change} to {share}; {count} province moved in all.",
        "{indicator}: {names} moved most, by {change} to {share}; {count} provinces moved in all.",
        len(moved),
        indicator=indicator,
        names=join_tied([locale.province(row.code) for row in level], locale),
        change=locale.points(first.change),
        share=locale.share(first.now),
    )


def _notes(groups: dict[str, list[ProvinceChange]], context: Context) -> Iterator[str]:
    locale, rows = context.locale, [row for found in groups.values() for row in found]
    yield small_note(any(row.is_small and _moved(row) for row in rows), locale)
    yield chosen_provinces_note(context)
