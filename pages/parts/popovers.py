"""A filter behind its button: what the button says, and choices that are sent while it is open.

Each choice that is sent takes time at every run, so a shut filter sends none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from milestones.i18n import Locale

NAMED = 2
"""More choices than this are counted on the button, not named."""
LONGEST = 24
"""Names longer than this, in characters, are counted too, so that the filters keep to one row."""


def button(name: str, chosen: Sequence[str], words: Locale) -> str:
    """Write what the button of a filter says; nothing chosen is said as "all"."""
    what = words.join(chosen)
    if len(chosen) > NAMED or len(what) > LONGEST:
        what = words.n("{count} chosen", "{count} chosen", len(chosen))
    return words("{name}: {choice}", name=name, choice=what or words("all"))


@contextmanager
def opened(says: str, key: str) -> Iterator[bool]:
    """Put a filter behind a button and say whether it is open, so that it wants its choices.

    The button of an open one keeps what it said: Streamlit takes a popover with another label
    for another one, and would shut it.
    """
    state, said = st.session_state, f"{key}_said"
    if not state.get(key) or said not in state:
        state[said] = says
    popover = st.popover(state[said], key=key, on_change="rerun")
    with popover:
        yield bool(popover.open)
