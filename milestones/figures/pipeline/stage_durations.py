"""How long patents take from step to step: the median, and the half of them around it."""

from __future__ import annotations

import pandas as pd

from milestones.charts.model import Axis, Category, Chart, Legend, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.quartiles import (
    QUARTILE_COLUMNS,
    DayQuartiles,
    day_axis,
    days_text,
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


@figure(
    "stage_durations",
    places=(Place("pipeline", "below", 2),),
    question=_("How long does each step take?"),
    columns=COLUMNS,
    indicators=("due",),
)
def draw_stage_durations(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a step, from the first quartile to the third, with the median marked."""
    locale, held = context.locale, frame[frame["patents"] > 0]
    taken = dict(zip(held["step"], records(held, DayQuartiles), strict=True))
    caption = _caption(taken, int(frame["disordered"].sum()), locale)
    day = as_of_line(context)
    if not taken:
        return Drawing.empty(caption, day)
    parts = [
        locale(
            "{step}: median {median}, half of the patents between {first} and {third}",
            step=label(step, locale),
            **_middle_half(days, locale),
        )
        for step, days in taken.items()
    ]
    alt = locale("Bars of the days that each step takes. {list}.", list=locale.listing(parts))
    return Drawing(_chart(frame["step"].tolist(), taken, locale), caption, alt, day)


def _chart(steps: list[str], taken: dict[str, DayQuartiles], locale: Locale) -> Chart:
    at = [steps.index(step) for step in taken]
    hovers = [_hover(step, days, locale) for step, days in taken.items()]
    rows = tuple(
        Category(at, sentence_case(label(step, locale)), _note(taken.get(step), locale))
        for at, step in enumerate(steps)
    )
    panel = Panel(
        x=day_axis(locale),
        y=Axis("category", categories=rows),
        series=(middle_halves([*taken.values()], at, hovers, 0.3, 24, locale),),
        names="above",
    )
    margins = Margins(top=4, left=4, bottom=72)
    return Chart((panel,), ROW_HEIGHT_PX * len(steps) + 90, margins, Legend(is_shown=False))


def _middle_half(days: DayQuartiles, locale: Locale) -> dict[str, str]:
    return {
        "median": days_text(days.median, locale),
        "first": locale.count(days.first_quartile),
        "third": locale.count(days.third_quartile),
    }


def _note(days: DayQuartiles | None, locale: Locale) -> str:
    if days is None:
        return locale("nobody yet")
    return locale("{median} ({first} to {third})", **_middle_half(days, locale))


def _hover(step: str, days: DayQuartiles, locale: Locale) -> str:
    name = f"<b>{sentence_case(label(step, locale))}</b>"
    of = locale.n("{count} patent took this step", "{count} patents took this step", days.patents)
    return "<br>".join((name, quartile_sentence(days, locale), of))


def _caption(taken: dict[str, DayQuartiles], apart: int, locale: Locale) -> str:
    if not taken:
        return locale("No patent of this selection has taken a step yet.")
    slow = max(taken, key=lambda step: taken[step].median)
    disordered = locale.n(
        "{count} step taken before the one it is counted from is left out.",
        "{count} steps taken before the one they are counted from are left out.",
        apart,
    )
    return locale.sentences(
        locale(
            "The longest step is “{step}”: half of those that took it needed {median} or less.",
            step=label(slow, locale),
            median=days_text(taken[slow].median, locale),
        ),
        locale("Patents that still wait are not counted here."),
        locale("Patents that have since lapsed or left the pool are counted too."),
        disordered if apart else "",
    )
