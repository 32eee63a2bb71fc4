"""Words on the pace that figures of different pages share: days ahead, targets."""

from __future__ import annotations

from milestones.i18n import Locale


def days_of(days: int, words: Locale) -> str:
    """Write how many days ahead of the plan or behind it, as a part of a sentence."""
    if days == 0:
        return words("exactly on the planned day")
    if days < 0:
        return words.n("{count} day behind plan", "{count} days behind plan", -days)
    return words.n("{count} day ahead of plan", "{count} days ahead of plan", days)


def percent(share: float, words: Locale) -> str:
    """Write a share with no more decimals than it has."""
    return words.share(share, 0 if round(share * 100, 6) == round(share * 100) else 1)
