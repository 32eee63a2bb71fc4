"""The verdict on each milestone as a card for the top of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from milestones.charts.palette import Theme, status_colour
from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.milestone_status import (
    days_ahead_line,
    milestone_name,
    reason_sentence,
    target_line,
)
from milestones.figures.phrases import forecast_line
from milestones.figures.registry import Context, Result
from milestones.frames import named_rows
from milestones.i18n import Lang, Locale


@dataclass(frozen=True)
class MilestoneCard:
    """One milestone for the top of a page: its verdict, its number, and lines beneath.

    `status` is the code, `colour` its colour in the theme; the rest is text to print as it is.
    """

    milestone: str
    name: str
    status: str
    colour: str
    verdict: str
    value: str
    value_note: str
    lines: tuple[str, ...]


def milestone_cards(result: Result, lang: Lang, theme: Theme) -> list[MilestoneCard]:
    """Put the rows of `milestone_status` in words, for a page to print before any chart."""
    context = Context(result.facts, Locale(lang))
    return [_card(row, theme, context) for row in named_rows(result.frame)]


def _card(row: Any, theme: Theme, context: Context) -> MilestoneCard:
    words = context.words
    decided = row.value_at_deadline if row.is_verdict else row.value
    note = words("at the deadline, {day}", day=words.date(row.deadline))
    if not row.is_verdict:
        note = words("on {day}", day=words.date(row.as_of))
    return MilestoneCard(
        milestone=row.milestone,
        name=milestone_name(row, context),
        status=row.status,
        colour=status_colour(row.status, theme),
        verdict=sentence_case(label(row.status, words)),
        value=words.share(decided),
        value_note=note,
        lines=tuple(line for line in _card_lines(row, context) if line),
    )


def _card_lines(row: Any, context: Context) -> Iterator[str]:
    words = context.words
    yield sentence_case(target_line(row, words))
    if row.status == "not_assessable":
        yield reason_sentence(row, context)
    elif row.is_verdict:
        yield _later_line(row, words)
        yield days_ahead_line(row, words)
    else:
        yield words("Planned by this day: {planned}", planned=words.share(row.planned))
        yield days_ahead_line(row, words)
        yield _pace_line(row, words)
    yield from _open_lines(row, words)
    yield from _forecast_line(row, words)


def _later_line(row: Any, words: Locale) -> str:
    now = words("{value} on {day}", value=words.share(row.value), day=words.date(row.as_of))
    if row.reached_on is None:
        return now
    return words("Target reached on {day}", day=words.date(row.reached_on)) + (
        "" if row.status == "achieved" else words("; {now}", now=now)
    )


def _pace_line(row: Any, words: Locale) -> str:
    if row.required_monthly is None or row.recent_monthly is None:
        return ""
    return words(
        "Needed a month: {required}; last three months: {recent}",
        required=words.points(row.required_monthly),
        recent=words.points(row.recent_monthly),
    )


def _open_lines(row: Any, words: Locale) -> Iterator[str]:
    if row.open is None:
        return
    now = words("still open: {count}", count=words.count(row.open))
    if not row.is_verdict:
        yield sentence_case(now)
        yield from _lapsed_line(row.lapsed_open, words)
        return
    parts = [
        words("Still open at the deadline: {count}", count=words.count(row.open_at_deadline)),
        *(part.lower() for part in _lapsed_line(row.lapsed_at_deadline, words)),
        words("assessed since: {count}", count=words.count(row.closed_late)),
        now,
    ]
    yield words.listing(parts)


def _lapsed_line(count: int, words: Locale) -> Iterator[str]:
    if count:
        yield words("Lapsed before assessment: {count}", count=words.count(count))


def _forecast_line(row: Any, words: Locale) -> Iterator[str]:
    if row.forecast_on:
        ends = row.forecast, row.forecast_low, row.forecast_high
        yield forecast_line(row.forecast_on, *ends, words)
