"""The words of the official record: series, values, caption and alt text."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.i18n import Locale, _
from milestones.plan import Milestone

BOUNDS = {"more than": _("over {value}"), "approx": _("about {value}")}


class Published(NamedTuple):
    """One published figure: what was counted, whose, of what, on which day, and by whom told."""

    milestone: str
    series: str
    indicator: str
    scope: str
    universe: str
    as_of: date
    value: float
    unit: str
    bound: str | None
    is_complete: bool
    source: str
    note: str | None


def milestone_of(indicator: str, context: Context) -> Milestone | None:
    """Find the plan's milestone that follows an indicator."""
    listed = context.facts.plan.milestones
    return next((item for item in listed if item.indicator == indicator), None)


def series(row: Published, words: Locale) -> str:
    """Name a series by what was counted, whose it is, and of which patents."""
    what = sentence_case(label(row.indicator, words))
    whose = label(row.scope, words)
    if row.universe == row.unit:
        return words("{what} ({whose})", what=what, whose=whose)
    of = label(row.universe, words)
    return words("{what} ({whose}, {of})", what=what, whose=whose, of=of)


def value(row: Published, words: Locale) -> str:
    """Write a published value with its bound, as it was published."""
    is_share = row.unit == "percent"
    number = words.share(row.value / 100, 0 if row.bound else 1) if is_share else None
    number = number or words.count(row.value)
    if row.is_complete:
        return words("{value} (complete)", value=number)
    return words(BOUNDS[row.bound], value=number) if row.bound else number


def hover(row: Published, words: Locale) -> str:
    """Write what a point says when pointed at: value, series, day, source, note."""
    lines = [f"<b>{value(row, words)}</b>", series(row, words), words.date(row.as_of)]
    lines.append(words("Source: {source}", source=words(row.source)))
    if row.note:
        lines.append(words(row.note))
    return "<br>".join(lines)


def caption(listed: list[Published], context: Context) -> str:
    """Say when the assessment was declared complete, and how long before the deadline."""
    words = context.words
    synthetic = words("These are real figures, beside a synthetic register.")
    return words.sentences(
        _declared(listed, context), synthetic if context.facts.edition.synthetic else ""
    )


def _declared(listed: list[Published], context: Context) -> str:
    words, milestone = context.words, milestone_of("assessment_coverage", context)
    complete = [row for row in listed if row.is_complete]
    if not complete or milestone is None:
        return words("What was published on the milestones, each figure with its own universe.")
    last = complete[-1]
    return words(
        "The authorities declared the assessment complete on {day}, with {count} patents,"
        " at least {days} before the deadline.",
        day=words.date(last.as_of),
        count=words.count(last.value),
        days=words.n("{count} day", "{count} days", (milestone.deadline - last.as_of).days),
    )


def alt(listed: list[Published], words: Locale) -> str:
    """List every published figure."""
    parts = [
        words(
            "{series}: {value} on {day}",
            series=series(row, words),
            value=value(row, words),
            day=words.date(row.as_of),
        )
        for row in listed
    ]
    return words("Published figures in time order. {list}.", list=words.listing(parts))
