"""One language's voice: what the pages, figures and exports say their texts and numbers with."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from babel.dates import format_date

from milestones.i18n import numbers
from milestones.i18n.catalogue import Lang, translations
from milestones.i18n.printable import printable
from milestones.paths import DATA

LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}


@cache
def _reference(table: str, key: str) -> dict[str, dict[str, str]]:
    path = DATA / "reference" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


@lru_cache(maxsize=4096)
def _written(day: dt.date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@dataclass(frozen=True)
class Locale:
    """The texts, numbers, dates and names of one language."""

    lang: Lang

    def __call__(self, message: str, /, **places: object) -> str:
        """Translate a text and fill its {places}; what is hidden in their texts is made visible."""
        text = translations(self.lang).gettext(message)
        return text.format(**_shown(places)) if places else text

    def n(self, one: str, many: str, number: int, /, **places: object) -> str:
        """Translate a text that depends on a number, which fills {count} as a count."""
        text = translations(self.lang).ngettext(one, many, number)
        return text.format(**{"count": self.count(number), **_shown(places)})

    def count(self, value: numbers.Number | None) -> str:
        """134.9万 / 1,349,000; exact below 10,000."""
        return numbers.count(value, self.lang)

    def exact(self, value: numbers.Number | None, decimals: int = 0) -> str:
        """1,349,000 in both languages, for tables and proofs."""
        return numbers.exact(value, decimals)

    def signed(self, value: numbers.Number | None) -> str:
        """+9.1万 / +91,000, −320; nought has no sign."""
        return numbers.with_sign(self.count(value))

    def share(self, value: numbers.Number | None, decimals: int = 1) -> str:
        """99.7% from 0.997; never rounded up to all or down to none."""
        return numbers.share(value, decimals)

    def points(self, difference: numbers.Number | None, short: bool = False) -> str:
        """+1.2个百分点 / +1.2 percentage points (short: pp) from a difference of fractions.

        A small difference gets more decimals, so that it does not read as none.
        """
        if difference is None or numbers.is_unknown(difference):
            return numbers.UNKNOWN
        points = round(float(difference) * 100, 9)
        decimals = next((d for d in (1, 2, 3) if round(abs(points), d) or not points), 4)
        number = numbers.with_sign(numbers.exact(points, decimals))
        if short:
            return self("{number} pp", number=number)
        return self("{number} percentage points", number=number)

    def money(self, yuan: numbers.Number | None) -> str:
        """12.3亿元 / CNY 1.2 bn."""
        return numbers.money(yuan, self.lang)

    def signed_money(self, yuan: numbers.Number | None) -> str:
        """+12.3亿元 / +CNY 1.2 bn, −3亿元."""
        return numbers.signed_money(yuan, self.lang)

    def date(self, day: dt.date | None, short: bool = False) -> str:
        """2024年12月31日 / 31 December 2024 (short: 31 Dec 2024)."""
        english = "d MMM y" if short else "d MMMM y"
        return self._day(day, "y年M月d日" if self.lang == "zh" else english)

    def month(self, day: dt.date | None, short: bool = False) -> str:
        """2024年12月 / December 2024 (short: Dec 2024)."""
        english = "MMM y" if short else "MMMM y"
        return self._day(day, "y年M月" if self.lang == "zh" else english)

    def month_name(self, day: dt.date) -> str:
        """1月 / Jan, of any year."""
        return self._day(day, "M月" if self.lang == "zh" else "MMM")

    def _day(self, day: dt.date | None, pattern: str) -> str:
        if day is None or numbers.is_unknown(day):
            return numbers.UNKNOWN
        return _written(day, pattern, LOCALES[self.lang])

    def province(self, code: str) -> str:
        """Name a province by its GB/T 2260 code: 浙江 / Zhejiang; 境外 / abroad."""
        if code == "abroad":
            return self("abroad")
        return _reference("provinces", "code")[code][f"name_{self.lang}"]

    def field(self, number: int) -> str:
        """Name a WIPO field by its number: 半导体 / Semiconductors; 0 stands for unknown."""
        if number == 0:
            return self("Field unknown")
        return _reference("fields", "field")[str(number)][f"name_{self.lang}"]

    def sector(self, number: int) -> str:
        """Name the sector of a WIPO field: 电气工程 / Electrical engineering; unknown has none."""
        return _reference("fields", "field")[str(number)][f"sector_{self.lang}"] if number else ""

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


def _shown(places: dict[str, object]) -> dict[str, object]:
    return {
        name: printable(value) if isinstance(value, str) else value
        for name, value in places.items()
    }
