"""The words of the scatter: hovers, caption and alt text."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.figures.pace_words import days_of
from milestones.figures.provinces.course import SMALL
from milestones.figures.provinces.spread import Spread, Stock
from milestones.i18n import Locale
from milestones.progress.lag import decided_on

LARGEST = 10
"""How many of the largest stocks are set against the others."""


def hover(point: Stock, words: Locale) -> str:
    """Write what a point says when pointed at."""
    ahead = point.days_ahead
    days = "" if ahead is None else f"<br>{sentence_case(days_of(ahead, words))}"
    said = words(
        "<b>{province}</b><br>{share} ({count} of {whole})<br>Now: {now}<br>{status}",
        province=words.province(point.code),
        share=words.share(point.value),
        count=words.count(point.numerator),
        whole=words.count(point.stock),
        now=words.share(point.value_now),
        status=label(point.status, words),
    )
    return said + days


def caption(points: list[Stock], scale: Spread, indicator: str, context: Context) -> str:
    """Set the largest stocks against the others, and say how to read the axes."""
    words = context.words
    known = [point for point in points if point.value is not None]
    return words.sentences(
        _answer(known, indicator, context), *_notes(points, known, scale, context)
    )


def _answer(known: list[Stock], indicator: str, context: Context) -> str:
    words, day = context.words, decided_on(indicator, context.facts.plan, context.as_of)
    ordered = sorted(known, key=lambda point: (-point.stock, point.code))
    large, others = ordered[:LARGEST], ordered[LARGEST:]
    if not others:
        return words(
            "On {day}, {count} of {whole} patents: {share}.",
            day=words.date(day),
            count=words.count(sum(point.numerator for point in large)),
            whole=words.count(sum(point.stock for point in large)),
            share=words.share(_together(large)),
        )
    return words.n(
        "On {day}, the {large_count} provinces with most patents stood at {large} together,"
        " the other one at {small}.",
        "On {day}, the {large_count} provinces with most patents stood at {large} together,"
        " the other {count} at {small}.",
        len(others),
        day=words.date(day),
        large_count=words.count(len(large)),
        large=words.share(_together(large)),
        small=words.share(_together(others)),
    )


def _together(points: list[Stock]) -> float:
    """Give the share of several provinces together: sum over sum, never a mean of shares."""
    return float(sum(point.numerator for point in points) / sum(point.stock for point in points))


def _notes(
    points: list[Stock], known: list[Stock], scale: Spread, context: Context
) -> Iterator[str]:
    words = context.words
    if not scale.starts_at_nought:
        yield words("The vertical axis does not begin at 0.")
    if len(points) > len(known):
        yield words.n(
            "{count} province has nothing to count here and cannot be assessed.",
            "{count} provinces have nothing to count here and cannot be assessed.",
            len(points) - len(known),
        )
    if any(point.stock < SMALL for point in known):
        yield words("Rings: fewer than {count} patents counted.", count=words.count(SMALL))
    if context.selection.provinces:
        yield words("All provinces are shown; the chosen ones are marked.")


def alt(points: list[Stock], caption: str, words: Locale) -> str:
    """List the provinces by stock, with their values."""
    known = [point for point in points if point.value is not None]
    parts = [
        words(
            "{province} {stock}, {share}",
            province=words.province(point.code),
            stock=words.count(point.stock),
            share=words.share(point.value),
        )
        for point in sorted(known, key=lambda point: (-point.stock, point.code))
    ]
    return words(
        "Scatter of the provinces by stock and progress. {caption} By stock: {list}.",
        caption=caption,
        list=words.listing(parts),
    )
