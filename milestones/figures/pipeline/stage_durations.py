"""How long patents take from step to step: the median, and the half of them around it."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from milestones.charts.model import Axis, Category, Chart, Legend, Margins, Panel, empty_chart
from milestones.figures.labels import label, sentence_case
from milestones.figures.quartiles import (
    QUARTILE_COLUMNS,
    day_axis,
    middle_halves,
    quartile_sentence,
)
from milestones.figures.registry import Column, Context, Drawing, Place, as_of_line, figure
from milestones.frames import records
from milestones.i18n import Locale, _

COLUMNS = {
    "step": Column(_("Step"), "code"),
    "patents": Column(_("Patents that took it"), "count"),
    **QUARTILE_COLUMNS,
    "disordered": Column(_("Took it before the step it is counted from"), "count"),
}
ROW_HEIGHT_PX = 62


class StepDays(NamedTuple):
    """The days that a step took the patents that took it."""

    step: str
    patents: int
    median: int
    first_quartile: int
    third_quartile: int


@figure(
    "stage_durations",
    places=(Place("pipeline", "below", 2),),
    question=_("How long does each step take?"),
    columns=COLUMNS,
    indicators=("due",),
)
def draw_stage_durations(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a step, from the first quartile to the third, with the median marked."""
    locale, taken = context.locale, records(frame[frame["patents"] > 0], StepDays)
    caption = _caption(taken, int(frame["disordered"].sum()), locale)
    day = as_of_line(context)
    if not taken:
        return Drawing(empty_chart(caption), caption, caption, as_of=day)
    parts = [_step_in_words(step, locale) for step in taken]
    alt = locale("Bars of the days that each step takes. {list}.", list=locale.listing(parts))
    return Drawing(_chart(frame["step"].tolist(), taken, locale), caption, alt, as_of=day)


def _chart(steps: list[str], taken: list[StepDays], locale: Locale) -> Chart:
    at = [steps.index(step.step) for step in taken]
    hovers = [_hover(step, locale) for step in taken]
    notes = {step.step: _note(step, locale) for step in taken}
    rows = tuple(
        Category(place, sentence_case(label(step, locale)), notes.get(step) or locale("nobody yet"))
        for place, step in enumerate(steps)
    )
    panel = Panel(
        x=day_axis(locale),
        y=Axis("category", categories=rows),
        series=(middle_halves(taken, at, hovers, 0.3, 24, locale),),
        names="above",
    )
    margins = Margins(top=4, left=4, bottom=72)
    return Chart((panel,), ROW_HEIGHT_PX * len(steps) + 90, margins, Legend(is_shown=False))


def _note(step: StepDays, locale: Locale) -> str:
    return locale(
        "{median} ({first} to {third})",
        median=locale.n("{count} day", "{count} days", step.median),
        first=locale.count(step.first_quartile),
        third=locale.count(step.third_quartile),
    )


def _step_in_words(step: StepDays, locale: Locale) -> str:
    return locale(
        "{step}: median {median}, half of the patents between {first} and {third}",
        step=label(step.step, locale),
        median=locale.n("{count} day", "{count} days", step.median),
        first=locale.count(step.first_quartile),
        third=locale.count(step.third_quartile),
    )


def _hover(step: StepDays, locale: Locale) -> str:
    name = f"<b>{sentence_case(label(step.step, locale))}</b>"
    of = locale.n("{count} patent took this step", "{count} patents took this step", step.patents)
    return "<br>".join((name, quartile_sentence(step, locale), of))


def _caption(taken: list[StepDays], apart: int, locale: Locale) -> str:
    if not taken:
        return locale("No patent of this selection has taken a step yet.")
    slow = max(taken, key=lambda step: step.median)
    longest = locale(
        "The longest step is “{step}”: half of those that took it needed {median} or less.",
        step=label(slow.step, locale),
        median=locale.n("{count} day", "{count} days", slow.median),
    )
    waiting = locale("Patents that still wait are not counted here.")
    counted = locale("Patents that have since lapsed or left the pool are counted too.")
    if not apart:
        return locale.sentences(longest, waiting, counted)
    disordered = locale.n(
        "{count} step taken before the one it is counted from is left out.",
        "{count} steps taken before the one they are counted from are left out.",
        apart,
    )
    return locale.sentences(longest, waiting, counted, disordered)
