"""Phrases that sentences of several figures share: pace, forecasts, ties, chosen provinces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestones.figures.registry import Context
from milestones.i18n import Locale
from milestones.progress.indicators import LEAST_DENOMINATOR

Share = float | None

MAX_NAMED = 3
"""How many that share a place are named; the others are counted."""


def days_from_plan(days: int, locale: Locale) -> str:
    """Write how many days ahead of the plan or behind it, as a part of a sentence."""
    if days == 0:
        return locale("exactly on the planned day")
    if days < 0:
        return locale.n("{count} day behind plan", "{count} days behind plan", -days)
    return locale.n("{count} day ahead of plan", "{count} days ahead of plan", days)


def finished_text(days_early: int, locale: Locale) -> str:
    """Write by how many days something was finished before its deadline, or late."""
    if days_early == 0:
        return locale("finished on the deadline day")
    if days_early < 0:
        return locale.n("finished {count} day late", "finished {count} days late", -days_early)
    return locale.n("finished {count} day early", "finished {count} days early", days_early)


def overdue_text(days: int, locale: Locale) -> str:
    """Write for how many days something has been overdue."""
    return locale.n("{count} day overdue", "{count} days overdue", days)


def short_percent(share: float, locale: Locale) -> str:
    """Write a share with no more decimals than it has."""
    return locale.share(share, 0 if round(share * 100, 6) == round(share * 100) else 1)


def is_interval_visible(low: Share, high: Share, locale: Locale) -> bool:
    """Tell whether an interval prints as two numbers; "100% to 100%" would claim certainty."""
    return locale.share(low) != locale.share(high)


def forecast_line(day: date, middle: Share, low: Share, high: Share, locale: Locale) -> str:
    """Write a forecast as a line of a card."""
    facts = {"day": locale.date(day), "middle": _reached_share(middle, locale)}
    if not is_interval_visible(low, high, locale):
        return locale("At the pace of recent months: {middle} by {day}", **facts)
    return locale(
        "Forecast for {day}: {middle}, 80% interval {low} to {high}",
        low=locale.share(low),
        high=locale.share(high),
        day=locale.date(day),
        middle=locale.share(middle),
    )


def forecast_clause(day: date, middle: Share, low: Share, high: Share, locale: Locale) -> str:
    """Write a forecast as part of a sentence."""
    facts = {"end": locale.date(day), "middle": _reached_share(middle, locale)}
    if not is_interval_visible(low, high, locale):
        return locale("at the pace of recent months {middle} by {end}", **facts)
    return locale(
        "at the pace of recent months {middle} by {end} (80% interval {low} to {high})",
        low=locale.share(low),
        high=locale.share(high),
        **facts,
    )


def _reached_share(middle: Share, locale: Locale) -> str:
    """Write what is reached as a part of a sentence, where a sign would be read as a word."""
    share = locale.share(middle)
    if share.startswith(">"):
        return locale("more than {share}", share=share[1:])
    if share.startswith("<"):
        return locale("less than {share}", share=share[1:])
    return locale("{share}", share=share)


def join_tied(names: Sequence[str], locale: Locale) -> str:
    """Name those that share a place: "Hainan and Qinghai", "Hainan, Hebei, Jilin and 4 more"."""
    if len(names) <= MAX_NAMED:
        return locale.join(names)
    first, more = names[:MAX_NAMED], len(names) - MAX_NAMED
    joined = ", ".join(first) if locale.lang == "en" else locale.join(first)
    return locale.n("{names} and {count} more", "{names} and {count} more", more, names=joined)


def as_many_sentence(others: Sequence[str], locale: Locale) -> str:
    """Name those that have as many as the one that a sentence is about; nothing without any."""
    return locale("As many: {names}.", names=join_tied(others, locale)) if others else ""


def small_note(is_any_small: bool, locale: Locale) -> str:
    """Explain the star of a small denominator; nothing where there is none."""
    if not is_any_small:
        return ""
    return locale(
        "* Fewer than {count} counted: left out of comparisons.",
        count=locale.count(LEAST_DENOMINATOR),
    )


def chosen_provinces_note(context: Context) -> str:
    """Say that a figure shows all provinces, where some were chosen."""
    if not context.selection.provinces:
        return ""
    return context.locale("All provinces are shown; the chosen ones are marked.")


def largest_drawn_note(drawn: int, of: int, locale: Locale) -> str:
    """Say that a chart draws the largest alone, where there are more."""
    if of <= drawn:
        return ""
    return locale(
        "Drawn: the {count} largest of {all}; the table lists all.",
        count=locale.count(drawn),
        all=locale.count(of),
    )


def patents_not_told_apart(context: Context) -> str:
    """Say that a figure counts all patents, where fields or inventions were chosen."""
    chosen = context.selection
    if not chosen.fields and chosen.patents == "all":
        return ""
    return context.locale("Technology fields and kinds of patent are not told apart here.")
