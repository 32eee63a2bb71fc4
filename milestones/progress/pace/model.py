"""What an assessment of pace consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from milestones.plan import Method, Target


class Status(StrEnum):
    """How a milestone stands. Up to the deadline the first four or achieved, then the verdict."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MOVING_AWAY = "moving_away"
    ACHIEVED_LATE = "achieved_late"
    MISSED = "missed"
    NOT_ASSESSABLE = "not_assessable"


class Reason(StrEnum):
    """Why a milestone cannot be assessed."""

    NO_TARGET = "no_target"
    AT_START = "at_start"
    NO_DENOMINATOR = "no_denominator"
    BASE_ZERO = "base_zero"
    NO_VALUE = "no_value"


class InputKind(StrEnum):
    """How an input is written: a day, in the indicator's unit, as a percentage, or plainly."""

    DAY = "day"
    VALUE = "value"
    RATE = "rate"
    NUMBER = "number"


@dataclass(frozen=True)
class Input:
    """One number or day that the status was reckoned from; `label` is a text to translate."""

    id: str
    label: str
    value: date | float | None
    kind: InputKind


@dataclass(frozen=True)
class Pace:
    """The status of a milestone on a day, with all that a reader needs to check it.

    `ratio` is R, `planned` the planned value on `as_of`; both None where the method has none.
    `value` stands on `as_of`; `value_at_deadline` is None before the deadline, or unknown.
    `reached_on` opens the unbroken time of a reached target that the status rests on.
    `days_ahead` is negative when behind, None outside the path's values.
    `formula` and the labels of `inputs` are texts to translate.
    """

    milestone: str
    as_of: date
    deadline: date
    status: Status
    reason: Reason | None
    ratio: float | None
    planned: float | None
    value: float | None
    value_at_deadline: float | None
    target: Target | None
    reached_on: date | None
    days_ahead: int | None
    method: Method
    formula: str
    inputs: tuple[Input, ...]

    @property
    def is_verdict(self) -> bool:
        """Tell whether the deadline has passed, so that the status is the verdict."""
        return self.as_of > self.deadline
