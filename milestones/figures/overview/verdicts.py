"""The verdict on a milestone in sentences, and as a card for the top of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from milestones.figures.context import Context, Result
from milestones.figures.labels import label, sentence_case
from milestones.figures.rows import rows
from milestones.figures.template import Theme, status_colour
from milestones.words import Lang, Words


@dataclass(frozen=True)
class Card:
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


def cards(result: Result, lang: Lang, theme: Theme) -> list[Card]:
    """Put the rows of `milestone_status` in words, for a page to print before any chart."""
    context = Context(result.facts, Words(lang), theme)
    return [_card(row, context) for row in rows(result.frame)]


def _card(row: Any, context: Context) -> Card:
    words = context.words
    decided = row.value_at_deadline if row.is_verdict else row.value
    note = words("at the deadline, {day}", day=words.date(row.deadline))
    if not row.is_verdict:
        note = words("on {day}", day=words.date(row.as_of))
    return Card(
        milestone=row.milestone,
        name=name_of(row, context),
        status=row.status,
        colour=status_colour(row.status, context.theme),
        verdict=sentence_case(label(row.status, words)),
        value=words.share(decided),
        value_note=note,
        lines=tuple(line for line in _lines(row, words) if line),
    )


def name_of(row: Any, context: Context) -> str:
    """Give the milestone's name as its plan words it."""
    return context.facts.plan.milestone(row.milestone).name.in_(context.words.lang)


def target_of(row: Any, words: Words) -> str:
    """Put the target in words: target 20% (working target, not official)."""
    if row.target is None:
        return words("no target set")
    kind = label(row.target_kind, words)
    return words("target {target} ({kind})", target=_whole(row.target, words), kind=kind)


def value_of(row: Any, words: Words) -> str:
    """Put the value in one short line: at the deadline and now, or now."""
    if not row.is_verdict:
        return words("{value} on {day}", value=words.share(row.value), day=words.date(row.as_of))
    return words(
        "{then} at the deadline, {now} now",
        then=words.share(row.value_at_deadline),
        now=words.share(row.value),
    )


def _whole(value: float, words: Words) -> str:
    return words.share(value, 0 if round(value * 100, 6) == round(value * 100) else 1)


def verdict(row: Any, context: Context) -> str:
    """Put the verdict in one sentence that is true before and after the deadline."""
    words = context.words
    facts = {
        "name": name_of(row, context),
        "verdict": label(row.status, words),
        "value": words.share(row.value),
        "then": words.share(row.value_at_deadline),
        "day": words.date(row.as_of),
        "deadline": words.date(row.deadline),
        "target": target_of(row, words),
    }
    if row.status == "not_assessable":
        text = words("{name}: {verdict}.", **facts)
        if row.value is not None:
            text = words("{name}: {verdict}; the value on {day} is {value}.", **facts)
        return words.sentences(text, label(row.reason, words))
    if row.is_verdict:
        return _closed(row, words, facts)
    if row.status == "achieved":
        early = _days(row.days_ahead, words)
        return words("{name}: {verdict}, {early} before the deadline.", early=early, **facts)
    planned = words.share(row.planned)
    text = words(
        "{name}: {verdict}, with {value} on {day}, {planned} planned.", planned=planned, **facts
    )
    return words.sentences(text, _ahead(row, words))


def _closed(row: Any, words: Words, facts: dict[str, str]) -> str:
    if row.status == "missed":
        return words(
            "{name}: {verdict}, with {then} at the deadline of {deadline} and {value} on {day};"
            " {target}.",
            **facts,
        )
    if row.status == "achieved_late":
        return words(
            "{name}: {verdict}, with {then} at the deadline of {deadline}; {target}"
            " reached on {reached}.",
            reached=words.date(row.reached_on),
            **facts,
        )
    return words("{name}: {verdict}, with {then} at the deadline of {deadline}.", **facts)


def _lines(row: Any, words: Words) -> Iterator[str]:
    yield sentence_case(target_of(row, words))
    if row.status == "not_assessable":
        yield label(row.reason, words)
    elif row.is_verdict:
        yield _later(row, words)
    else:
        yield words("Planned by this day: {planned}", planned=words.share(row.planned))
        yield _ahead(row, words)
        yield _paces(row, words)
    yield from _still_open(row, words)
    yield from _expected(row, words)


def _later(row: Any, words: Words) -> str:
    now = words("{value} on {day}", value=words.share(row.value), day=words.date(row.as_of))
    if row.reached_on is None:
        return now
    return words("Target reached on {day}", day=words.date(row.reached_on)) + (
        "" if row.status == "achieved" else words("; {now}", now=now)
    )


def _ahead(row: Any, words: Words) -> str:
    if row.days_ahead is None:
        return ""
    days = int(row.days_ahead)
    if days == 0:
        return words("Exactly on the planned day.")
    if days > 0:
        return words.n("{count} day ahead of plan.", "{count} days ahead of plan.", days)
    return words.n("{count} day behind plan.", "{count} days behind plan.", -days)


def _paces(row: Any, words: Words) -> str:
    if row.required_monthly is None or row.recent_monthly is None:
        return ""
    return words(
        "Needed a month: {required}; last three months: {recent}",
        required=words.points(row.required_monthly),
        recent=words.points(row.recent_monthly),
    )


def _still_open(row: Any, words: Words) -> Iterator[str]:
    if row.open is None:
        return
    if row.is_verdict:
        yield words(
            "Still open at the deadline: {then}; closed since: {late}; open now: {now}",
            then=words.count(row.open_at_deadline),
            late=words.count(row.closed_late),
            now=words.count(row.open),
        )
    else:
        yield words("Still open: {now}", now=words.count(row.open))
    if row.lapsed_open:
        yield words("Lapsed before assessment: {count}", count=words.count(row.lapsed_open))


def _expected(row: Any, words: Words) -> Iterator[str]:
    if row.forecast_on:
        yield words(
            "Forecast for {day}: {middle}, 80% interval {low} to {high}",
            day=words.date(row.forecast_on),
            middle=words.share(row.forecast),
            low=words.share(row.forecast_low),
            high=words.share(row.forecast_high),
        )


def _days(number: Any, words: Words) -> str:
    return words.n("{count} day", "{count} days", int(number))
