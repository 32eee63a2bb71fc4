"""What the button of a filter says: its name and what is chosen, as long as that is short."""

from __future__ import annotations

from collections.abc import Sequence

from milestones.words import Words

NAMED = 2
"""More choices than this are counted on the button, not named."""
LONGEST = 24
"""Names longer than this, in characters, are counted too, so that the filters keep to one row."""


def button(name: str, chosen: Sequence[str], words: Words) -> str:
    """Write what the button of a filter says; nothing chosen is said as "all"."""
    what = words.join(chosen)
    if len(chosen) > NAMED or len(what) > LONGEST:
        what = words.n("{count} chosen", "{count} chosen", len(chosen))
    return words("{name}: {choice}", name=name, choice=what or words("all"))
