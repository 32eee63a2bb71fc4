"""In which way the holders of pooled patents want to part with them."""

from __future__ import annotations

from typing import NamedTuple

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Place,
    as_of_line,
    figure,
)
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_of
from milestones.progress.stage_counts import willing_rows

COLUMNS = {
    "mode": Column(_("Way of transfer"), "code"),
    "patents": Column(_("Patents in the pool"), "count"),
    "share": Column(_("Share of the pool"), "share"),
}
ROW_HEIGHT_PX = 46


class WillingMode(NamedTuple):
    """One way of transfer and the patents of the pool that are meant for it."""

    mode: str
    patents: int
    share: float | None


@figure(
    "willingness",
    places=(Place("pipeline", "below", 4),),
    question=_("In which way are holders willing to transfer?"),
    columns=COLUMNS,
    count=willing_rows,
    follows=OF_THE_CHOSEN,
    shares={"share": ("counted", "pooled")},
    indicators=("pool_share",),
)
def draw_willingness(rows: Held, context: Context) -> Drawing:
    """Draw one bar a way, and what is unknown as unknown."""
    locale, modes = context.locale, records(rows, WillingMode)
    caption = _caption(modes, locale)
    day = as_of_line(context)
    if not any(mode.patents for mode in modes):
        return Drawing.empty(caption, day)
    parts = [
        locale(
            "{mode} {share} ({count})",
            mode=label(mode.mode, locale),
            share=locale.share(mode.share or 0),
            count=locale.count(mode.patents),
        )
        for mode in modes
    ]
    alt = locale(
        "Bar chart of the ways in which holders are willing to transfer. {list}.",
        list=locale.listing(parts),
    )
    return Drawing(_chart(modes, locale), caption, alt, day)


def _chart(modes: list[WillingMode], locale: Locale) -> Chart:
    rows = tuple(_category(place, mode, locale) for place, mode in enumerate(modes))
    bars = Bars(
        name=locale(COLUMNS["patents"].header),
        at=tuple(row.at for row in rows),
        values=tuple(mode.patents for mode in modes),
        colour="main",
        colours=tuple((at, "unknown") for at, mode in enumerate(modes) if mode.mode == "unknown"),
        thickness=0.34,
        hovers=tuple(f"<b>{row.label}</b>  {row.note}" for row in rows),
    )
    x, y = Axis(unit="count", is_shown=False), Axis("category", categories=rows)
    panel = Panel(x, y, series=(bars,), names="above")
    margins = Margins(top=4, left=4, bottom=30)
    return Chart((panel,), ROW_HEIGHT_PX * len(modes) + 50, margins, Legend(is_shown=False))


def _category(place: int, mode: WillingMode, locale: Locale) -> Category:
    note = f"{locale.count(mode.patents)} · {locale.share(mode.share or 0)}"
    return Category(place, sentence_case(label(mode.mode, locale)), note)


def _caption(modes: list[WillingMode], locale: Locale) -> str:
    known = [mode for mode in modes if mode.mode != "unknown" and mode.patents]
    unknown = sum(mode.patents for mode in modes if mode.mode == "unknown")
    total = sum(mode.patents for mode in modes)
    if not total:
        return locale("No patent of this selection is in the pool.")
    count = locale.n("{count} patent", "{count} patents", total)
    if not known:
        return locale("Of {patents} in the pool no holder has named a way.", patents=count)
    most = [label(mode.mode, locale) for mode in known if mode.patents == known[0].patents]
    first = locale(
        "Of {patents} in the pool the way named most often is “{mode}” ({share}).",
        patents=count,
        mode=locale.join(most),
        share=locale.share(known[0].share),
    )
    remainder = locale.n(
        "For {count} patent ({share}) the holder's will is unknown.",
        "For {count} patents ({share}) the holder's will is unknown.",
        unknown,
        share=locale.share(share_of(unknown, total)),
    )
    return locale.sentences(first, remainder if unknown else "")
