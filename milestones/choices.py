"""A selection from the options of a command: each value is checked against the edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from milestones import query
from milestones.editions.edition import Edition
from milestones.selection import INSTITUTION_KINDS, Selection

PATENT_CHOICES = ("all", "inventions")
FIELD_CHOICES = tuple(range(36))


class ChoiceNotFoundError(ValueError):
    """An option names something that there is not; `nearest` are what may have been meant."""

    def __init__(self, option: str, value: object, nearest: Sequence[str]) -> None:
        super().__init__(f"{option} {value}")
        self.option = option
        self.value = value
        self.nearest = nearest


def selection_from_options(
    edition: Edition,
    provinces: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    departments: Sequence[str] | None = None,
    fields: Sequence[int] | None = None,
    patents: str = "all",
    as_of: date | None = None,
    institution: str | None = None,
) -> Selection:
    """The selection that options name; raises ChoiceNotFoundError for a value there is not."""
    codes = [row["code"] for row in query.fetch(edition, "edition/province_codes")]
    _known(
        "--field", [str(field) for field in fields or ()], [str(field) for field in FIELD_CHOICES]
    )
    _known("--patents", [patents], PATENT_CHOICES)
    if institution is not None:
        _known("--institution", [institution], sorted(edition.institution_ids))
    return Selection(
        provinces=_known("--province", provinces, codes),
        kinds=_known("--kind", kinds, INSTITUTION_KINDS),
        departments=_known("--department", departments, edition.departments),
        fields=tuple(fields or ()),
        patents="inventions" if patents == "inventions" else "all",
        as_of=as_of,
        institution=institution,
    )


def _known(option: str, values: Sequence[str] | None, choices: Sequence[str]) -> tuple[str, ...]:
    for value in values or ():
        if value not in choices:
            nearest = get_close_matches(value, choices, n=3, cutoff=0.3)
            raise ChoiceNotFoundError(option, value, nearest or choices[:3])
    return tuple(values or ())
