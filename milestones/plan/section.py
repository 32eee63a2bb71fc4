"""One table of a plan's file, read key by key, so that each error can name its place."""

from __future__ import annotations

import math
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from milestones.plan.errors import PlanInvalidError
from milestones.plan.model import Bilingual

Choice = TypeVar("Choice", bound=StrEnum)


class Section:
    """A TOML table with its place in the file; `close` refuses what nobody asked for."""

    def __init__(self, file: str, path: str, table: dict[str, Any]) -> None:
        self.file, self.path, self.table = file, path, table
        self.asked: set[str] = set()

    def invalid(self, key: str, remedy: str) -> PlanInvalidError:
        """Make the error for a key of this table."""
        return PlanInvalidError(self.file, f"{self.path}{key}", self.table.get(key), remedy)

    def has(self, key: str) -> bool:
        """Tell whether the key is there."""
        self.asked.add(key)
        return key in self.table

    def text(self, key: str) -> str:
        """Read a text that is not blank."""
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.invalid(key, "write a text in quotes")
        return value

    def bilingual(self, key: str) -> Bilingual:
        """Read a text in both languages."""
        section = self.section(key)
        both = Bilingual(zh=section.text("zh"), en=section.text("en"))
        section.close()
        return both

    def day(self, key: str) -> date:
        """Read a day, as TOML writes it."""
        value = self._value(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.invalid(key, "write a day without quotes, such as 2024-12-31")
        return value

    def number(self, key: str) -> float:
        """Read a finite number; a share is a fraction, money is in yuan."""
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.invalid(key, "write a number, such as 0.95")
        if not math.isfinite(value):
            raise self.invalid(key, "write a finite number")
        return float(value)

    def choice(self, key: str, among: type[Choice]) -> Choice:
        """Read one of some words."""
        value = self._value(key)
        if value not in list(among):
            raise self.invalid(key, f"write one of {', '.join(among)}")
        return among(value)

    def section(self, key: str) -> Section:
        """Read a table inside this one."""
        value = self._value(key)
        if not isinstance(value, dict):
            raise self.invalid(key, "write a table")
        return Section(self.file, f"{self.path}{key}.", value)

    def sections(self, key: str) -> list[Section]:
        """Read a list of tables; none where the key is absent."""
        value = self.table.get(key, [])
        self.asked.add(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.invalid(key, "write a list of tables")
        return [Section(self.file, f"{self.path}{key}[{n}].", t) for n, t in enumerate(value, 1)]

    def close(self) -> None:
        """Refuse the keys that nobody asked for: they are misspelt, or would do nothing."""
        for key in self.table:
            if key not in self.asked:
                raise self.invalid(key, f"take it out; known here: {', '.join(sorted(self.asked))}")

    def _value(self, key: str) -> Any:
        self.asked.add(key)
        if key not in self.table:
            raise self.invalid(key, "write it")
        return self.table[key]
