"""Words on the pace that figures of different pages share."""

from __future__ import annotations

from milestones.words import Words


def days_of(days: int, words: Words) -> str:
    """Write how many days ahead of the plan or behind it."""
    if days < 0:
        return words.n("{count} day behind plan.", "{count} days behind plan.", -days)
    return words.n("{count} day ahead of plan.", "{count} days ahead of plan.", days)
