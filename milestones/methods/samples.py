"""How samples of assessments are drawn, and what their error rates are worth."""

from __future__ import annotations

from milestones.i18n import Locale
from milestones.methods.model import MethodSection
from milestones.progress.error_rates import HOW_RATED, SMALL_SAMPLE
from milestones.progress.sample import HOW_DRAWN


def sample_section(locale: Locale) -> MethodSection:
    """Say how a sample is drawn, how its answers are weighted, and how the interval is made."""
    lines = (
        locale(
            "A sample is drawn from the patents due that were assessed by a day, by the kinds of "
            "institution of each province or by institution."
        ),
        *map(locale, HOW_DRAWN),
        *(locale(text, count=SMALL_SAMPLE) for text in HOW_RATED),
    )
    return MethodSection("samples", locale("Sample checks"), lines)
