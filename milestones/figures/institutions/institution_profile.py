"""One institution: its verdict, its path against the plan, its pipeline; one query for all."""

from __future__ import annotations

from milestones.figures.overview import milestone_path, milestone_status, pipeline
from milestones.figures.overview.milestone_path import prepare_path
from milestones.figures.overview.milestone_status import prepare_status
from milestones.figures.registry import Place, Requirement, figure
from milestones.i18n import _
from milestones.progress.counts import profile_rows

QUERY = "institution_profile"
ONE = Requirement(
    lambda selection: selection.institution is not None,
    _("Choose an institution: this figure is about one."),
    "--institution",
)
MILESTONES = ("assessment_coverage", "high_value_industrialization")

figure(
    "institution_profile",
    places=(Place("institution", "below", 1),),
    question=_("How far has this institution come, against its plan?"),
    columns=milestone_path.COLUMNS,
    count=profile_rows,
    prepare=prepare_path,
    indicators=MILESTONES,
    need=ONE,
)(milestone_path.draw_milestone_path)

figure(
    "institution_status",
    places=(Place("institution", "verdicts", 1),),
    question=_("Is this institution on plan?"),
    columns=milestone_status.COLUMNS,
    query=QUERY,
    count=profile_rows,
    prepare=prepare_status,
    indicators=MILESTONES,
    need=ONE,
)(milestone_status.draw_milestone_status)

figure(
    "institution_pipeline",
    places=(Place("institution", "below", 2),),
    question=_("Where do this institution's patents get stuck?"),
    columns=pipeline.COLUMNS,
    query=QUERY,
    count=profile_rows,
    prepare=pipeline.prepare_stages,
    indicators=("valid", "due"),
    need=ONE,
)(pipeline.draw_pipeline)
