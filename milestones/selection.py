"""What a reader chose: one frozen value for the address, the queries, the caches and the stamp."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from typing import Literal, NamedTuple, Protocol

from milestones.calendar import (
    date_of_month,
    day_or_month,
    is_day,
    last_month_end,
    year_before,
)

Patents = Literal["all", "inventions"]
INSTITUTION_KINDS = ("university", "research_institution", "hospital")
ADDRESS_KEYS = (
    "province",
    "kind",
    "department",
    "field",
    "patents",
    "as_of",
    "institution",
    "since",
)
"""What the parts of a selection are called in an address."""
SINGLE_KEYS = ("patents", "as_of", "institution", "since")
"""Those that have one value."""
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


class UnknownChoice(NamedTuple):
    """What an address names under a key and the register does not have, and what it has."""

    key: str
    value: str
    choices: Collection[str]

    @property
    def listed(self) -> Sequence[str]:
        """What the register has, in an order that stays."""
        return self.choices if isinstance(self.choices, Sequence) else sorted(self.choices)


@dataclass(frozen=True)
class Selection:
    """Provinces by code, kinds of institution, departments, technology fields, patents, day.

    An empty tuple restricts nothing; `as_of` None stands for the edition's own as-of date. Each
    choice is kept once and in one order, so that a selection is the same however it was made.
    `institution` names the one that a figure is about, `since` the earlier day that a figure of
    changes starts from; other figures leave them aside.
    """

    provinces: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()
    patents: Patents = "all"
    as_of: date | None = None
    institution: str | None = None
    since: date | None = None

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

    def start(self, day: date) -> date:
        """Give the day that `day` is compared with: the chosen one, else a year before."""
        return min(self.since or year_before(day), day)

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
            "since": self.start(day),
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
            "since": [] if self.since is None else [day_or_month(self.since)],
            "institution": [self.institution] if self.institution else [],
        }
        return {key: values for key, values in query.items() if values}

    @classmethod
    def parse(
        cls,
        query: Mapping[str, Sequence[str]],
        register: AvailableChoices,
        *,
        any_day: bool = False,
        any_province: bool = False,
    ) -> tuple[Selection, list[UnknownChoice]]:
        """Read an address, and list what it names that the register does not have.

        Pages offer month ends and the provinces that have institutions; of several days the latest
        counts. Packs, commands and stamps may name `any_day`, the first one counting, commands and
        stamps `any_province` of the country.
        """
        unknown: list[UnknownChoice] = []

        def known(key: str, choices: Collection[str]) -> list[str]:
            wanted = dict.fromkeys(query.get(key, ()))
            unknown.extend(UnknownChoice(key, it, choices) for it in wanted if it not in choices)
            return [value for value in wanted if value in choices]

        def known_day(key: str) -> date | None:
            asked = query.get(key)
            if not asked:
                return None
            months = [day_or_month(month) for month in register.months]
            if any_day:
                first = known(key, [*months, *filter(is_day, asked)])[:1]
                return date_of_month(first[0]) if first else None
            return max(map(date_of_month, known(key, months)), default=None)

        codes = register.all_province_codes if any_province else register.province_codes
        ids = register.institution_ids if query.get("institution") else ()
        as_of = known_day("as_of")
        selection = cls(
            provinces=tuple(known("province", codes)),
            kinds=tuple(known("kind", INSTITUTION_KINDS)),
            departments=tuple(known("department", register.departments)),
            fields=tuple(map(int, known("field", FIELD_CHOICES))),
            patents="inventions" if known("patents", PATENT_CHOICES) == ["inventions"] else "all",
            as_of=None if as_of == register.as_of else as_of,
            institution=next(iter(known("institution", ids)), None),
            since=known_day("since"),
        )
        return selection, unknown


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

    def __init__(self, choice: UnknownChoice) -> None:
        self.option, self.value = f"--{choice.key}", choice.value
        super().__init__(f"{self.option} {self.value}")
        nearest = get_close_matches(choice.value, choice.listed, n=3, cutoff=0.3)
        self.nearest: Sequence[str] = nearest or choice.listed[:3]


def selection_from_options(
    register: AvailableChoices,
    *,
    province: Sequence[str] | None = None,
    kind: Sequence[str] | None = None,
    department: Sequence[str] | None = None,
    field: Sequence[int] | None = None,
    patents: str = "all",
    as_of: date | None = None,
    institution: str | None = None,
    since: date | None = None,
) -> Selection:
    """Give the selection that options name; ChoiceNotFoundError for a value there is not."""
    query = {
        "province": province or (),
        "kind": kind or (),
        "department": department or (),
        "field": [str(number) for number in field or ()],
        "patents": [patents],
        "as_of": [as_of.isoformat()] if as_of else (),
        "institution": [] if institution is None else [institution],
        "since": [since.isoformat()] if since else (),
    }
    selection, unknown = Selection.parse(query, register, any_day=True, any_province=True)
    if unknown:
        raise ChoiceNotFoundError(unknown[0])
    return selection
