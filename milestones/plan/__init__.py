"""A plan is data: `load("stock_patents")` reads `data/plans/stock_patents.toml`.

Another plan is another file, never another line of code.
"""

from milestones.plan.model import (
    Bilingual,
    Direction,
    Method,
    Milestone,
    Plan,
    PlanInvalidError,
    PlanNotFoundError,
    Point,
    PublishedSeries,
    RegisterRules,
    Target,
    TargetKind,
)
from milestones.plan.reading import PLANS, load, plan_names

__all__ = [
    "PLANS",
    "Bilingual",
    "Direction",
    "Method",
    "Milestone",
    "Plan",
    "PlanInvalidError",
    "PlanNotFoundError",
    "Point",
    "PublishedSeries",
    "RegisterRules",
    "Target",
    "TargetKind",
    "load",
    "plan_names",
]
