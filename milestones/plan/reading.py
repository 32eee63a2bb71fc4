"""From `data/plans/<name>.toml` to a Plan, or an error that says what to mend."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from milestones.paths import DATA
from milestones.plan.checks import check_milestone, check_plan
from milestones.plan.errors import PlanInvalidError, PlanNotFoundError
from milestones.plan.model import (
    Bilingual,
    Direction,
    Method,
    Milestone,
    Plan,
    Point,
    PublishedSeries,
    RegisterRules,
    Target,
    TargetKind,
)
from milestones.plan.section import Section

PLANS = DATA / "plans"


def names(folder: Path = PLANS) -> list[str]:
    """List the plans of a folder."""
    return sorted(path.stem for path in folder.glob("*.toml"))


@cache
def load(name: str, folder: Path = PLANS) -> Plan:
    """Read a plan by its name.

    A plan that `extends` another takes over what it does not say itself: keys replace keys,
    milestones are matched by id, and a key of a milestone is replaced whole.
    Raises PlanNotFoundError, or PlanInvalidError with file, key, value and remedy.
    """
    top = Section(f"{name}.toml", "", _table(name, folder, ()))
    rules = _register(top.section("register")) if top.has("register") else None
    text, basis, source, url = _told(top)
    plan = Plan(
        id=name,
        name=text,
        basis=basis,
        source=source,
        url=url,
        register=rules,
        milestones=tuple(_milestone(item, source, url) for item in top.sections("milestones")),
    )
    top.close()
    check_plan(plan, top)
    return plan


def _table(name: str, folder: Path, seen: tuple[str, ...]) -> dict[str, Any]:
    path = folder / f"{name}.toml"
    if not path.is_file():
        raise PlanNotFoundError(name, names(folder))
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
    return _merged(_table(parent, folder, (*seen, name)), table)


def _merged(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
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


def _told(section: Section) -> tuple[Bilingual, Bilingual, Bilingual, str | None]:
    url = section.text("url") if section.has("url") else None
    return section.bilingual("name"), section.bilingual("basis"), section.bilingual("source"), url


def _register(section: Section) -> RegisterRules:
    stars = section.number("good_prospects_stars")
    if stars not in range(1, 6):
        raise section.invalid("good_prospects_stars", "write a whole number from 1 to 5")
    rules = RegisterRules(section.day("cutoff"), section.day("transfers_from"), int(stars))
    section.close()
    return rules


def _milestone(section: Section, source: Bilingual, url: str | None) -> Milestone:
    deadline = section.day("deadline")
    base = _point(section.section("base")) if section.has("base") else None
    target = _target(section.section("target"), deadline) if section.has("target") else None
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
        direction=_direction(section, method, base, target),
        base=base,
        target=target,
        deadline=deadline,
        interim=tuple(_point(item) for item in section.sections("interim")),
        published=_published(section.section("published")) if section.has("published") else None,
    )
    section.close()
    check_milestone(milestone, section)
    return milestone


def _point(section: Section) -> Point:
    point = Point(section.day("on"), section.number("value"))
    section.close()
    return point


def _target(section: Section, deadline: date) -> Target:
    target = Target(deadline, section.number("value"), section.choice("kind", TargetKind))
    section.close()
    return target


def _published(section: Section) -> PublishedSeries:
    series = PublishedSeries(*(section.text(key) for key in ("indicator", "scope", "universe")))
    section.close()
    return series


def _direction(
    section: Section, method: Method, base: Point | None, target: Target | None
) -> Direction:
    if section.has("direction") or method in (Method.CAGR_RATIO, Method.BINARY):
        return section.choice("direction", Direction)
    falls = base is not None and target is not None and target.value < base.value
    return Direction.FALLING if falls else Direction.RISING
