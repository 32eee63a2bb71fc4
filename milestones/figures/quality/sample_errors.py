"""How often sample checks find assessments wrong: by province, with intervals, and in all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from milestones.charts.axes import steps_below
from milestones.charts.model import Axis, Category, Chart, Legend, Margins, Panel, Spans, Tick
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import join_tied, patents_not_told_apart, short_percent
from milestones.figures.registry import Column, Context, Drawing, Facts, Place, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.progress.error_rates import SMALL_SAMPLE, ErrorRate, Stratum, error_rate

ALL = "sampled_provinces"
"""The code of the row that sums up all provinces with answers."""
COLUMNS = {
    "code": Column(_("Province"), "code"),
    "kind": Column(_("Kind"), "code"),
    "name": Column(_("Institution"), "name"),
    "sampled_on": Column(_("Sampled up to"), "date"),
    "assessed": Column(_("Assessed, of which sampled"), "count"),
    "covered": Column(_("Assessed, in strata with answers"), "count"),
    "answered": Column(_("Answers"), "count"),
    "wrong": Column(_("Errors"), "count"),
    "rate": Column(_("Error rate, weighted"), "share"),
    "low": Column(_("95% interval from"), "share"),
    "high": Column(_("95% interval to"), "share"),
    "effective": Column(_("Answers that the weighted ones are worth"), "number"),
}
ROW_HEIGHT_PX = 27
NOTES_FACTOR = 1.6
"""Room for the notes at the ends of the bars, in parts of the longest."""


class SampledRow(NamedTuple):
    """A province, or all: its answers, and the rate of errors; None is unknown."""

    code: str
    sampled_on: date | None
    assessed: int | None
    covered: int
    answered: int
    wrong: int
    rate: float | None
    low: float | None
    high: float | None

    @property
    def mark(self) -> str:
        """The mark of few answers."""
        return "*" if self.answered < SMALL_SAMPLE else ""


class AnsweredStratum(NamedTuple):
    """A stratum of a province's latest sample; only its code is known where there is none."""

    code: str
    kind: str | None
    name: str | None
    name_en: str | None
    sampled_on: date | None
    assessed: int | None
    answered: int
    wrong: int


def prepare_rates(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Set all provinces first, then each by its rate, then the strata that they are made of."""
    strata = records(frame, AnsweredStratum)
    sampled = [each for each in strata if each.sampled_on]
    groups = [(code, list(of)) for code, of in groupby(strata, lambda each: each.code)]
    provinces = [(_rate(of), code, of) for code, of in groups]
    provinces.sort(key=lambda group: _order(group[0]))
    rows = [_row(_rate(sampled), ALL, sampled), *(_row(*group) for group in provinces)]
    for one in sampled:
        own = {"kind": one.kind, "name": one.name, "name_en": one.name_en}
        rows.append(_row(_rate([one]), one.code, [one]) | own)
    made = pd.DataFrame(rows, columns=[*COLUMNS, "name_en"])
    return made.astype({"sampled_on": "datetime64[s]", "assessed": "Int64"})


def _order(rate: ErrorRate) -> tuple[bool, bool, float]:
    """Sort the highest rate first, those of few answers after the others, the unknown last."""
    return rate.rate is None, rate.answered < SMALL_SAMPLE, -(rate.rate or 0.0)


def _rate(strata: list[AnsweredStratum]) -> ErrorRate:
    return error_rate(Stratum(each.assessed or 0, each.answered, each.wrong) for each in strata)


def _row(rate: ErrorRate, code: str, strata: list[AnsweredStratum]) -> dict[str, object]:
    days = [each.sampled_on for each in strata if each.sampled_on]
    sizes = [each.assessed for each in strata if each.assessed is not None]
    facts = {"sampled_on": max(days, default=None), "assessed": sum(sizes) if sizes else None}
    return {"code": code, **facts, **rate._asdict()}


@figure(
    "sample_errors",
    places=(Place("quality", "below", 1),),
    question=_("How often are assessments wrong, as sample checks find?"),
    columns=COLUMNS,
    prepare=prepare_rates,
)
def draw_sample_errors(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the rate and the interval of all and of each province that has answers."""
    locale = context.locale
    rows = records(frame[frame["kind"].isna()], SampledRow)
    whole, provinces = rows[0], rows[1:]
    listed = [row for row in provinces if row.rate is not None]
    caption = locale.sentences(
        _whole_sentence(whole, locale),
        _left_out_sentence(whole, locale),
        *_notes(listed, provinces, context),
    )
    if whole.rate is None:
        return Drawing.empty(caption)
    shown = [whole, *listed] if len(listed) > 1 else listed
    parts = [
        f"{_name(row, locale)} {_numbers(row, locale)} ({_interval(row, locale)})" for row in shown
    ]
    alt = locale(
        "Bars of the 95% interval of the error rate, the rate marked. {caption} {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(shown, context), caption, alt)


def _chart(shown: list[SampledRow], context: Context) -> Chart:
    locale = context.locale
    categories = tuple(
        Category(
            at,
            _name(row, locale),
            note=_numbers(row, locale),
            hover=_hover(row, locale),
            mark=row.mark,
            is_emphasized=row.code == ALL or row.code in context.selection.provinces,
        )
        for at, row in enumerate(shown)
    )
    spans = Spans(
        name=locale("Error rate, weighted"),
        ends=(locale("95% interval from"), locale("95% interval to")),
        at=tuple(range(len(shown))),
        lows=tuple(row.low or 0.0 for row in shown),
        middles=tuple(row.rate or 0.0 for row in shown),
        highs=tuple(row.high or 0.0 for row in shown),
        hovers=tuple(_hover(row, locale) for row in shown),
        thickness=0.5,
        stroke=16,
    )
    top = max(spans.highs)
    x = Axis(
        unit="share",
        note=locale("95% interval, line at the rate"),
        low=0.0,
        high=top * NOTES_FACTOR,
        ticks=tuple(Tick(step, short_percent(step, locale)) for step in steps_below(top)),
    )
    y = Axis("category", categories=categories, letters=12)
    height = 110 + ROW_HEIGHT_PX * len(shown)
    return Chart(
        (Panel(x, y, (spans,)),), height, Margins(top=4, bottom=72), Legend(is_shown=False)
    )


def _name(row: SampledRow, locale: Locale) -> str:
    return sentence_case(label(row.code, locale))


def _interval(row: SampledRow, locale: Locale) -> str:
    return locale("{low} to {high}", low=locale.share(row.low), high=locale.share(row.high))


def _numbers(row: SampledRow, locale: Locale) -> str:
    counts = f"{locale.count(row.wrong)}/{locale.count(row.answered)}"
    return f"{locale.share(row.rate)} · {counts}"


def _hover(row: SampledRow, locale: Locale) -> str:
    return locale(
        "<b>{name}</b><br>Error rate {rate}, 95% interval {interval}<br>"
        "{wrong} errors in {answered} answers<br>{assessed} assessed by {day}",
        name=_name(row, locale),
        rate=locale.share(row.rate),
        interval=_interval(row, locale),
        wrong=locale.count(row.wrong),
        answered=locale.count(row.answered),
        assessed=locale.count(row.assessed),
        day=locale.date(row.sampled_on),
    )


def _whole_sentence(whole: SampledRow, locale: Locale) -> str:
    if whole.rate is None:
        return locale("No sample answers were delivered for this selection: not assessable.")
    found = locale.n(
        "{rate} of the assessments that samples stand for are wrong (95% interval {interval}): "
        "{wrong} in {count} answer, weighted by the {assessed} assessed.",
        "{rate} of the assessments that samples stand for are wrong (95% interval {interval}): "
        "{wrong} in {count} answers, weighted by the {assessed} assessed.",
        whole.answered,
        rate=locale.share(whole.rate),
        interval=_interval(whole, locale),
        wrong=locale.count(whole.wrong),
        assessed=locale.count(whole.covered),
    )
    return found


def _left_out_sentence(whole: SampledRow, locale: Locale) -> str:
    left_out = (whole.assessed or 0) - whole.covered
    if whole.rate is None or not left_out:
        return ""
    return locale.n(
        "{count} assessed patent lies in a stratum without answers and is in no rate.",
        "{count} assessed patents lie in strata without answers and are in no rate.",
        left_out,
    )


def _notes(
    listed: list[SampledRow], provinces: list[SampledRow], context: Context
) -> Iterator[str]:
    locale = context.locale
    lacking = [locale.province(row.code) for row in provinces if row.rate is None]
    if listed:
        yield locale("Interval by Clopper and Pearson, at the effective number of answers.")
        if lacking:
            yield locale(
                "Not assessable, without answers: {names}.", names=join_tied(lacking, locale)
            )
        if any(row.mark for row in listed):
            yield locale("* Fewer than {count} answers.", count=locale.count(SMALL_SAMPLE))
    yield patents_not_told_apart(context)
