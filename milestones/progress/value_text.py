"""An indicator's value as a text, so that the reader can redo the sum."""

from __future__ import annotations

from milestones.i18n import Locale, _
from milestones.i18n.locale import UNKNOWN_DASH
from milestones.progress.indicator_changes import IndicatorChange
from milestones.progress.indicators import BY_ID, IndicatorValue

REASONS = {
    "no_denominator": _("not assessable: nothing to divide by"),
    "no_amounts": _("unknown: no amount is stated"),
}


def value_text(value: IndicatorValue | None, locale: Locale) -> str:
    """Write a value: a share with its arithmetic, without a value the reason, else a dash."""
    if value is None:
        return UNKNOWN_DASH
    if value.value is None:
        return locale(REASONS[value.reason or "no_denominator"])
    if value.unit == "share":
        ratio = f"{locale.exact(value.numerator)} / {locale.exact(value.denominator)}"
        return f"{locale.share(value.value)} = {ratio}"
    return locale.money(value.value) if value.unit == "CNY" else locale.exact(value.value)


def change_cells(change: IndicatorChange, locale: Locale) -> tuple[str, str, str, str]:
    """Write a change as four cells: whose, which indicator, before, after."""
    whose = locale.province(change.province) if change.province else locale("whole country")
    before, after = value_text(change.before, locale), value_text(change.after, locale)
    return whose, locale(BY_ID[change.id].name), before, after
