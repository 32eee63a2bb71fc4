"""What a reader chose: one frozen value for the address, the queries, the caches and the stamp."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from typing import Literal, Protocol

from milestones.calendar import date_of_month, day_or_month, last_month_end

Patents = Literal["all", "inventions"]
INSTITUTION_KINDS = ("university", "research_institution", "hospital")
ADDRESS_KEYS = ("province", "kind", "department", "field", "patents", "as_of", "institution")
"""What the parts of a selection are called in an address."""
PATENT_CHOICES = ("all", "inventions")
FIELD_CHOICES = tuple(map(str, range(36)))
_KIND_ORDER = {kind: place for place, kind in enumerate(INSTITUTION_KINDS)}
UNKNOWN_FIELD = 0


class AvailableChoices(Protocol):
    """What a selection must know of an edition to tell real choices from invented ones."""

    @property
    def as_of(self) -> date: ...
    @property
    def province_codes(self) -> Sequence[str]: ...
    @property
    def all_province_codes(self) -> Sequence[str]: ...
    @property
    def departments(self) -> Sequence[str]: ...
    @property
    def months(self) -> Sequence[date]: ...
    @property
    def first_day(self) -> date: ...
    @property
    def institution_ids(self) -> Collection[str]: ...


@dataclass(frozen=True)
class Selection:
    """Provinces by code, kinds of institution, departments, technology fields, patents, day.

    An empty tuple restricts nothing; `as_of` None stands for the edition's own as-of date. Each
    choice is kept once and in one order, so that a selection is the same however it was made.
    `institution` names the one that a figure is about; figures of many leave it aside.
    """

    provinces: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()
    patents: Patents = "all"
    as_of: date | None = None
    institution: str | None = None

    def __post_init__(self) -> None:
        for name in ("provinces", "departments", "fields"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        kinds = sorted(
            set(self.kinds), key=lambda kind: (_KIND_ORDER.get(kind, len(INSTITUTION_KINDS)), kind)
        )
        object.__setattr__(self, "kinds", tuple(kinds))

    def day(self, register: AvailableChoices) -> date:
        """Give the last day that counts."""
        return self.as_of or register.as_of

    def at(self, day: date) -> Selection:
        """Make the same choice on another day."""
        return replace(self, as_of=day)

    def of(self, institution: str) -> Selection:
        """Make the same choice for one institution; which others were chosen matters no more."""
        return replace(self, provinces=(), kinds=(), departments=(), institution=institution)

    def only(self, names: Collection[str]) -> Selection:
        """Keep the part of the choice that these parameters of a query can tell."""
        own = (each.name for each in fields(self))
        return Selection(**{name: getattr(self, name) for name in own if name in names})

    def params(self, register: AvailableChoices) -> dict[str, object]:
        """Give what the queries bind: None where a list restricts nothing.

        The levels name the counts that a query sums up, and until when they answer; those of the
        path are exact by day.
        """
        by_field = "_field" if self.fields else ""
        is_exact = not (self.departments or self.fields)
        levels = {
            "area": f"institution{by_field}" if self.departments else f"area{by_field}",
            "institution": f"institution{by_field}",
            "path": "area" if is_exact else "institution_field",
        }
        day, first = self.day(register), register.first_day
        return {
            "as_of": day,
            **{f"{name}_level": level for name, level in levels.items()},
            **{f"{name}_to": last_day_counted(level, day, first) for name, level in levels.items()},
            "provinces": list(self.provinces) or None,
            "kinds": list(self.kinds) or None,
            "departments": list(self.departments) or None,
            "fields": list(self.fields) or None,
            "patents": self.patents,
            "institution": self.institution,
        }

    def to_query(self) -> dict[str, list[str]]:
        """Give the address: only what differs from the choice of everything."""
        query: dict[str, list[str]] = {
            "province": list(self.provinces),
            "kind": list(self.kinds),
            "department": list(self.departments),
            "field": [str(field) for field in self.fields],
            "patents": [] if self.patents == "all" else [self.patents],
            "as_of": [] if self.as_of is None else [day_or_month(self.as_of)],
            "institution": [self.institution] if self.institution else [],
        }
        return {key: values for key, values in query.items() if values}

    @classmethod
    def from_query(
        cls, query: Mapping[str, Sequence[str]], register: AvailableChoices
    ) -> tuple[Selection, list[str]]:
        """Read an address; what it names and the register does not have comes second."""
        dropped: list[str] = []

        def named(institution: str) -> str | None:
            if institution in register.institution_ids:
                return institution
            dropped.append(institution)
            return None

        def known(key: str, choices: Sequence[str]) -> tuple[str, ...]:
            wanted = dict.fromkeys(query.get(key, ()))
            dropped.extend(value for value in wanted if value not in choices)
            return tuple(choice for choice in choices if choice in wanted)

        patents = known("patents", PATENT_CHOICES)
        days = known("as_of", [day_or_month(month) for month in register.months])
        day = date_of_month(days[-1]) if days else None
        selection = cls(
            provinces=known("province", register.province_codes),
            kinds=known("kind", INSTITUTION_KINDS),
            departments=known("department", register.departments),
            fields=tuple(map(int, known("field", FIELD_CHOICES))),
            patents="inventions" if patents == ("inventions",) else "all",
            as_of=None if day == register.as_of else day,
            institution=next(filter(None, map(named, query.get("institution", ()))), None),
        )
        return selection, dropped


def last_day_counted(level: str, day: date, first_day: date) -> date:
    """Give the last day that the counts of a level answer up to for a day; movements tell the rest.

    Areas are counted by days, others by months, fields of institutions not at all; the days
    before `first_day` are counted as one.
    """
    if level == "institution_field" or day < first_day:
        return date.min
    return day if level == "area" else last_month_end(day)


class ChoiceNotFoundError(ValueError):
    """An option names something that there is not; `nearest` are what may have been meant."""

    def __init__(self, option: str, value: object, nearest: Sequence[str]) -> None:
        super().__init__(f"{option} {value}")
        self.option = option
        self.value = value
        self.nearest = nearest


def selection_from_options(
    register: AvailableChoices,
    provinces: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    departments: Sequence[str] | None = None,
    fields: Sequence[int] | None = None,
    patents: str = "all",
    as_of: date | None = None,
    institution: str | None = None,
) -> Selection:
    """Give the selection that options name; ChoiceNotFoundError for a value there is not."""
    _require_known("--field", map(str, fields or ()), FIELD_CHOICES)
    _require_known("--patents", [patents], PATENT_CHOICES)
    if institution is not None:
        _require_known("--institution", [institution], sorted(register.institution_ids))
    _require_known("--province", provinces or (), register.all_province_codes)
    _require_known("--kind", kinds or (), INSTITUTION_KINDS)
    _require_known("--department", departments or (), register.departments)
    return Selection(
        provinces=tuple(provinces or ()),
        kinds=tuple(kinds or ()),
        departments=tuple(departments or ()),
        fields=tuple(fields or ()),
        patents="inventions" if patents == "inventions" else "all",
        as_of=as_of,
        institution=institution,
    )


def _require_known(option: str, values: Iterable[str], choices: Sequence[str]) -> None:
    for value in values:
        if value not in choices:
            nearest = get_close_matches(value, choices, n=3, cutoff=0.3)
            raise ChoiceNotFoundError(option, value, nearest or choices[:3])
