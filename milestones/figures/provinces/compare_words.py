"""The words of the comparison: numbers, hovers, caption and alt text."""

from __future__ import annotations

from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.figures.provinces.compare_rows import COUNTED, Row
from milestones.i18n import Locale


def written(row: Row, words: Locale) -> str:
    """Write a number in its unit; a share of nothing is a dash."""
    if row.indicator == "contract_value":
        return words.money(row.amount)
    if row.denominator is None:
        return words.count(row.numerator)
    return words.share(row.value)


def hover(row: Row, words: Locale) -> str:
    """Write what a bar says when pointed at."""
    return words(
        "<b>{province}</b><br>{what}: {share}<br>{count} of {whole}",
        province=words.province(row.code),
        what=label(row.indicator, words),
        share=words.share(row.value),
        count=words.count(row.numerator),
        whole=words.count(row.denominator),
    )


def caption(listed: list[Row], context: Context) -> str:
    """Say in which share the provinces differ most."""
    words, found = context.words, _widest(listed)
    if found is None:
        return words("None of the shares can be assessed in more than one of these provinces.")
    low, high = found
    return words(
        "They differ most in “{what}”: {high} in {highest}, {low} in {lowest}.",
        what=label(low.indicator, words),
        high=words.share(high.value),
        highest=words.province(high.code),
        low=words.share(low.value),
        lowest=words.province(low.code),
    )


def _widest(listed: list[Row]) -> tuple[Row, Row] | None:
    shares = [row for row in listed if row.part != "path" and row.value is not None]
    pairs = []
    for name in COUNTED:
        mine = sorted((row for row in shares if row.indicator == name), key=_by_value)
        if len(mine) > 1:
            pairs.append((mine[0], mine[-1]))
    return max(pairs, key=_width, default=None)


def _width(pair: tuple[Row, Row]) -> float:
    low, high = pair
    return (high.value or 0.0) - (low.value or 0.0)


def _by_value(row: Row) -> tuple[float, str]:
    return row.value or 0.0, row.code


def alt(listed: list[Row], context: Context) -> str:
    """List each province's numbers."""
    words = context.words
    provinces = dict.fromkeys(row.code for row in listed)
    parts = [
        words("{what}: {numbers}", what=words.province(code), numbers=_numbers(code, listed, words))
        for code in provinces
    ]
    return words(
        "Provinces side by side. {caption} {list}.",
        caption=caption(listed, context),
        list=words.listing(parts),
    )


def _numbers(code: str, listed: list[Row], words: Locale) -> str:
    return words.join(
        f"{sentence_case(label(row.indicator, words))} {written(row, words)}"
        for row in listed
        if row.code == code and row.part != "path"
    )
