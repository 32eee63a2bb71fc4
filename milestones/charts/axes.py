"""Axes of counts, percentages, shares and money, with round ticks labelled in the language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import floor, log10

from milestones.charts.model import Axis, Tick, Unit
from milestones.i18n import Locale

HEADROOM_FACTOR = 1.2
"""Room above the highest value, for the words of a target line."""


def round_steps(top: float, most: int = 5) -> list[float]:
    """Give at most `most` round steps from 0 that reach `top`: 0, 500,000, 1,000,000, …"""
    if top <= 0:
        return [0.0, 1.0]
    raw = top / (most - 1)
    unit = 10.0 ** floor(log10(raw))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= raw)
    return [step * index for index in range(floor(top / step + 1e-9) + 2)][:most]


def count_axis(top: float, locale: Locale, most: int = 5) -> Axis:
    """Make an axis of counts from 0, its ticks in 万 in Chinese."""
    steps = [int(step) for step in steps_below(top, most) if step == int(step)]
    return _axis_from_zero("count", top, steps, locale.count)


def percent_axis(top: float, locale: Locale) -> Axis:
    """Make an axis of percentages from 0."""
    steps = steps_below(top)
    decimals = 0 if all(step == int(step) for step in steps) else 1
    return _axis_from_zero("percent", top, steps, lambda step: locale.share(step / 100, decimals))


def money_axis(top: float, locale: Locale) -> Axis:
    """Make an axis of yuan from 0."""
    return _axis_from_zero("money", top or 1, steps_below(top or 1), locale.money)


def share_axis(locale: Locale, title: str = "") -> Axis:
    """Make an axis of shares from nothing to all."""
    ticks = tuple(Tick(step, locale.share(step, 0)) for step in (0.0, 0.5, 1.0))
    return Axis(unit="share", title=title, ticks=ticks)


def with_high(axis: Axis, high: float) -> Axis:
    """Give the same axis with another end."""
    return replace(axis, high=high)


def steps_below(top: float, most: int = 5) -> list[float]:
    """Give the round steps from 0 that lie within an axis that ends at `top`."""
    return [step for step in round_steps(top, most) if step <= top]


def _axis_from_zero(
    unit: Unit, top: float, steps: Sequence[float], label: Callable[[float], str]
) -> Axis:
    ticks = tuple(Tick(step, label(step)) for step in steps)
    return Axis(unit=unit, low=0, high=top * HEADROOM_FACTOR, ticks=ticks)
