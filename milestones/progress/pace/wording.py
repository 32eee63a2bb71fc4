"""The words of pace, marked for translation: statuses, reasons, methods, formulas."""

from __future__ import annotations

from milestones.i18n import _
from milestones.plan import Method, TargetKind
from milestones.progress.pace.model import Reason, Status

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

REASON_WORDS: dict[Reason, str] = {
    Reason.NO_TARGET: _("The plan sets no number for it."),
    Reason.AT_START: _("Nothing is planned to be done by this day yet."),
    Reason.NO_DENOMINATOR: _("There is nothing to take a share of."),
    Reason.BASE_ZERO: _("Growth cannot be reckoned from a base of nought or of another sign."),
    Reason.NO_VALUE: _("No value is known for the day that decides."),
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
