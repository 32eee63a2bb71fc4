"""The words of what stays in a province: lines, hovers, caption."""

from __future__ import annotations

from typing import Any

from milestones.figures.context import Context
from milestones.figures.ties import together
from milestones.figures.transfers.years import shares, since
from milestones.words import Words

FEW = 30
"""A share of fewer recordals than this is marked, and no sentence names it."""


def is_small(home: Any) -> bool:
    """Tell whether a province has too few recordals for its share to be named."""
    return bool(home.recordals < FEW)


def line(home: Any, words: Words) -> str:
    """Write the share that stays and the recordals it is of."""
    return f"{words.share(home.home_share)} · {words.count(home.recordals)}"


def hover(home: Any, years: list[Any], words: Words) -> str:
    """Write what a province's bar says when pointed at: its parts, and its years."""
    whole = words(
        "<b>{province}</b>: {recordals}<br>To the same province: {home} ({share})<br>"
        "To other provinces: {elsewhere}<br>Abroad: {abroad}<br>Unknown: {unknown}",
        province=words.province(home.province),
        recordals=words.n("{count} recordal", "{count} recordals", home.recordals),
        home=words.count(home.home),
        share=words.share(home.home_share),
        elsewhere=words.count(home.elsewhere),
        abroad=words.count(home.abroad),
        unknown=words.count(home.unknown),
    )
    mine = [year for year in years if year.province == home.province]
    return "<br>".join((whole, *shares(mine, words)))


def caption(homes: list[Any], years: list[Any], context: Context) -> str:
    """Answer for one province by year, else for all with the ends of the list."""
    words = context.words
    if not homes:
        return words("No transfer has been recorded in this selection since the plan began.")
    total = sum(home.recordals for home in homes)
    share = words.share(sum(home.home for home in homes) / total)
    if len(homes) == 1:
        return words(
            "{share} of the recordals of {province} since {month} go to {province} itself;"
            " by year: {list}.",
            share=share,
            province=words.province(homes[0].province),
            month=since(context),
            list=words.listing(shares(years, words)),
        )
    named = [home for home in homes if not is_small(home)] or homes
    high, low = (pick(home.home_share for home in named) for pick in (max, min))
    note = ""
    if any(is_small(home) for home in homes):
        note = words("* Fewer than {count} recordals.", count=words.count(FEW))
    finding = words(
        "{share} of all recordals since {month} stay in the holder's province: most in {most}"
        " ({high}), lowest in {least} ({low}).",
        month=since(context),
        share=share,
        most=_with_share(high, named, words),
        high=words.share(high),
        least=_with_share(low, named, words),
        low=words.share(low),
    )
    return words.sentences(finding, note)


def _with_share(share: float, homes: list[Any], words: Words) -> str:
    found = [words.province(home.province) for home in homes if home.home_share == share]
    return together(found, words)
