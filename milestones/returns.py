"""What institutions report in returns beside the register: shown, never added to an indicator."""

from __future__ import annotations

from dataclasses import dataclass

from milestones import query
from milestones.editions.edition import Edition
from milestones.i18n import Locale
from milestones.selection import Selection


@dataclass(frozen=True)
class Reported:
    """Institutions that file returns but no patent rows; `due` is None where none says it."""

    institutions: int
    due: int | None

    def sentence(self, words: Locale) -> str:
        """Say it beside the totals; nothing where there are no such institutions."""
        if not self.institutions:
            return ""
        return words.n(
            "Reported without patent rows, not counted here: {count} institution, {due} due.",
            "Reported without patent rows, not counted here: {count} institutions, {due} due.",
            self.institutions,
            due=words.count(self.due),
        )


def reported_beside(edition: Edition, selection: Selection) -> Reported:
    """The latest return up to the day of each institution of the selection without patents."""
    (row,) = query.rows(edition, "edition/reported_beside", **selection.params(edition))
    return Reported(**row)
