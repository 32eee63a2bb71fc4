"""What a reader chose: one frozen value for the address, the queries, the caches and the stamp."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Literal, Protocol

Patents = Literal["all", "inventions"]
INSTITUTION_KINDS = ("university", "research_institution", "hospital")
ADDRESS_KEYS = ("province", "kind", "department", "field", "patents", "as_of", "institution")
"""What the parts of a selection are called in an address."""
_KIND_ORDER = {kind: place for place, kind in enumerate(INSTITUTION_KINDS)}
UNKNOWN_FIELD = 0


class AvailableChoices(Protocol):
    """What a selection must know of an edition to tell real choices from invented ones."""

    @property
    def as_of(self) -> date: ...
    @property
    def province_codes(self) -> Sequence[str]: ...
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
        """The last day that counts."""
        return self.as_of or register.as_of

    def at(self, day: date) -> Selection:
        """The same choice on another day."""
        return replace(self, as_of=day)

    def of(self, institution: str) -> Selection:
        """The same choice for one institution; which others were chosen does not matter then."""
        return replace(self, provinces=(), kinds=(), departments=(), institution=institution)

    def only(self, names: Collection[str]) -> Selection:
        """The part of the choice that these parameters of a query can tell."""
        nothing, own = Selection(), [each.name for each in fields(self)]
        kept = {name: getattr(self if name in names else nothing, name) for name in own}
        return Selection(**kept)

    def params(self, register: AvailableChoices) -> dict[str, object]:
        """What the queries bind: None where a list restricts nothing.

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
        day = self.day(register)
        return {
            "as_of": day,
            **{f"{name}_level": level for name, level in levels.items()},
            **{
                f"{name}_to": last_day_counted(level, day, register.first_day)
                for name, level in levels.items()
            },
            "provinces": list(self.provinces) or None,
            "kinds": list(self.kinds) or None,
            "departments": list(self.departments) or None,
            "fields": list(self.fields) or None,
            "patents": self.patents,
            "institution": self.institution,
        }

    def to_query(self) -> dict[str, list[str]]:
        """The address: only what differs from the choice of everything."""
        query: dict[str, list[str]] = {
            "province": list(self.provinces),
            "kind": list(self.kinds),
            "department": list(self.departments),
            "field": [str(field) for field in self.fields],
            "patents": [] if self.patents == "all" else [self.patents],
            "as_of": [] if self.as_of is None else [_day_text(self.as_of)],
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
            wanted = tuple(dict.fromkeys(query.get(key, ())))
            dropped.extend(value for value in wanted if value not in choices)
            return tuple(choice for choice in choices if choice in wanted)

        patents = known("patents", ("all", "inventions"))
        months = [_day_text(month) for month in register.months]
        days = known("as_of", months)
        day = date_of_month(days[-1]) if days else None
        selection = cls(
            provinces=known("province", register.province_codes),
            kinds=known("kind", INSTITUTION_KINDS),
            departments=known("department", register.departments),
            fields=tuple(int(each) for each in known("field", [str(n) for n in range(36)])),
            patents="inventions" if patents == ("inventions",) else "all",
            as_of=None if day == register.as_of else day,
            institution=next(filter(None, map(named, query.get("institution", ()))), None),
        )
        return selection, dropped


def _day_text(day: date) -> str:
    """2024-12 for the end of December 2024; any other day in full."""
    return day.isoformat()[:7] if is_month_end(day) else day.isoformat()


def date_of_month(text: str) -> date:
    """The last day of a month written YYYY-MM; a full date stands for itself."""
    if len(text) != len("YYYY-MM"):
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:])
    return date(year, month, monthrange(year, month)[1])


def last_day_counted(level: str, day: date, first_day: date) -> date:
    """The last day up to which the counts of a level answer for a day; movements tell the rest.

    Areas are counted by days, others by months, fields of institutions not at all; the days
    before `first_day` are counted as one.
    """
    if level == "institution_field" or day < first_day:
        return date.min
    return day if level == "area" else last_month_end(day)


def is_month_end(day: date) -> bool:
    """Whether the next day begins a month."""
    return (day + timedelta(days=1)).day == 1


def last_month_end(day: date) -> date:
    """The last end of a month that is not after the day."""
    return day if is_month_end(day) else day.replace(day=1) - timedelta(days=1)


def month_ends(first: date, last: date) -> list[date]:
    """The ends of months from `first` to `last`, both included if they end one."""
    day, ends = last_month_end(last), []
    while day >= first:
        ends.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return ends[::-1]
