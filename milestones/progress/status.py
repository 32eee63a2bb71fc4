"""What an assessment of pace consists of, and its words, marked for translation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from milestones.i18n import _
from milestones.plan import Method, TargetKind


class Status(StrEnum):
    """How a milestone stands: by its pace before the deadline, from that day on by the verdict."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MOVING_AWAY = "moving_away"
    ACHIEVED_LATE = "achieved_late"
    MISSED = "missed"
    NOT_ASSESSABLE = "not_assessable"


class PaceReason(StrEnum):
    """Why a milestone cannot be assessed."""

    NO_TARGET = "no_target"
    AT_START = "at_start"
    NO_DENOMINATOR = "no_denominator"
    BASE_ZERO = "base_zero"
    NO_VALUE = "no_value"


@dataclass(frozen=True)
class Pace:
    """The status of a milestone on a day, with all that a reader needs to check it.

    `ratio` is R, `planned` the planned value on `as_of`; both None where the method has none.
    `value` stands on `as_of`; `value_at_deadline` is None before the deadline, or unknown.
    `reached_on` opens the unbroken time of a reached target that the status rests on.
    `days_ahead` is negative when behind, None outside the path's values.
    """

    as_of: date
    deadline: date
    status: Status
    reason: PaceReason | None
    ratio: float | None
    planned: float | None
    value: float | None
    value_at_deadline: float | None
    reached_on: date | None
    days_ahead: int | None
    method: Method

    @property
    def is_verdict(self) -> bool:
        """Tell whether the deadline has come, so that the status is the verdict."""
        return self.as_of >= self.deadline


STATUS_WORDS: dict[Status, str] = {
    Status.ACHIEVED: _("achieved"),
    Status.ON_TRACK: _("on track"),
    Status.BEHIND: _("behind"),
    Status.FAR_BEHIND: _("far behind"),
    Status.MOVING_AWAY: _("moving away"),
    Status.ACHIEVED_LATE: _("achieved late"),
    Status.MISSED: _("missed"),
    Status.NOT_ASSESSABLE: _("not assessable"),
}

REASON_WORDS: dict[PaceReason, str] = {
    PaceReason.NO_TARGET: _("The plan sets no number for it."),
    PaceReason.AT_START: _("Nothing is planned to be done by this day yet."),
    PaceReason.NO_DENOMINATOR: _("There is nothing to take a share of."),
    PaceReason.BASE_ZERO: _("Growth cannot be reckoned from a base of zero or of another sign."),
    PaceReason.NO_VALUE: _("No value is known for the day that decides."),
}

METHOD_WORDS: dict[Method, str] = {
    Method.LINEAR_PATH: _("even path"),
    Method.PUBLISHED_PATH: _("path through the points that the plan sets"),
    Method.CAGR_RATIO: _("ratio of yearly growth"),
    Method.BINARY: _("done or not by the deadline"),
}

FORMULAS: dict[Method, str] = {
    Method.LINEAR_PATH: _(
        "R = (value − base) ÷ (planned value − base); the planned value moves from the base to "
        "the target by the same step each day."
    ),
    Method.PUBLISHED_PATH: _(
        "R = (value − base) ÷ (planned value − base); the planned value moves evenly from one "
        "point that the plan sets to the next."
    ),
    Method.CAGR_RATIO: _(
        "R = d × growth a year since the start ÷ |growth a year required|; growth a year = "
        "(later value ÷ base)^(1 ÷ years) − 1."
    ),
    Method.BINARY: _("The value has reached the target by the deadline, or it has not."),
}

TARGET_WORDS: dict[TargetKind, str] = {
    TargetKind.OFFICIAL: _("official target"),
    TargetKind.WORKING: _("working target, not official"),
}
