"""The verdict on each milestone as a card for the top of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.milestone_status import (
    MilestoneStatus,
    days_ahead_line,
    lateness_line,
    milestone_name,
    read_statuses,
    reason_sentence,
    target_line,
)
from milestones.figures.phrases import forecast_line
from milestones.figures.registry import Context, Result
from milestones.i18n import Lang, Locale, _


@dataclass(frozen=True)
class MilestoneCard:
    """One milestone for the top of a page: its number now and what is left, then its verdict.

    `status` is the code; the rest is text to print as it is.
    """

    milestone: str
    name: str
    status: str
    value: str
    value_note: str
    verdict: str
    lines: tuple[str, ...]


def milestone_cards(result: Result, lang: Lang) -> list[MilestoneCard]:
    """Put the rows of `milestone_status` in words, for a page to print before any chart."""
    context = Context(result.facts, Locale(lang))
    return [_card(row, context) for row in read_statuses(result.frame)]


def _card(row: MilestoneStatus, context: Context) -> MilestoneCard:
    locale = context.locale
    note = locale("on {day}", day=locale.date(row.as_of)), _left_text(row, locale)
    return MilestoneCard(
        milestone=row.milestone,
        name=milestone_name(row, context),
        status=row.status,
        value=locale.share(row.value),
        value_note=locale.listing(part for part in note if part),
        verdict=sentence_case(label(row.status, locale)),
        lines=tuple(line for line in _card_lines(row, context) if line),
    )


def _left_text(row: MilestoneStatus, locale: Locale) -> str:
    """Say what is left to do; nothing where that is nothing to count."""
    if row.value is None:
        return ""
    if row.open is not None:
        return locale("still open: {count}", count=locale.count(row.open))
    if not row.patents_missing:
        return ""
    return locale.n(
        "{count} patent short of the target",
        "{count} patents short of the target",
        row.patents_missing,
    )


def _card_lines(row: MilestoneStatus, context: Context) -> Iterator[str]:
    locale = context.locale
    yield sentence_case(target_line(row, locale))
    if row.status == "not_assessable":
        yield reason_sentence(row, context)
    elif row.is_verdict:
        yield _verdict_line(row, locale)
        yield lateness_line(row, locale)
    else:
        yield locale("Planned by this day: {planned}", planned=locale.share(row.planned))
        yield days_ahead_line(row, locale)
        yield _pace_line(row, locale)
    yield from _open_lines(row, locale)
    if row.forecast_on:
        ends = row.forecast, row.forecast_low, row.forecast_high
        yield forecast_line(row.forecast_on, *ends, locale)


def _verdict_line(row: MilestoneStatus, locale: Locale) -> str:
    """Say how it stood at the deadline; on that day the value above says so."""
    if not row.is_past:
        return locale("The deadline is this day: the verdict is final")
    return locale(
        "At the deadline, {day}: {value}",
        day=locale.date(row.deadline),
        value=locale.share(row.value_at_deadline),
    )


def _pace_line(row: MilestoneStatus, locale: Locale) -> str:
    if row.required_monthly is None or row.recent_monthly is None:
        return ""
    return locale(
        "Needed per month: {required}; last three months: {recent}",
        required=locale.points(row.required_monthly),
        recent=locale.points(row.recent_monthly),
    )


def _open_lines(row: MilestoneStatus, locale: Locale) -> Iterator[str]:
    if row.open is None:
        return
    if not row.is_past:
        yield _lapsed_line(row.lapsed_open, locale)
        return
    count = locale.count(row.open_at_deadline)
    kept = {
        _("{count} assessed since"): row.closed_late,
        _("{count} lapsed unassessed"): row.lapsed_late,
        _("{count} still open"): row.open,
    }
    parts = [locale(text, count=locale.count(some)) for text, some in kept.items() if some]
    line = locale("Open at the deadline: {count}", count=count)
    if parts:
        line = locale(
            "Open at the deadline: {count} = {parts}", count=count, parts=" + ".join(parts)
        )
    apart = locale(
        "apart: {count} assessed after lapse", count=locale.count(row.assessed_after_lapse)
    )
    yield locale.listing([line, apart] if row.assessed_after_lapse else [line])


def _lapsed_line(count: int | None, locale: Locale) -> str:
    return locale("Lapsed before assessment: {count}", count=locale.count(count)) if count else ""
