"""The selection of a visit in words, as the library says it."""

from __future__ import annotations

from milestones.figures.sentence import patents
from milestones.figures.sentence import whole as in_words
from pages.parts.page_context import PageContext

__all__ = ["patents", "whole"]


def whole(visit: PageContext) -> str:
    """Say what was chosen in one line."""
    return in_words(visit.edition, visit.selection, visit.words)
