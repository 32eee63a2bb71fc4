"""A forecast in words: with its interval where that can be seen, else the recent pace alone."""

from __future__ import annotations

from datetime import date

from milestones.i18n import Locale


def is_wide(low: float, high: float, words: Locale) -> bool:
    """Tell whether an interval prints as two numbers; "100% to 100%" would claim certainty."""
    return words.share(low) != words.share(high)


def on_card(day: date, middle: float, low: float, high: float, words: Locale) -> str:
    """Write a forecast as a line of a card."""
    facts = {"day": words.date(day), "middle": _reached(middle, words)}
    if not is_wide(low, high, words):
        return words("At the pace of recent months: {middle} by {day}", **facts)
    return words(
        "Forecast for {day}: {middle}, 80% interval {low} to {high}",
        low=words.share(low),
        high=words.share(high),
        day=words.date(day),
        middle=words.share(middle),
    )


def in_caption(day: date, middle: float, low: float, high: float, words: Locale) -> str:
    """Write a forecast as part of a sentence."""
    facts = {"end": words.date(day), "middle": _reached(middle, words)}
    if not is_wide(low, high, words):
        return words("at the pace of recent months {middle} by {end}", **facts)
    return words(
        "at the pace of recent months {middle} by {end} (80% interval {low} to {high})",
        low=words.share(low),
        high=words.share(high),
        **facts,
    )


def _reached(middle: float, words: Locale) -> str:
    """Write what is reached as a part of a sentence, where a sign would be read as a word."""
    share = words.share(middle)
    if share.startswith(">"):
        return words("more than {share}", share=share[1:])
    if share.startswith("<"):
        return words("less than {share}", share=share[1:])
    return words("{share}", share=share)
