"""Two languages: texts, numbers in 万 and 亿, shares, money, dates, names of provinces.

A text is written in English where it is used and looked up in `data/locale`:

    w = Locale("zh")
    w("Assessed by {day}", day=w.date(day))
    w.n("{count} patent", "{count} patents", 914_000)

A text declared before a language is known is wrapped in `_`, which only marks it.
"""

from milestones.i18n.catalogue import LANGS, Lang, _, language_of
from milestones.i18n.locale import Locale

__all__ = ["LANGS", "Lang", "Locale", "_", "language_of"]
