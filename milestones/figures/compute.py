"""From an edition and a selection to a frame, and from the frame to a drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from pandas.api.types import is_string_dtype

from milestones.charts.palette import Theme
from milestones.charts.plotly_renderer.figure import with_disclaimer
from milestones.charts.plotly_renderer.render import render
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.release import may_compare
from milestones.figures.registry import (
    Context,
    Count,
    Drawing,
    Facts,
    Figure,
    FigureNotCountedError,
    Result,
    find_figure,
)
from milestones.frames import Held, Rows, one_after_another
from milestones.i18n import Lang, Locale
from milestones.i18n.printable import MAX_VALUE_CHARACTERS, printable
from milestones.plan import Plan
from milestones.progress.indicators import DayNotCountedError, add_shares
from milestones.progress.province_counts import assessment_deadline
from milestones.query import run
from milestones.selection import Selection


def compute_figure(figure_id: str, edition: Edition, selection: Selection) -> Result:
    """Run a figure's query and its pure step; both languages are drawn from the result.

    Raises FigureNotFoundError for an id that is not in the list, DayNotCountedError for a day
    after the edition's as-of date.
    """
    figure, day = find_figure(figure_id), selection.day(edition)
    if day > edition.as_of:
        raise DayNotCountedError(day.isoformat())
    facts = Facts(selection, day, edition.facts, edition.plan)
    rows = add_shares(_count(figure, edition, selection), figure.shares)
    if figure.compare:
        rows, facts = _add_previous_edition(rows, facts, figure, edition)
    if figure.prepare is not None:
        rows = figure.prepare(rows, facts)
    return Result(figure_id, rows, facts)


@dataclass(frozen=True, kw_only=True)
class DrawnFigure(Drawing):
    """A drawing with its title and what must be said of the data, in a language and a theme."""

    title: str
    disclaimer: str
    lang: Lang
    theme: Theme

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The dict of its Plotly figure, made when it is first wanted; nobody changes it."""
        spec = render(self.chart, self.theme, self.lang)
        return with_disclaimer(spec, self.disclaimer, self.theme) if self.disclaimer else spec


def draw_figure(result: Result, lang: Lang, theme: Theme) -> DrawnFigure:
    """Draw a computed figure in a language and a theme, with title, as-of date and disclaimer."""
    figure, facts, locale = find_figure(result.figure), result.facts, Locale(lang)
    if lacking := figure.missing(facts.selection):
        drawing = Drawing.empty(locale(lacking.sentence))
    else:
        drawing = figure.draw(result.rows, Context(facts, locale))
    return DrawnFigure(
        chart=drawing.chart,
        caption=drawing.caption,
        alt=drawing.alt,
        as_of=drawing.as_of or locale("As of {day}", day=locale.date(facts.as_of)),
        title=locale(figure.question),
        disclaimer=_disclaimer(figure, facts, locale),
        lang=lang,
        theme=theme,
    )


def _disclaimer(figure: Figure, facts: Facts, locale: Locale) -> str:
    if figure.is_official:
        return locale("Real figures, as published")
    return locale("Synthetic data, not real") if facts.edition.synthetic else ""


def plan_params(plan: Plan) -> dict[str, object]:
    """Give what queries may bind from the plan: its rules and the deadline of the assessment."""
    return {
        "cutoff": plan.cutoff,
        "transfers_from": plan.transfers_from,
        "good_prospects_stars": plan.good_prospects_stars,
        "deadline": assessment_deadline(plan),
    }


def _count(figure: Figure, edition: Edition, selection: Selection) -> Held:
    asked = selection.only(figure.parameters)
    if figure.count is None:
        return _cached_frame(figure.query, edition, asked)
    return _cached_rows(figure.count, edition, asked)


@lru_cache(maxsize=64)
def _cached_rows(count: Count, edition: Edition, selection: Selection) -> Rows:
    """Look the rows up once for all figures of a page that share them.

    Raises FigureNotCountedError where the edition is older than what is asked for.
    """
    try:
        return count(edition, selection)
    except duckdb.CatalogException as error:
        raise FigureNotCountedError from error


@lru_cache(maxsize=64)
def _cached_frame(query: str, edition: Edition, selection: Selection) -> pd.DataFrame:
    """Run a query once for all who ask alike, its texts printable; nobody changes the frame.

    Raises FigureNotCountedError where the edition is older than what is asked for.
    """
    bound = {**selection.params(edition), **plan_params(edition.plan)}
    try:
        frame = run(edition, f"figures/{query}", **bound)
    except duckdb.CatalogException as error:
        raise FigureNotCountedError(query) from error
    for name in frame.columns:
        if is_string_dtype(frame[name]):
            frame[name] = _printable_texts(frame[name])
    return frame


def _printable_texts(texts: pd.Series) -> pd.Series:
    held, most = texts.tolist(), MAX_VALUE_CHARACTERS
    shown = [printable(text, most) if isinstance(text, str) else text for text in held]
    return texts if shown == held else pd.Series(shown, texts.index, texts.dtype)


def _add_previous_edition(
    rows: Held, facts: Facts, figure: Figure, edition: Edition
) -> tuple[Held, Facts]:
    """Set the rows of the previous edition beside those of this one, told apart by `side`.

    Each edition counts up to its own as-of date, or to the reader's where it reaches that far.
    """
    previous = _previous_edition(edition)
    if previous is None:
        return one_after_another({"current": rows}, "side"), facts
    chosen = facts.selection
    day = min(chosen.day(previous), previous.as_of)
    before = _count(figure, previous, chosen.at(day))
    both = {"current": rows, "previous": before}
    return one_after_another(both, "side"), replace(facts, previous_as_of=day)


def _previous_edition(edition: Edition) -> Edition | None:
    if edition.previous is None or not may_compare(edition, edition.previous):
        return None
    try:
        return _cached_edition(edition.path.with_name(f"{edition.previous}{edition.path.suffix}"))
    except (EditionNotFoundError, EditionUnreadableError):
        return None


@lru_cache(maxsize=4)
def _cached_edition(path: Path) -> Edition:
    return Edition(path)
