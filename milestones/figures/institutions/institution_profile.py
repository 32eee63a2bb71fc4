"""One institution: its verdict, its path against the plan, its pipeline; one query for all."""

from __future__ import annotations

import pandas as pd

from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.overview import milestone_path, milestone_status, pipeline
from milestones.figures.overview.milestone_status import prepare_status
from milestones.figures.overview.path_points import prepare_path
from milestones.figures.registry import figure
from milestones.words import _

QUERY = "institution_profile"
MILESTONES = ("assessment_coverage", "high_value_industrialization")
STAGES = ("valid", "due", "assessed", "pooled", "evaluated", "transferred", "industrialized")
APART = 2
"""Valid and due patents are not stages of one another; shares begin after them."""


@figure(
    "institution_profile",
    question=_("How far has this institution come, against its plan?"),
    columns=milestone_path.COLUMNS,
    prepare=prepare_path,
    indicators=MILESTONES,
)
def draw_institution_profile(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the institution's path on each milestone."""
    return milestone_path.draw_milestone_path(frame, context)


@figure(
    "institution_status",
    question=_("Is this institution on plan?"),
    columns=milestone_status.COLUMNS,
    query=QUERY,
    prepare=prepare_status,
    indicators=MILESTONES,
)
def draw_institution_status(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bullet bar a milestone."""
    return milestone_status.draw_milestone_status(frame, context)


def prepare_pipeline(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Give one row a stage with the patents that stand in it on the day."""
    last = frame.iloc[-1] if len(frame) else dict.fromkeys(STAGES, 0)
    patents = [int(last[stage]) for stage in STAGES]
    before = [None if step <= APART else patents[step - 2] for step in range(1, len(STAGES) + 1)]
    stages = pd.DataFrame(
        {
            "step": range(1, len(STAGES) + 1),
            "stage": STAGES,
            "patents": patents,
            "patents_before": pd.array(before, dtype="Int64"),
        }
    )
    known = stages["patents_before"].where(stages["patents_before"] > 0)
    return stages.assign(share=(stages["patents"] / known).astype("Float64"))


@figure(
    "institution_pipeline",
    question=_("Where do this institution's patents get stuck?"),
    columns=pipeline.COLUMNS,
    query=QUERY,
    prepare=prepare_pipeline,
    indicators=("valid", "due"),
)
def draw_institution_pipeline(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a stage."""
    return pipeline.draw_pipeline(frame, context)
