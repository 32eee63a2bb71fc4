"""How far the patents of each field come, how many stars they have, who is willing to give them."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.editions.edition import Edition
from milestones.frames import Rows
from milestones.progress.running_sums import running_sums
from milestones.selection import UNKNOWN_FIELD, Selection

STARS = (5, 4, 3, 2, 1, 0)
"""The grades from the best on; 0 stands for unknown."""
MODES = ("assignment", "licence", "open_licence", "equity", "own_use", "unknown")
"""Ways of giving a patent away."""


def _by_field(edition: Edition, selection: Selection) -> Iterator[dict[str, int]]:
    """Yield the counts of each field with its number, the unknown field last."""
    sums = running_sums("figures/field_counts", edition, selection)
    found = sums.by_key(selection, selection.day(edition))
    for (field,), counts in sorted(found.items(), key=lambda each: _field_order(each[0][0])):
        yield {"field": field, **dict(zip(sums.names, counts, strict=True))}


def _field_order(field: int) -> tuple[bool, int]:
    return field == UNKNOWN_FIELD, field


def field_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the counts of each field that has valid patents or patents due."""
    names = "field", "due", "assessed", "open", "pooled", "evaluated", "valid", "industrialized"
    rows = []
    for counts in _by_field(edition, selection):
        counts["open"] = counts["due"] - counts["assessed"] - counts["lapsed_open"]
        if counts["due"] > 0 or counts["valid"] > 0:
            rows.append(tuple(counts[name] for name in names))
    return Rows(names, rows)


def field_stage_rows(edition: Edition, selection: Selection) -> Rows:
    """Give how many patents of each field that has any due reach each stage."""
    names = "field", "due", "assessed", "pooled", "evaluated", "transferred", "industrialized"
    rows = []
    for counts in _by_field(edition, selection):
        counts["industrialized"] = counts["pipeline_industrialized"]
        if counts["due"] > 0:
            rows.append(tuple(counts[name] for name in names))
    return Rows(names, rows)


def star_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the patents evaluated by their holders' stars and the enterprises', from the best on.

    `counted` is None where no patent has the pair; pairs with an unknown are left out then.
    """
    sums = running_sums("figures/star_grades", edition, selection)
    graded = {
        key: patents for key, (patents,) in sums.by_key(selection, selection.day(edition)).items()
    }
    evaluated = sum(graded.values()) if graded else None
    rows = []
    for own in STARS:
        for enterprise in STARS:
            counted = graded.get((own, enterprise))
            if (own and enterprise) or (counted or 0) > 0:
                codes = _stars_code(own), _stars_code(enterprise)
                rows.append((own, enterprise, *codes, counted or 0, counted, evaluated))
    columns = (
        "own_stars",
        "enterprise_stars",
        "own",
        "enterprise",
        "patents",
        "counted",
        "evaluated",
    )
    return Rows(columns, rows)


def _stars_code(stars: int) -> str:
    return f"stars_{stars}" if stars else "unknown"


def willing_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the patents of the pool by the way in which their holders would give them away."""
    sums = running_sums("figures/willingness", edition, selection)
    found = {
        mode: patents
        for (mode,), (patents,) in sums.by_key(selection, selection.day(edition)).items()
    }
    listed = [(mode, found.get(mode)) for mode in MODES]
    listed.sort(key=lambda each: (each[0] == "unknown", each[1] is None, -(each[1] or 0), each[0]))
    pooled = sum(found.values()) if found else None
    rows = [(mode, counted or 0, counted, pooled) for mode, counted in listed]
    return Rows(("mode", "patents", "counted", "pooled"), rows)
