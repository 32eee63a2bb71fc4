"""Flows by year: since when they are counted, and the years of a flow put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from milestones.figures.context import Context
from milestones.figures.transfers.matrix import Flow
from milestones.words import Words


def since(context: Context) -> str:
    """Name the month from which transfers are counted."""
    return context.words.month(context.facts.plan.transfers_from)


def together(flows: Iterable[Any]) -> list[Flow]:
    """Sum the years of each flow, the largest first; the share is of the holders' province."""
    sums, given = Counter[tuple[str, str]](), Counter[str]()
    for flow in flows:
        sums[flow.province, flow.transferee] += flow.recordals
        given[flow.province] += flow.recordals
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return [Flow(*pair, count, count / given[pair[0]]) for pair, count in ordered]


def shares(homes: Iterable[Any], words: Words) -> list[str]:
    """Write the share that stays for each year of one province."""
    return [
        words(
            "{year}: {share} ({count} of {whole})",
            year=words("{year}", year=home.year),
            share=words.share(home.home_share),
            count=words.exact(home.home),
            whole=words.exact(home.recordals),
        )
        for home in sorted(homes, key=lambda home: home.year)
    ]
