"""Is it on plan? Pure arithmetic on dates and values: no edition, no frame, no page.

`assess(milestone, series, as_of)` gives a Pace: the status, the reason where there is none,
and all that it was reckoned from. A series is the value of the indicator at each day it
changed, in time order, and stays as it is in between; None is a share without denominator.
"""

from milestones.progress.pace.assess import assess, is_reached, roll_up, status_of
from milestones.progress.pace.model import Input, InputKind, Pace, Reason, Status
from milestones.progress.pace.monthly import MonthlyPace, monthly_pace
from milestones.progress.pace.path import days_ahead, earned_day, planned_value
from milestones.progress.pace.series import (
    Series,
    add_months,
    months_between,
    tidy,
    value_on,
    whole_months,
)
from milestones.progress.pace.wording import (
    FORMULAS,
    METHOD_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    TARGET_WORDS,
)

__all__ = [
    "FORMULAS",
    "METHOD_WORDS",
    "REASON_WORDS",
    "STATUS_WORDS",
    "TARGET_WORDS",
    "Input",
    "InputKind",
    "MonthlyPace",
    "Pace",
    "Reason",
    "Series",
    "Status",
    "add_months",
    "assess",
    "days_ahead",
    "earned_day",
    "is_reached",
    "monthly_pace",
    "months_between",
    "planned_value",
    "roll_up",
    "status_of",
    "tidy",
    "value_on",
    "whole_months",
]
