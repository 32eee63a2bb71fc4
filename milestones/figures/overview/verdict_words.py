"""The verdict on a milestone in sentences that are true before and after the deadline."""

from __future__ import annotations

from typing import Any

from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.figures.pace_words import days_of, percent
from milestones.i18n import Locale


def name_of(row: Any, context: Context) -> str:
    """Give the milestone's name as its plan words it."""
    return context.facts.plan.milestone(row.milestone).name.in_(context.words.lang)


def target_of(row: Any, words: Locale) -> str:
    """Put the target in words: target 20% (working target, not official)."""
    if row.target is None:
        return words("no target set")
    kind = label(row.target_kind, words)
    return words("target {target} ({kind})", target=percent(row.target, words), kind=kind)


def value_of(row: Any, words: Locale) -> str:
    """Put the value in one short line: at the deadline and now, or now."""
    if not row.is_verdict:
        return words("{value} on {day}", value=words.share(row.value), day=words.date(row.as_of))
    return words(
        "{then} at the deadline, {now} now",
        then=words.share(row.value_at_deadline),
        now=words.share(row.value),
    )


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
        return words.sentences(text, reason_of(row, context))
    if row.is_verdict:
        return _closed(row, words, facts)
    if row.status == "achieved":
        early = words.n("{count} day", "{count} days", int(row.days_ahead))
        return words("{name}: {verdict}, {early} before the deadline.", early=early, **facts)
    planned = words.share(row.planned)
    text = words(
        "{name}: {verdict}, with {value} on {day}, {planned} planned.", planned=planned, **facts
    )
    days = ahead(row, words)
    return words.sentences(text, words("{days}.", days=days) if days else "")


def is_nothing_due(row: Any, context: Context) -> bool:
    """Tell whether a milestone has had nothing to count since the plan began."""
    return row.denominator == 0 and context.as_of >= context.facts.plan.cutoff


def reason_of(row: Any, context: Context) -> str:
    """Say why a milestone cannot be assessed; what nothing is due for has no value by itself."""
    if row.reason == "no_value" and is_nothing_due(row, context):
        return context.words("Nothing is due in this selection.")
    return label(row.reason, context.words)


def _closed(row: Any, words: Locale, facts: dict[str, str]) -> str:
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


def ahead(row: Any, words: Locale) -> str:
    """Say how many days ahead of plan or behind it; nothing outside the path's values."""
    if row.days_ahead is None:
        return ""
    return sentence_case(days_of(int(row.days_ahead), words))
