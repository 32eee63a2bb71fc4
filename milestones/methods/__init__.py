"""What is counted, how it is judged, and what it is worth: `sections` says it in a language.

Nothing is written here that another room knows: plan, indicators, queries, figures, rules and
published figures are read where the dashboard itself reads them.
"""

from __future__ import annotations

from milestones.editions.edition import Edition
from milestones.i18n import Locale
from milestones.methods import columns, forecasts, indicators, milestones, samples, sources
from milestones.methods.model import MethodSection


def sections(edition: Edition, locale: Locale) -> tuple[MethodSection, ...]:
    """Say the methods of an edition in a language."""
    return (
        milestones.milestone_section(edition.plan, locale),
        milestones.status_section(locale),
        indicators.indicator_section(edition.plan, locale),
        indicators.figure_section(locale),
        forecasts.forecast_section(edition, locale),
        samples.sample_section(locale),
        columns.column_section(locale),
        sources.rule_section(locale),
        sources.published_section(locale),
        sources.limit_section(locale),
    )
