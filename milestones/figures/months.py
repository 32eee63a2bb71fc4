"""Cubes count by months: the day that a figure made from them can vouch for."""

from __future__ import annotations

from datetime import date

from milestones.figures.context import Context, Facts
from milestones.selection import is_month_end, last_month_end


def counted_to(facts: Facts) -> date:
    """Give the last day that a monthly cube counts: a month end, or the edition's own day."""
    day = facts.as_of
    return day if day == facts.edition.as_of or is_month_end(day) else last_month_end(day)


def as_of_line(context: Context) -> str:
    """Say the day that was counted to, which is earlier than a day inside a month."""
    words = context.words
    return words("As of {day}", day=words.date(counted_to(context.facts)))
