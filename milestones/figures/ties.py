"""Who shares the first or the last place: a superlative never hides the others."""

from __future__ import annotations

from collections.abc import Sequence

from milestones.i18n import Locale

NAMED = 3
"""How many that share a place are named; the others are counted."""


def together(names: Sequence[str], words: Locale) -> str:
    """Name those that share a place: "Hainan and Qinghai", "Hainan, Hebei, Jilin and 4 more"."""
    if len(names) <= NAMED:
        return words.join(names)
    return words.n(
        "{names} and {count} more",
        "{names} and {count} more",
        len(names) - NAMED,
        names=", ".join(names[:NAMED]) if words.lang == "en" else words.join(names[:NAMED]),
    )


def as_many(others: Sequence[str], words: Locale) -> str:
    """Name those that have as many as the one that a sentence is about; nothing without any."""
    return words("As many: {names}.", names=together(others, words)) if others else ""
