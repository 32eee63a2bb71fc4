"""Names and codes of the institutions: all invented, and all say so."""

import numpy as np
import pyarrow as pa

from milestones.synthetic.draw import lots, stream, top
from milestones.synthetic.institutions import HOSPITAL, RESEARCH, UNIVERSITY, Institutions
from milestones.synthetic.numbers import credit_code, university_code

_STEMS = (
    ("示范大学", "Demo University"),
    ("示范研究院", "Demo Research Institute"),
    ("示范医院", "Demo Hospital"),
)
KIND_NAMES = ("university", "research_institution", "hospital")
_MUNICIPALITIES = {"北京市", "天津市", "上海市", "重庆市"}
# Authorities of the nation by kind, with the share of institutions under each.
_NATIONAL = {
    UNIVERSITY: (
        ("教育部", 0.036), ("工业和信息化部", 0.004), ("国家民委", 0.003), ("中国科学院", 0.0015),
    ),
    RESEARCH: (
        ("中国科学院", 0.19), ("国务院国资委", 0.11), ("农业农村部", 0.09),
        ("工业和信息化部", 0.06), ("国家卫生健康委", 0.04), ("科技部", 0.03),
    ),
    HOSPITAL: (("国家卫生健康委", 0.4),),
}  # fmt: skip
_OFFICES = ("教育厅", "科学技术厅", "卫生健康委")
_TWO_AUTHORITIES = 0.012
_RENAMED, _MOVED = 2, 3


def table(seed: int, institutions: Institutions, delivery: int) -> pa.Table:
    """The list of institutions as a delivery sends it: always whole, later with a few changes.

    The first list forgets an institution that files returns only: its returns are rejected until
    the next list brings it.
    """
    kinds = institutions.kind
    serials = _serials(institutions)
    names = [_name(int(kind), serial, 0) for kind, serial in zip(kinds, serials, strict=True)]
    english = [_name(int(kind), serial, 1) for kind, serial in zip(kinds, serials, strict=True)]
    department = _departments(seed, institutions)
    _share_a_name(institutions, names)
    changed = stream(seed, "changed").permutation(len(names))
    if delivery >= 2:
        for index in changed[:_MOVED]:
            place = institutions.places[institutions.province[index]]
            department[index] = f"教育部\n{place.full_name}"
    if delivery >= 3:
        for index in changed[_MOVED : _MOVED + _RENAMED]:
            names[index] += "（更名）"
    codes = credit_codes(institutions)
    table = pa.table(
        {
            "institution_id": ids(institutions),
            "name": names,
            "kind": [KIND_NAMES[kind] for kind in kinds],
            "province": [institutions.places[at].full_name for at in institutions.province],
            "department": department,
            "name_en": english,
            "credit_code": codes,
        }
    )
    forgotten = int(np.flatnonzero(institutions.returns_only)[0])
    listed = [index for index in range(len(names)) if delivery > 0 or index != forgotten]
    return table.take(listed)


def ids(institutions: Institutions) -> list[str]:
    """Universities go by an invented code of ten digits, all others by their credit code."""
    codes = credit_codes(institutions)
    serials = _serials(institutions)
    return [
        university_code(serial) if kind == UNIVERSITY else code
        for kind, serial, code in zip(institutions.kind, serials, codes, strict=True)
    ]


def credit_codes(institutions: Institutions) -> list[str]:
    """One invented credit code each; 12 says public institution."""
    return [credit_code(90_000_000 + index, "12") for index in range(len(institutions))]


def _serials(institutions: Institutions) -> list[int]:
    """1, 2, … within each kind."""
    seen = [0, 0, 0]
    serials = []
    for kind in institutions.kind:
        seen[kind] += 1
        serials.append(seen[kind])
    return serials


def _name(kind: int, serial: int, language: int) -> str:
    return f"{_STEMS[kind][language]} {serial:04d}"


def _share_a_name(institutions: Institutions, names: list[str]) -> None:
    """Two research institutions go by one name, as happens."""
    *_, other, same = np.flatnonzero(institutions.kind == RESEARCH)
    names[same] = names[other]


def _departments(seed: int, institutions: Institutions) -> list[str]:
    """Authorities: those of the nation by lot, large holders first, else the province's office.

    A few institutions have two authorities in one cell, parted by a line break or a blank.
    """
    rng = stream(seed, "departments")
    offices = [
        _office(institutions.places[at].full_name, int(kind))
        for at, kind in zip(institutions.province, institutions.kind, strict=True)
    ]
    free = np.ones(len(offices), dtype=bool)
    for kind, authorities in _NATIONAL.items():
        for authority, share in authorities:
            weights = (institutions.due + 1.0) ** 1.5 * (free & (institutions.kind == kind))
            chosen = top(lots(rng, weights), round(share * int((institutions.kind == kind).sum())))
            free &= ~chosen
            for index in np.flatnonzero(chosen):
                offices[index] = authority
    second = np.flatnonzero(rng.random(len(offices)) < _TWO_AUTHORITIES)
    for index in second:
        place = institutions.places[institutions.province[index]].full_name
        parting = "\n" if index % 2 else " "
        offices[index] = f"{place}{parting}中国科学院"
    return offices


def _office(place: str, kind: int) -> str:
    if place in _MUNICIPALITIES and kind == UNIVERSITY:
        return f"{place}教委"
    return f"{place}{_OFFICES[kind]}"
