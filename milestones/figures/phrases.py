"""Phrases that sentences of several figures share: pace, forecasts, ties, chosen provinces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from milestones.figures.registry import Context
from milestones.i18n import Locale


def days_from_plan(days: int, words: Locale) -> str:
    """Write how many days ahead of the plan or behind it, as a part of a sentence."""
    if days == 0:
        return words("exactly on the planned day")
    if days < 0:
        return words.n("{count} day behind plan", "{count} days behind plan", -days)
    return words.n("{count} day ahead of plan", "{count} days ahead of plan", days)


def short_percent(share: float, words: Locale) -> str:
    """Write a share with no more decimals than it has."""
    return words.share(share, 0 if round(share * 100, 6) == round(share * 100) else 1)


def is_interval_visible(low: float, high: float, words: Locale) -> bool:
    """Tell whether an interval prints as two numbers; "100% to 100%" would claim certainty."""
    return words.share(low) != words.share(high)


def forecast_line(day: date, middle: float, low: float, high: float, words: Locale) -> str:
    """Write a forecast as a line of a card."""
    facts = {"day": words.date(day), "middle": _reached_share(middle, words)}
    if not is_interval_visible(low, high, words):
        return words("At the pace of recent months: {middle} by {day}", **facts)
    return words(
        "Forecast for {day}: {middle}, 80% interval {low} to {high}",
        low=words.share(low),
        high=words.share(high),
        day=words.date(day),
        middle=words.share(middle),
    )


def forecast_clause(day: date, middle: float, low: float, high: float, words: Locale) -> str:
    """Write a forecast as part of a sentence."""
    facts = {"end": words.date(day), "middle": _reached_share(middle, words)}
    if not is_interval_visible(low, high, words):
        return words("at the pace of recent months {middle} by {end}", **facts)
    return words(
        "at the pace of recent months {middle} by {end} (80% interval {low} to {high})",
        low=words.share(low),
        high=words.share(high),
        **facts,
    )


def _reached_share(middle: float, words: Locale) -> str:
    """Write what is reached as a part of a sentence, where a sign would be read as a word."""
    share = words.share(middle)
    if share.startswith(">"):
        return words("more than {share}", share=share[1:])
    if share.startswith("<"):
        return words("less than {share}", share=share[1:])
    return words("{share}", share=share)


MAX_NAMED = 3
"""How many that share a place are named; the others are counted."""


def join_tied(names: Sequence[str], words: Locale) -> str:
    """Name those that share a place: "Hainan and Qinghai", "Hainan, Hebei, Jilin and 4 more"."""
    if len(names) <= MAX_NAMED:
        return words.join(names)
    return words.n(
        "{names} and {count} more",
        "{names} and {count} more",
        len(names) - MAX_NAMED,
        names=", ".join(names[:MAX_NAMED]) if words.lang == "en" else words.join(names[:MAX_NAMED]),
    )


def as_many_sentence(others: Sequence[str], words: Locale) -> str:
    """Name those that have as many as the one that a sentence is about; nothing without any."""
    return words("As many: {names}.", names=join_tied(others, words)) if others else ""


def chosen_provinces_note(context: Context) -> Iterator[str]:
    """Say that a figure shows all provinces, where some were chosen."""
    if context.selection.provinces:
        yield context.words("All provinces are shown; the chosen ones are marked.")
