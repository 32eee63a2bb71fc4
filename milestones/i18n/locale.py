"""One language's voice: what the pages, figures and exports say their texts and numbers with.

What stands in a sentence can be redone from it: a count is exact, in Chinese from 100,000 on in 万
and 亿 (850,123 is 85.0123万); money has five significant digits, without closing zeros. Unknown
values are a dash, never 0.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache

from babel.dates import format_date

from milestones.i18n.catalogue import Lang, translations
from milestones.i18n.printable import printable
from milestones.paths import DATA

Number = int | float | Decimal
UNKNOWN_DASH = "—"
MINUS = "−"
WAN, YI = Decimal(10_000), Decimal(100_000_000)
FULL_DIGITS_BELOW = 100_000
"""Chinese numbers below this one are written in full, without 万."""
MONEY_DIGITS = Context(prec=5, rounding=ROUND_HALF_UP)
"""Five significant digits, so that a growth in tenths of a percent can be redone."""
BABEL_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}


def is_unknown(value: object) -> bool:
    """Tell whether a cell holds nothing: None, NaN or a missing value of pandas."""
    return value is None or type(value).__name__ == "NAType" or bool(value != value)


def format_exact(value: Number | None, decimals: int = 0) -> str:
    """Write all digits, grouped by thousands, in either language."""
    if value is None or is_unknown(value):
        return UNKNOWN_DASH
    if isinstance(value, int) and not decimals:
        return f"{value:,}".replace("-", MINUS)
    return f"{_round(Decimal(str(value)), decimals):,f}".replace("-", MINUS)


def with_sign(text: str) -> str:
    """Put a plus before a number that has no sign and is not zero."""
    is_zero = not any(digit in text for digit in "123456789")
    return text if text.startswith((MINUS, UNKNOWN_DASH)) or is_zero else f"+{text}"


def _round(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _format_scaled(value: Decimal, unit: Decimal) -> str:
    return f"{(value / unit).normalize():,f}".replace("-", MINUS)


def _format_chinese(value: Decimal) -> str:
    """Write a number in full, or all its digits in 万 or 亿."""
    if abs(value) < FULL_DIGITS_BELOW:
        return format_exact(value)
    unit, name = (YI, "亿") if abs(value) >= YI else (WAN, "万")
    return f"{_format_scaled(value, unit)}{name}"


@cache
def _reference_table(table: str, key: str) -> dict[str, dict[str, str]]:
    path = DATA / "reference" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


_format_date = lru_cache(maxsize=4096)(format_date)


@dataclass(frozen=True)
class Locale:
    """The texts, numbers, dates and names of one language."""

    lang: Lang

    def __call__(self, message: str, /, **places: object) -> str:
        """Translate a text and fill its {places}; what is hidden in their texts is made visible."""
        text = translations(self.lang).gettext(message)
        return text.format(**_printable_places(places)) if places else text

    def n(self, one: str, many: str, number: int, /, **places: object) -> str:
        """Translate a text that depends on a number, which fills {count} as a count."""
        text = translations(self.lang).ngettext(one, many, number)
        return text.format(**{"count": self.count(number), **_printable_places(places)})

    def count(self, value: Number | None) -> str:
        """47,493 / 47,493; 134.9023万 / 1,349,023."""
        if value is None or is_unknown(value):
            return UNKNOWN_DASH
        whole = _round(Decimal(str(value)), 0)
        return _format_chinese(whole) if self.lang == "zh" else format_exact(whole)

    def exact(self, value: Number | None, decimals: int = 0) -> str:
        """1,349,000 in both languages, for tables and proofs."""
        return format_exact(value, decimals)

    def signed(self, value: Number | None) -> str:
        """+12.3万 / +123,000, −320; zero has no sign."""
        return with_sign(self.count(value))

    def share(self, value: Number | None, decimals: int = 1) -> str:
        """99.7% from 0.997; what is short of all or more than none stays so.

        0.99996 is >99.9%, not 100.0%; 0.00004 is <0.1%, not 0.0%; all is 100%, none is 0%.
        """
        if value is None or is_unknown(value) or math.isinf(value):
            return UNKNOWN_DASH
        fraction, step = Decimal(str(value)), Decimal(1).scaleb(-decimals)
        if fraction in (0, 1):
            return "100%" if fraction else "0%"
        percent = _round(fraction * 100, decimals)
        if percent == 100 and fraction < 1:
            return f">{100 - step}%"
        if percent == 0 and fraction > 0:
            return f"<{step}%"
        return f"{percent:,f}%".replace("-", MINUS)

    def points(self, difference: Number | None, short: bool = False) -> str:
        """+1.2个百分点 / +1.2 percentage points (short: pp) from a difference of fractions.

        A small difference gets more decimals, so that it does not read as none.
        """
        if difference is None or is_unknown(difference):
            return UNKNOWN_DASH
        points = round(float(difference) * 100, 9)
        decimals = next((d for d in (1, 2, 3) if round(abs(points), d) or not points), 4)
        number = with_sign(format_exact(points, decimals))
        if short:
            return self("{number} pp", number=number)
        return self("{number} percentage points", number=number)

    def money(self, yuan: Number | None) -> str:
        """12.346亿元, 452.34万元, 120元 / CNY 1.2346 bn, CNY 4.5234 m, CNY 120."""
        if is_unknown(yuan):
            return UNKNOWN_DASH
        value = Decimal(str(yuan))
        short = MONEY_DIGITS.plus(value) if abs(value) >= FULL_DIGITS_BELOW else value
        if self.lang == "zh":
            return f"{_format_chinese(short)}元"
        for unit, name in ((Decimal(10**9), "bn"), (Decimal(10**6), "m")):
            if abs(short) >= unit:
                return f"CNY {_format_scaled(short, unit)} {name}"
        return f"CNY {format_exact(value)}"

    def signed_money(self, yuan: Number | None) -> str:
        """+12.346亿元 / +CNY 1.2346 bn, −3亿元: the sign stands before the currency."""
        if yuan is None or is_unknown(yuan):
            return UNKNOWN_DASH
        return f"{MINUS}{self.money(-yuan)}" if yuan < 0 else with_sign(self.money(yuan))

    def date(self, day: dt.date | None, short: bool = False) -> str:
        """2024年12月31日 / 31 December 2024 (short: 31 Dec 2024)."""
        return self._day(day, "y年M月d日", "d MMM y" if short else "d MMMM y")

    def month(self, day: dt.date | None, short: bool = False) -> str:
        """2024年12月 / December 2024 (short: Dec 2024)."""
        return self._day(day, "y年M月", "MMM y" if short else "MMMM y")

    def month_name(self, day: dt.date) -> str:
        """1月 / Jan, of any year."""
        return self._day(day, "M月", "MMM")

    def _day(self, day: dt.date | None, chinese: str, english: str) -> str:
        if day is None or is_unknown(day):
            return UNKNOWN_DASH
        pattern = chinese if self.lang == "zh" else english
        return _format_date(day, pattern, BABEL_LOCALES[self.lang])

    def province(self, code: str) -> str:
        """Name a province by its GB/T 2260 code: 浙江 / Zhejiang; 境外 / abroad."""
        if code == "abroad":
            return self("abroad")
        return self._reference("provinces", "code", code, "name")

    def province_names(self) -> tuple[str, ...]:
        """Name all provinces, in the order of their codes."""
        return tuple(
            row[f"name_{self.lang}"] for row in _reference_table("provinces", "code").values()
        )

    def field(self, number: int) -> str:
        """Name a WIPO field by its number: 半导体 / Semiconductors; 0 stands for unknown."""
        if number == 0:
            return self("Field unknown")
        return self._reference("fields", "field", str(number), "name")

    def sector(self, number: int) -> str:
        """Name the sector of a WIPO field: 电气工程 / Electrical engineering; unknown has none."""
        return self._reference("fields", "field", str(number), "sector") if number else ""

    def _reference(self, table: str, key: str, value: str, column: str) -> str:
        return _reference_table(table, key)[value][f"{column}_{self.lang}"]

    @property
    def colon(self) -> str:
        """The colon between a name and what is said of it."""
        return "：" if self.lang == "zh" else ": "

    def join(self, items: Iterable[str]) -> str:
        """北京、浙江 / Beijing, Jiangsu and Zhejiang."""
        names = [printable(item) for item in items]
        if self.lang == "zh" or len(names) < 2:
            return "、".join(names)
        return ", ".join(names[:-1]) + " and " + names[-1]

    def listing(self, items: Iterable[str]) -> str:
        """Set items apart that have commas of their own: a; b; c / a；b；c."""
        return ("；" if self.lang == "zh" else "; ").join(map(printable, items))

    def sentences(self, *parts: str) -> str:
        """Set sentences one after the other, with a blank between them in English only."""
        return ("" if self.lang == "zh" else " ").join(part for part in parts if part)


def _printable_places(places: dict[str, object]) -> dict[str, object]:
    return {
        name: printable(value) if isinstance(value, str) else value
        for name, value in places.items()
    }
