"""Numbers as a reader of each language writes them.

Chinese counts in 万 and 亿 with one decimal; an exact value drops its closing zeros
(850,000 is 85万, 850,123 is 85.0万). Unknown values are a dash, never 0.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from milestones.i18n.catalogue import Lang

Number = int | float | Decimal
UNKNOWN = "—"
MINUS = "−"
WAN, YI = Decimal(10_000), Decimal(100_000_000)


def is_unknown(value: object) -> bool:
    """Tell whether a cell holds nothing: None, NaN or a missing value of pandas."""
    return value is None or type(value).__name__ == "NAType" or bool(value != value)


def exact(value: Number | None, decimals: int = 0) -> str:
    """Write all digits, grouped by thousands, in either language."""
    if value is None or is_unknown(value):
        return UNKNOWN
    if isinstance(value, int) and not decimals:
        return f"{value:,}".replace("-", MINUS)
    return f"{_rounded(Decimal(str(value)), decimals):,f}".replace("-", MINUS)


def count(value: Number | None, lang: Lang) -> str:
    """Write a count: 134.9万 and 1.3亿 in Chinese, all digits in English and below 10,000."""
    if value is None or is_unknown(value):
        return UNKNOWN
    whole = _rounded(Decimal(str(value)), 0)
    if lang == "en" or abs(whole) < WAN:
        return exact(whole)
    return _in_wan(whole)


def money(yuan: Number | None, lang: Lang) -> str:
    """Write an amount of yuan: 12.3亿元, 4.5万元, 120元; CNY 1.2 bn, CNY 4.5 m, CNY 120."""
    if is_unknown(yuan):
        return UNKNOWN
    value = Decimal(str(yuan))
    if lang == "zh":
        return (_in_wan(value) if abs(value) >= WAN else exact(value)) + "元"
    for unit, name in ((Decimal(10**9), "bn"), (Decimal(10**6), "m")):
        if abs(_rounded(value / unit, 1)) >= 1:
            return f"CNY {_scaled(value, unit)} {name}"
    return f"CNY {exact(value)}"


def share(value: Number | None, decimals: int = 1) -> str:
    """Write a fraction as a percentage; what is short of all or more than none stays so.

    0.99996 is >99.9%, not 100.0%; 0.00004 is <0.1%, not 0.0%; all is 100%, none is 0%.
    """
    if value is None or is_unknown(value) or math.isinf(value):
        return UNKNOWN
    fraction, step = Decimal(str(value)), Decimal(1).scaleb(-decimals)
    if fraction in (0, 1):
        return "100%" if fraction else "0%"
    percent = _rounded(fraction * 100, decimals)
    if percent == 100 and fraction < 1:
        return f">{100 - step}%"
    if percent == 0 and fraction > 0:
        return f"<{step}%"
    return f"{percent:,f}%".replace("-", MINUS)


def signed_money(yuan: Number | None, lang: Lang) -> str:
    """Write a change of an amount, the sign before the currency: +CNY 1.2 bn, −3亿元."""
    if yuan is None or is_unknown(yuan):
        return UNKNOWN
    return f"{MINUS}{money(-yuan, lang)}" if yuan < 0 else with_sign(money(yuan, lang))


def with_sign(text: str) -> str:
    """Put a plus before a number that has no sign and is not nought."""
    is_nought = not any(digit in text for digit in "123456789")
    return text if text.startswith((MINUS, UNKNOWN)) or is_nought else f"+{text}"


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _scaled(value: Decimal, unit: Decimal) -> str:
    scaled = value / unit
    short = _rounded(scaled, 1)
    if short == scaled and short == short.to_integral():
        short = _rounded(scaled, 0)
    return f"{short:,f}".replace("-", MINUS)


def _in_wan(value: Decimal) -> str:
    if abs(_rounded(value / WAN, 1)) >= WAN:
        return f"{_scaled(value, YI)}亿"
    return f"{_scaled(value, WAN)}万"
