"""What share of each province's transfers stays in the province."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from milestones.charts.axes import share_axis
from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import join_tied
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    as_of_line,
    figure,
)
from milestones.figures.transfers.year_on_year import FEW_RECORDALS, no_transfer, recordals_text
from milestones.frames import Held, Rows, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import comparable, share_of
from milestones.progress.transfer_counts import flow_rows

COLUMNS = {
    "province": Column(_("The holder's province"), "province"),
    "year": Column(_("Year"), "plain"),
    "recordals": Column(_("Recordals"), "count"),
    "home": Column(_("To the same province"), "count"),
    "home_share": Column(_("Share that stays"), "share"),
    "elsewhere": Column(_("To other provinces"), "count"),
    "abroad": Column(_("Abroad"), "count"),
    "unknown": Column(_("Transferee's province unknown"), "count"),
}
PART_COLOURS = {"home": "main", "elsewhere": "soft", "abroad": "late", "unknown": "unknown"}
"""Where recordals go, each with its colour."""
ROW_HEIGHT_PX = 24
NOTES_HEADING_PX = 34
"""Pixels between the bars and the legend, where the figures beside the bars are named."""


class HomeShare(NamedTuple):
    """One province's recordals, and how many of them stay, leave, go abroad, are unknown."""

    province: str
    recordals: int
    home: int
    home_share: float
    elsewhere: int
    abroad: int
    unknown: int

    @property
    def is_small(self) -> bool:
        """Whether the share is marked, and named in no sentence."""
        return self.recordals < FEW_RECORDALS


class HomeParts(NamedTuple):
    """Where the recordals of one province in one year go."""

    province: str
    home: int
    elsewhere: int
    abroad: int
    unknown: int


class HomeYear(NamedTuple):
    """The recordals of one province in one year, and the share that stays."""

    province: str
    year: int
    recordals: int
    home: int
    home_share: float


class Given(NamedTuple):
    """Recordals of a province in a year, by where they go."""

    province: str
    year: int
    transferee: str
    recordals: int


def prepare_homes(rows: Held, facts: Facts) -> Rows:
    """Sum each holders' province and year: recordals that stay, leave, go abroad, are unknown.

    The province with most recordals comes first, and of its years the newest.
    """
    sums: dict[tuple[str, int], dict[str, int]] = {}
    totals: Counter[str] = Counter()
    for row in records(rows, Given):
        part = "home" if row.transferee in (row.province, "home") else row.transferee
        part = part if part in PART_COLOURS else "elsewhere"
        parts = sums.setdefault((row.province, row.year), dict.fromkeys(PART_COLOURS, 0))
        parts[part] += row.recordals
        totals[row.province] += row.recordals
    ranked = sorted(sums, key=lambda key: (-totals[key[0]], key[0], -key[1]))
    return Rows(tuple(COLUMNS), [_year_row(*key, sums[key]) for key in ranked])


def _year_row(province: str, year: int, parts: dict[str, int]) -> tuple[str | float | None, ...]:
    home, *others = parts.values()
    given = sum(parts.values())
    return province, year, given, home, share_of(home, given), *others


@figure(
    "transfer_homes",
    places=(Place("transfers", "below", 1),),
    question=_("What share of a province's transfers stays in the province?"),
    columns=COLUMNS,
    query="transfer_counts",
    count=flow_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_homes,
    indicators=("transfer_recordals",),
)
def draw_transfer_homes(rows: Held, context: Context) -> Drawing:
    """Draw one bar a province, all of it its recordals, and the part that stays in figures."""
    locale, homes, years = context.locale, _sum_years(rows), records(rows, HomeYear)
    if not homes:
        return no_transfer(context)
    parts = [f"{locale.province(home.province)} {_note(home, locale)}" for home in homes]
    alt = locale(
        "Bar chart of the share of recordals that stays in each province. {list}.",
        list=locale.listing(parts),
    )
    caption = _caption(homes, years, context)
    return Drawing(_chart(homes, years, locale), caption, alt, as_of_line(context))


def _sum_years(rows: Held) -> list[HomeShare]:
    """Put the years of each province together, in the order of the rows."""
    sums: dict[str, dict[str, int]] = {}
    for row in records(rows, HomeParts):
        parts = sums.setdefault(row.province, dict.fromkeys(PART_COLOURS, 0))
        for part in PART_COLOURS:
            parts[part] += getattr(row, part)
    return [
        HomeShare(
            province,
            given := sum(parts.values()),
            parts["home"],
            share_of(parts["home"], given) or 0.0,
            *[parts[part] for part in [*PART_COLOURS][1:]],
        )
        for province, parts in sums.items()
    ]


def _chart(homes: list[HomeShare], years: list[HomeYear], locale: Locale) -> Chart:
    hovers = tuple(_hover(home, years, locale) for home in homes)
    bars = tuple(
        _bars(part, homes, colour, hovers, locale)
        for part, colour in PART_COLOURS.items()
        if any(getattr(home, part) for home in homes)
    )
    categories = tuple(
        Category(
            at,
            locale.province(home.province),
            _note(home, locale),
            mark="*" if home.is_small else "",
        )
        for at, home in enumerate(homes)
    )
    panel = Panel(
        x=share_axis(locale),
        y=Axis("category", categories=categories, letters=11),
        series=bars,
        grouping="stacked",
        gap=0.25,
        notes_head=locale("stays ·\nrecordals"),
    )
    rows = ROW_HEIGHT_PX * len(homes)
    legend = Legend(is_in_order=True, above=NOTES_HEADING_PX)
    return Chart((panel,), rows + 130, Margins(top=34, left=8), legend)


def _bars(
    part: str, homes: list[HomeShare], colour: str, hovers: tuple[str, ...], locale: Locale
) -> Bars:
    names = {"home": locale("To the same province"), "elsewhere": locale("To other provinces")}
    return Bars(
        name=names.get(part) or sentence_case(label(part, locale)),
        at=tuple(range(len(homes))),
        values=tuple(share_of(getattr(home, part), home.recordals) for home in homes),
        colour=colour,
        hovers=hovers,
    )


def _note(home: HomeShare, locale: Locale) -> str:
    """Write the share that stays and the recordals it is of."""
    return f"{locale.share(home.home_share)} · {locale.count(home.recordals)}"


def _hover(home: HomeShare, years: list[HomeYear], locale: Locale) -> str:
    """Write what a province's bar says when pointed at: its parts, and its years."""
    whole = locale(
        "<b>{province}</b>: {recordals}<br>To the same province: {home} ({share})<br>"
        "To other provinces: {elsewhere}<br>Abroad: {abroad}<br>Unknown: {unknown}",
        province=locale.province(home.province),
        recordals=recordals_text(home.recordals, locale),
        home=locale.count(home.home),
        share=locale.share(home.home_share),
        elsewhere=locale.count(home.elsewhere),
        abroad=locale.count(home.abroad),
        unknown=locale.count(home.unknown),
    )
    mine = (year for year in years if year.province == home.province)
    return "<br>".join((whole, *_year_shares(mine, locale)))


def _year_shares(years: Iterable[HomeYear], locale: Locale) -> list[str]:
    """Write the share that stays for each year of one province."""
    return [
        locale(
            "{year}: {share} ({count} of {whole})",
            year=locale("{year}", year=year.year),
            share=locale.share(year.home_share),
            count=locale.exact(year.home),
            whole=locale.exact(year.recordals),
        )
        for year in sorted(years, key=lambda year: year.year)
    ]


def _caption(homes: list[HomeShare], years: list[HomeYear], context: Context) -> str:
    """Answer for one province by year, else for all with the ends of the list."""
    locale = context.locale
    since = locale.month(context.facts.plan.transfers_from)
    total = sum(home.recordals for home in homes)
    share = locale.share(share_of(sum(home.home for home in homes), total))
    if len(homes) == 1:
        return locale(
            "{share} of the recordals of {province} since {month} go to {province} itself;"
            " by year: {list}.",
            share=share,
            province=locale.province(homes[0].province),
            month=since,
            list=locale.listing(_year_shares(years, locale)),
        )
    named = comparable(homes, lambda home: home.recordals)
    high, low = (pick(home.home_share for home in named) for pick in (max, min))
    if high == low:
        return locale.sentences(
            locale(
                "{share} of {recordals} since {month} stay in the holder's province.",
                month=since,
                share=share,
                recordals=recordals_text(total, locale),
            ),
            _few_note(homes, locale),
        )
    finding = locale(
        "{share} of all recordals since {month} stay in the holder's province: most in {most}"
        " ({high}), lowest in {least} ({low}).",
        month=since,
        share=share,
        most=_with_the_share(high, named, locale),
        high=locale.share(high),
        least=_with_the_share(low, named, locale),
        low=locale.share(low),
    )
    return locale.sentences(finding, _few_note(homes, locale))


def _few_note(homes: list[HomeShare], locale: Locale) -> str:
    """Explain the star of few recordals; nothing where there is none."""
    if not any(home.is_small for home in homes):
        return ""
    return locale("* Fewer than {count} recordals.", count=locale.count(FEW_RECORDALS))


def _with_the_share(share: float, homes: list[HomeShare], locale: Locale) -> str:
    found = [locale.province(home.province) for home in homes if home.home_share == share]
    return join_tied(found, locale)
