"""What the sheets of a workbook are called; reading a workbook back finds them by these names."""

from __future__ import annotations

from milestones.i18n import Lang, Locale, _

DATA, CHART, DEFINITIONS = _("Data"), _("Chart"), _("Definitions")


def name_of(kind: str, lang: Lang, number: int = 1, of: int = 1) -> str:
    """Name a sheet by what it holds; figures are numbered where there are several."""
    said = Locale(lang)(kind)
    return said if of == 1 else f"{number} {said}"
