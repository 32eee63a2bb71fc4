"""What a status was reckoned from, as a list that a page prints under the formula."""

from __future__ import annotations

from datetime import date

from milestones.i18n import _
from milestones.plan import Method, Milestone
from milestones.progress.pace.model import Input, InputKind, Reason
from milestones.progress.pace.path import planned_value
from milestones.progress.pace.ratio import growth


def inputs_of(milestone: Milestone, value: float | None, as_of: date) -> tuple[Input, ...]:
    """List the days and numbers of the milestone's formula, in the order of reading."""
    base, target = milestone.base, milestone.target
    listed = []
    if base is not None:
        listed += [
            Input("start", _("start"), base.on, InputKind.DAY),
            Input("base", _("base"), base.value, InputKind.VALUE),
        ]
    reached = None if target is None else target.value
    listed += [
        Input("deadline", _("deadline"), milestone.deadline, InputKind.DAY),
        Input("target", _("target"), reached, InputKind.VALUE),
        Input("as_of", _("as of"), as_of, InputKind.DAY),
        Input("value", _("value"), value, InputKind.VALUE),
    ]
    return (*listed, *_of_method(milestone, value, as_of))


def _of_method(milestone: Milestone, value: float | None, as_of: date) -> list[Input]:
    if milestone.method is Method.CAGR_RATIO and value is not None:
        return _of_growth(milestone, value, as_of)
    planned = planned_value(milestone, as_of)
    if planned is None:
        return []
    return [Input("planned", _("planned value"), planned, InputKind.VALUE)]


def _of_growth(milestone: Milestone, value: float, as_of: date) -> list[Input]:
    found = growth(milestone, value, as_of)
    if isinstance(found, Reason):
        return []
    return [
        Input("direction", _("direction d"), milestone.direction.sign, InputKind.NUMBER),
        Input("years_past", _("years since the start"), found.years_past, InputKind.NUMBER),
        Input("years_planned", _("years planned"), found.years_planned, InputKind.NUMBER),
        Input("observed", _("growth a year since the start"), found.observed, InputKind.RATE),
        Input("required", _("growth a year required"), found.required, InputKind.RATE),
    ]
