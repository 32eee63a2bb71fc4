"""From `data/plans/<name>.toml` to a Plan, or an error that says what to mend."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from milestones.paths import DATA
from milestones.plan.model import (
    Bilingual,
    Direction,
    Method,
    Milestone,
    Plan,
    PlanInvalidError,
    PlanNotFoundError,
    Point,
    PublishedSeries,
    RegisterRules,
    Target,
    TargetKind,
)

Choice = TypeVar("Choice", bound=StrEnum)
Read = TypeVar("Read")
PLANS = DATA / "plans"


class TomlTable:
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
        return self.read(key, lambda texts: Bilingual(zh=texts.text("zh"), en=texts.text("en")))

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

    def read(self, key: str, reader: Callable[[TomlTable], Read]) -> Read:
        """Read a table inside this one to its end."""
        value = self._value(key)
        if not isinstance(value, dict):
            raise self.invalid(key, "write a table")
        return self._read_to_the_end(f"{key}.", value, reader)

    def read_optional(self, key: str, reader: Callable[[TomlTable], Read]) -> Read | None:
        """Read a table inside this one; None where it is absent."""
        return self.read(key, reader) if self.has(key) else None

    def read_all(self, key: str, reader: Callable[[TomlTable], Read]) -> tuple[Read, ...]:
        """Read a list of tables; none where the key is absent."""
        values = self.table[key] if self.has(key) else []
        if not isinstance(values, list) or not all(isinstance(item, dict) for item in values):
            raise self.invalid(key, "write a list of tables")
        numbered = enumerate(values, start=1)
        return tuple(self._read_to_the_end(f"{key}[{n}].", each, reader) for n, each in numbered)

    def _read_to_the_end(
        self, path: str, table: dict[str, Any], reader: Callable[[TomlTable], Read]
    ) -> Read:
        section = TomlTable(self.file, f"{self.path}{path}", table)
        value = reader(section)
        section.close()
        return value

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


def plan_names(folder: Path = PLANS) -> list[str]:
    """List the plans of a folder."""
    return sorted(path.stem for path in folder.glob("*.toml"))


@cache
def load(name: str, folder: Path = PLANS) -> Plan:
    """Read a plan by its name.

    A plan that `extends` another takes over what it does not say itself: keys replace keys,
    milestones are matched by id, and a key of a milestone is replaced whole.
    Raises PlanNotFoundError, or PlanInvalidError with file, key, value and remedy.
    """
    top = TomlTable(f"{name}.toml", "", _read_table(name, folder, ()))
    rules = top.read_optional("register", _read_register)
    url = top.text("url") if top.has("url") else None
    texts = (top.bilingual("name"), top.bilingual("basis"), source := top.bilingual("source"))
    milestones = top.read_all("milestones", lambda each: _read_milestone(each, source, url))
    plan = Plan(name, *texts, url, rules, milestones)
    top.close()
    _check_plan(plan, top)
    return plan


def _read_table(name: str, folder: Path, seen: tuple[str, ...]) -> dict[str, Any]:
    path = folder / f"{name}.toml"
    if not path.is_file():
        raise PlanNotFoundError(name, plan_names(folder))
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlanInvalidError(path.name, "the text", None, f"not TOML in UTF-8: {error}") from None
    parent = table.pop("extends", None)
    if parent is None:
        return table
    if not isinstance(parent, str) or parent in (*seen, name):
        remedy = "name another plan, which does not lead back to this one"
        raise PlanInvalidError(path.name, "extends", parent, remedy)
    return _merge_tables(_read_table(parent, folder, (*seen, name)), table)


def _merge_tables(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    merged = {**parent, **child}
    changes = child.get("milestones", [])
    if isinstance(changes, list) and all(isinstance(item, dict) for item in changes):
        items = list(parent.get("milestones", []))
        known = [item.get("id") for item in items]
        for change in changes:
            if change.get("id") in known:
                place = known.index(change.get("id"))
                items[place] = {**items[place], **change}
            else:
                items.append(change)
        merged["milestones"] = items
    return merged


def _read_register(section: TomlTable) -> RegisterRules:
    stars = section.number("good_prospects_stars")
    if stars not in range(1, 6):
        raise section.invalid("good_prospects_stars", "write a whole number from 1 to 5")
    return RegisterRules(section.day("cutoff"), section.day("transfers_from"), int(stars))


def _read_milestone(section: TomlTable, source: Bilingual, url: str | None) -> Milestone:
    deadline = section.day("deadline")
    base = section.read_optional("base", _read_point)
    target = section.read_optional("target", lambda table: _read_target(table, deadline))
    method = section.choice("method", Method)
    milestone = Milestone(
        id=section.text("id"),
        name=section.bilingual("name"),
        owner=section.bilingual("owner"),
        basis=section.bilingual("basis"),
        source=section.bilingual("source") if section.has("source") else source,
        url=section.text("url") if section.has("url") else url,
        indicator=section.text("indicator"),
        method=method,
        direction=_read_direction(section, method, base, target),
        base=base,
        target=target,
        deadline=deadline,
        interim=section.read_all("interim", _read_point),
        published=section.read_optional("published", _read_published),
    )
    section.close()
    _check_milestone(milestone, section)
    return milestone


def _read_point(section: TomlTable) -> Point:
    return Point(section.day("on"), section.number("value"))


def _read_target(section: TomlTable, deadline: date) -> Target:
    return Target(deadline, section.number("value"), section.choice("kind", TargetKind))


def _read_published(section: TomlTable) -> PublishedSeries:
    return PublishedSeries(
        section.text("indicator"), section.text("scope"), section.text("universe")
    )


def _read_direction(
    section: TomlTable, method: Method, base: Point | None, target: Target | None
) -> Direction:
    if section.has("direction") or method in (Method.CAGR_RATIO, Method.BINARY):
        return section.choice("direction", Direction)
    falls = base is not None and target is not None and target.value < base.value
    return Direction.FALLING if falls else Direction.RISING


def _check_plan(plan: Plan, section: TomlTable) -> None:
    """Refuse a plan without milestones, with one twice, or with one that nothing feeds."""
    if not plan.milestones:
        raise section.invalid("milestones", "write at least one [[milestones]]")
    ids = [milestone.id for milestone in plan.milestones]
    if len(set(ids)) < len(ids):
        raise section.invalid("milestones", f"give each its own id; found {', '.join(ids)}")
    if plan.register is None and any(item.published is None for item in plan.milestones):
        remedy = "write [register], or let each milestone name the published series it follows"
        raise section.invalid("register", remedy)


def _check_milestone(milestone: Milestone, section: TomlTable) -> None:
    """Refuse a milestone whose base, target, points and direction do not make a path."""
    base, target = milestone.base, milestone.target
    if base is None and milestone.method is not Method.BINARY:
        raise section.invalid("base", f"write where {milestone.method} starts: on and value")
    if base is not None and base.on >= milestone.deadline:
        raise section.invalid("deadline", f"write a day after the start, {base.on}")
    if (milestone.deadline + timedelta(days=1)).day != 1:
        raise section.invalid("deadline", "write the last day of a month, as counts are by months")
    if base is not None and target is not None:
        change = (target.value - base.value) * milestone.direction.sign
        if change == 0:
            raise section.invalid("target", "write another value than that of the base")
        if change < 0:
            raise section.invalid("direction", "turn it round, or mend base and target")
    _check_interim(milestone, section)


def _check_interim(milestone: Milestone, section: TomlTable) -> None:
    is_path = milestone.method is Method.PUBLISHED_PATH
    if is_path != bool(milestone.interim):
        remedy = "write the plan's points" if is_path else "only published_path has such points"
        raise section.invalid("interim", remedy)
    for before, after in pairwise(milestone.points if is_path else ()):
        if before.on >= after.on:
            raise section.invalid("interim", f"put the days in order: {before.on}, {after.on}")
        if (after.value - before.value) * milestone.direction.sign < 0:
            raise section.invalid("interim", f"the path turns back on {after.on}")
