"""The words of the completion of institutions."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.i18n import Locale

ALL = "band_all"


class ByKind(NamedTuple):
    """How many institutions of a kind have come so far, and their share of the kind."""

    kind: str
    band: str
    institutions: int
    share: float | None


class InMonth(Protocol):
    """A month's bar: how many institutions have come so far."""

    @property
    def day(self) -> date: ...
    @property
    def band(self) -> str: ...
    @property
    def institutions(self) -> int: ...


def caption(then: list[ByKind], now: list[ByKind], context: Context) -> str:
    """Say how many institutions are through on the day, and were at the deadline (`then`)."""
    words = context.words
    done, total = _done(now), _total(now)
    told = words.n(
        "{done} of {count} institution with patents due has assessed all of them by {day}"
        " ({share}).",
        "{done} of {count} institutions with patents due have assessed all of them by {day}"
        " ({share}).",
        total,
        done=words.count(done),
        share=words.share(done / total),
        day=words.date(context.as_of),
    )
    if not then:
        return told
    share = words.share(_done(then) / total)
    before = words("At the deadline: {done} ({share}).", done=words.count(_done(then)), share=share)
    return words.sentences(told, before)


def alt(now: list[ByKind], told: str, words: Locale) -> str:
    """Say the same for each kind of institution."""
    kinds = dict.fromkeys(row.kind for row in now)
    lines = [kind_line(kind, now, words) for kind in kinds]
    return words(
        "Stacked bars of the institutions by the part of their patents that is assessed, by month "
        "and by kind. {caption} {list}.",
        caption=told,
        list=words.listing(lines),
    )


def kind_line(kind: str, now: list[ByKind], words: Locale) -> str:
    """Write how many institutions of a kind are through."""
    of_kind = [row for row in now if row.kind == kind]
    done, total = _done(of_kind), _total(of_kind)
    return words(
        "{kind}: {done} of {total} done ({share})",
        kind=sentence_case(label(kind, words)),
        done=words.count(done),
        total=words.count(total),
        share=words.share(done / total if total else None),
    )


def month_hover(row: InMonth, words: Locale) -> str:
    """Write what a month's bar says when pointed at."""
    return words(
        "<b>{band}</b><br>{day}<br>{institutions}",
        band=sentence_case(label(row.band, words)),
        day=words.date(row.day),
        institutions=_institutions(row.institutions, words),
    )


def share_hover(row: ByKind, words: Locale) -> str:
    """Write what a kind's bar says when pointed at."""
    return words(
        "<b>{band}</b><br>{kind}<br>{institutions} ({share})",
        band=sentence_case(label(row.band, words)),
        kind=sentence_case(label(row.kind, words)),
        institutions=_institutions(row.institutions, words),
        share=words.share(row.share),
    )


def _institutions(number: int, words: Locale) -> str:
    return words.n("{count} institution", "{count} institutions", number)


def _done(listed: list[ByKind]) -> int:
    return sum(row.institutions for row in listed if row.band == ALL)


def _total(listed: list[ByKind]) -> int:
    return sum(row.institutions for row in listed)
