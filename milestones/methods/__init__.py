"""What is counted, how it is judged, and what it is worth: `sections` says it in a language.

Nothing is written here that another room knows: plan, indicators, queries, figures, rules and
published figures are read where the dashboard itself reads them.
"""

from __future__ import annotations

from milestones.editions.edition import Edition
from milestones.i18n import Locale
from milestones.methods import forecasts, indicators, milestones, sources
from milestones.methods.model import MethodSection


def sections(edition: Edition, words: Locale) -> tuple[MethodSection, ...]:
    """Say the methods of an edition in a language."""
    return (
        milestones.milestone_section(edition.plan, words),
        milestones.status_section(words),
        indicators.indicator_section(edition.plan, words),
        indicators.figure_section(words),
        forecasts.forecast_section(edition, words),
        sources.rule_section(words),
        sources.published_section(words),
        sources.limit_section(words),
    )
