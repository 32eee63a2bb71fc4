"""What a plan says: milestones, and the rules by which the register is counted for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PlanNotFoundError(LookupError):
    """No plan has that name; the message lists those that there are."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no plan is called {name!r}; there are: {', '.join(known) or 'none'}")


class PlanInvalidError(ValueError):
    """A plan's file says something that cannot be followed.

    Names the file, the key in it, the value found (None where it is missing), and the remedy.
    """

    def __init__(self, file: str, key: str, value: object, remedy: str) -> None:
        self.file, self.key, self.value, self.remedy = file, key, value, remedy
        found = "is missing" if value is None else f"is {value!r}"
        super().__init__(f"{file}: {key} {found}: {remedy}")


class Method(StrEnum):
    """How a milestone's pace is judged."""

    LINEAR_PATH = "linear_path"
    PUBLISHED_PATH = "published_path"
    CAGR_RATIO = "cagr_ratio"
    BINARY = "binary"


class Direction(StrEnum):
    """Which way is better."""

    RISING = "rising"
    FALLING = "falling"

    @property
    def sign(self) -> int:
        """+1 where a larger value is better, −1 where a smaller one is."""
        return 1 if self is Direction.RISING else -1


class TargetKind(StrEnum):
    """Who set the target: the plan, or the operator of the dashboard."""

    OFFICIAL = "official"
    WORKING = "working"


@dataclass(frozen=True)
class Bilingual:
    """One text in both languages."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """Give the text in `zh` or `en`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Point:
    """A value on a day; a share is a fraction, money is in yuan."""

    on: date
    value: float


@dataclass(frozen=True)
class Target:
    """The value to be reached on the deadline, and whose it is."""

    on: date
    value: float
    kind: TargetKind


@dataclass(frozen=True)
class PublishedSeries:
    """The published figures that may stand on a milestone's axis, and no others."""

    indicator: str
    scope: str
    universe: str


@dataclass(frozen=True)
class RegisterRules:
    """How the register is counted for a plan.

    Due are patents granted by `cutoff`; transfers count from `transfers_from`; good prospects
    have at least `good_prospects_stars` stars.
    """

    cutoff: date
    transfers_from: date
    good_prospects_stars: int


@dataclass(frozen=True)
class Milestone:
    """One thing to be reached by a day.

    `base` is None only for `binary`. `target` is None where the plan sets no number.
    `direction` always stands: declared, or the way from the base to the target.
    `interim` are points that the plan itself sets, never actual figures.
    """

    id: str
    name: Bilingual
    owner: Bilingual
    basis: Bilingual
    source: Bilingual
    url: str | None
    indicator: str
    method: Method
    direction: Direction
    base: Point | None
    target: Target | None
    deadline: date
    interim: tuple[Point, ...] = ()
    published: PublishedSeries | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        """Give the points that the plan sets, in time order: base, interim points, target."""
        start = () if self.base is None else (self.base,)
        end = () if self.target is None else (Point(self.target.on, self.target.value),)
        return (*start, *self.interim, *end)

    def is_decided(self, on: date) -> bool:
        """Tell whether the verdict is final: on the deadline and after it."""
        return on >= self.deadline


@dataclass(frozen=True)
class Plan:
    """A plan and its milestones; `id` is the name of its file.

    A plan without `register` follows published figures only, and has none of its rules.
    """

    id: str
    name: Bilingual
    basis: Bilingual
    source: Bilingual
    url: str | None
    register: RegisterRules | None
    milestones: tuple[Milestone, ...]

    @property
    def cutoff(self) -> date:
        """Give the last day of grant of a patent that is due."""
        return self.register_rules.cutoff

    @property
    def transfers_from(self) -> date:
        """Give the first day whose transfer recordals count."""
        return self.register_rules.transfers_from

    @property
    def good_prospects_stars(self) -> int:
        """Give the number of stars from which a patent has good prospects."""
        return self.register_rules.good_prospects_stars

    @property
    def register_rules(self) -> RegisterRules:
        """Give the rules of the register; PlanInvalidError for a plan that has none."""
        if self.register is None:
            remedy = "no edition can be counted for a plan that follows published figures only"
            raise PlanInvalidError(f"{self.id}.toml", "register", None, remedy)
        return self.register

    def milestone(self, milestone_id: str) -> Milestone:
        """Give a milestone by its id; KeyError names those that there are."""
        found = {milestone.id: milestone for milestone in self.milestones}
        if milestone_id not in found:
            raise KeyError(f"{milestone_id}: the milestones of {self.id} are {', '.join(found)}")
        return found[milestone_id]
