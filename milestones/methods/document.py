"""All sections in their order."""

from __future__ import annotations

from milestones.editions.edition import Edition
from milestones.i18n import Locale
from milestones.methods import (
    figures,
    forecasts,
    goals,
    indicators,
    limits,
    published,
    rules,
    statuses,
)
from milestones.methods.model import Section


def sections(edition: Edition, words: Locale) -> tuple[Section, ...]:
    """Say the methods of an edition in a language."""
    return (
        goals.section(edition.plan, words),
        statuses.section(words),
        indicators.section(edition.plan, words),
        figures.section(words),
        forecasts.section(edition, words),
        rules.section(words),
        published.section(words),
        limits.section(words),
    )
