"""What a plan's numbers must hold to, so that its pace can be reckoned."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from milestones.plan.model import Method, Milestone, Plan
from milestones.plan.section import Section


def check_plan(plan: Plan, section: Section) -> None:
    """Refuse a plan without milestones, with one twice, or with one that nothing feeds."""
    if not plan.milestones:
        raise section.invalid("milestones", "write at least one [[milestones]]")
    ids = [milestone.id for milestone in plan.milestones]
    if len(set(ids)) < len(ids):
        raise section.invalid("milestones", f"give each its own id; found {', '.join(ids)}")
    if plan.register is None and any(item.published is None for item in plan.milestones):
        remedy = "write [register], or let each milestone name the published series it follows"
        raise section.invalid("register", remedy)


def check_milestone(milestone: Milestone, section: Section) -> None:
    """Refuse a milestone whose base, target, points and direction do not make a path."""
    base, target = milestone.base, milestone.target
    if base is None and milestone.method is not Method.BINARY:
        raise section.invalid("base", f"write where {milestone.method} starts: on and value")
    if base is not None and base.on >= milestone.deadline:
        raise section.invalid("deadline", f"write a day after the start, {base.on}")
    if (milestone.deadline + timedelta(days=1)).day != 1:
        raise section.invalid("deadline", "write the last day of a month, as counts are by months")
    if base is not None and target is not None:
        way = (target.value - base.value) * milestone.direction.sign
        if way == 0:
            raise section.invalid("target", "write another value than that of the base")
        if way < 0:
            raise section.invalid("direction", "turn it round, or mend base and target")
    _check_interim(milestone, section)


def _check_interim(milestone: Milestone, section: Section) -> None:
    is_path = milestone.method is Method.PUBLISHED_PATH
    if is_path != bool(milestone.interim):
        remedy = "write the plan's points" if is_path else "only published_path has such points"
        raise section.invalid("interim", remedy)
    for before, after in pairwise(milestone.points if is_path else ()):
        if before.on >= after.on:
            raise section.invalid("interim", f"put the days in order: {before.on}, {after.on}")
        if (after.value - before.value) * milestone.direction.sign < 0:
            raise section.invalid("interim", f"the path turns back on {after.on}")
