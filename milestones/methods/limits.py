"""What the figures cannot tell."""

from __future__ import annotations

from milestones.i18n import Locale, _
from milestones.methods.model import Section

LIMITS = (
    _(
        "The second milestone has no official number. A target shown for it is a setting of the "
        "operator, and is marked as not official."
    ),
    _(
        "What is counted is what institutions filed. A patent, an assessment or a transfer that "
        "nobody filed is missing, and nothing is estimated in its place."
    ),
    _(
        "Institutions that report totals only stand beside the indicators and are never added to "
        "them."
    ),
    _(
        "Figures on waits, stars, willingness, transfers and fields count whole months. For a day "
        "within a month they show the month before, and say so; indicators and paths are exact "
        "for any day."
    ),
    _(
        "Rows are checked against the register as it is known today: an assessment is held against "
        "the day of grant that is known now, not the one that was known then."
    ),
    _(
        "A patent whose class gives no technology field counts as unknown. It is part of every "
        "total, and of no field."
    ),
    _(
        "Amounts are known only for transfers that state one. The contract value is therefore a "
        "lower bound."
    ),
    _("What the stars mean in detail has not been published."),
    _(
        "The map is a grid of equal tiles. It shows no borders, and a tile says nothing of the "
        "size of a province."
    ),
)


def section(words: Locale) -> Section:
    """Say the known limits."""
    return Section("limits", words("Known limits"), tuple(words(limit) for limit in LIMITS))
