"""What the words of a header say: hints to whoever fills it in, its nearest known header."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from milestones.filings.columns import TEXT, FilingColumn, FilingKind, normalize_header
from milestones.paths import ROOT

UNREAD_HEADERS = ROOT / "data" / "reference" / "headers_not_read.csv"
MIN_LIKENESS, MIN_NEARNESS = 0.5, 0.75
"""From which likeness on a header is named beside another, and from which it is nearly that."""
MIN_CONTAINED_LETTERS = 4
MIN_PART_BYTES = 4
"""Two Chinese characters or four Latin letters: a header so long may be a known one cut short."""
MEANING_WORDS = ("预计", "拟", "预期", "目标", "原", "上年", "expected", "planned")
"""Words that make another thing of a header that is known."""
_HINT = (
    r"(?:\*+|※|必填项?|选填项?|可选项?|required|optional|是/否|是或否|有/无|y/n|yes/no"
    r"|1[-~至]5星?级?|1[-~至]9级?|yyyy[-/.]?mm(?:[-/.]?dd)?|年[-/]月(?:[-/]日)?|件)"
)
_SIMPLIFIED = str.maketrans(
    "專號請機別構碼學標識稱類區門統會業務權實觀設計發書變劃轉產順盤點庫評級願術狀態價備讓額銷"
    "報應單準確問題樣層說開種財資駁後佈關領檢驗億萬圓數",
    "专号请机别构码学标识称类区门统会业务权实观设计发书变划转产顺盘点库评级愿术状态价备让额销"
    "报应单准确问题样层说开种财资驳后布关领检验亿万圆数",
)
_NOT_OF_NUMBERS = re.compile(r"^\s*(?:CN|ZL)+|[\s.]")
_MONEY_UNIT = re.compile(
    r"(?P<name>.+?)[/:_,-]?[(\[【〔<]?(?:单位:?)?(?:人民币|rmb)?"
    r"(?P<unit>[万亿]?(?:元|圆|yuan)|[万亿])(?:人民币|rmb)?[)\]】〕>]?"
)
_IN_BRACKETS = re.compile(r"([(\[【〔<])([^()\[\]【】〔〕<>]*)([)\]】〕>])")
_PARTS = re.compile(r"[,、;:]")
_WORDS_OF_UNITS = ("单位", "星")
"""Stand in brackets: the first before the unit that it says, which stays."""
_ORNAMENTS = re.compile(r"^\(?\d{1,2}[.、)]|^[\"'“‘「『]+|[\"'”’」』:。?]+$")
"""Numbering before a header, quotation marks around it, a colon behind it."""
_HINTS = re.compile(rf"{_HINT}+")
_AT_AN_END = re.compile(rf"^{_HINT}+[:_-]?|[:_-]?{_HINT}+$")


@cache
def without_hints(form: str) -> str:
    """Take from a normalized header what only says how to fill it in, in or out of brackets."""
    bare = _ORNAMENTS.sub("", form)
    return _AT_AN_END.sub("", _IN_BRACKETS.sub(_without_hint_parts, bare))


def is_hint(text: str) -> bool:
    """Tell whether a cell says only how to fill it in: 必填, YYYY-MM-DD, 是/否."""
    return bool(_HINTS.fullmatch(text))


@cache
def with_plain_unit(form: str) -> str:
    """Write the unit of money at the end of a normalized header in brackets, as 元, 万元 or 亿元.

    Where none stands there, or that of another currency, the header stays as it is.
    """
    match = _MONEY_UNIT.fullmatch(form)
    return f"{match['name']}({match['unit'].rstrip('元圆yuan')}元)" if match else form


def _without_hint_parts(match: re.Match[str]) -> str:
    parts = [
        part
        for part in _PARTS.split(match[2])
        if part not in _WORDS_OF_UNITS and not _HINTS.fullmatch(part)
    ]
    return f"{match[1]}{','.join(parts)}{match[3]}" if any(parts) else ""


def simplified(form: str) -> str:
    """Write a header in simplified characters, as far as headers that are known have them."""
    return form.translate(_SIMPLIFIED)


@cache
def headers_not_read() -> frozenset[str]:
    """Give the normalized headers that are known, and are no part of any filing."""
    with UNREAD_HEADERS.open(encoding="utf-8", newline="") as file:
        return frozenset(normalize_header(row["header"]) for row in csv.DictReader(file))


def name_one_patent(one: str | None, other: str | None) -> bool:
    """Tell whether two cells hold the same application number, with or without its check digit."""
    first, second = (
        _NOT_OF_NUMBERS.sub("", unicodedata.normalize("NFKC", cell or "").upper())
        for cell in (one, other)
    )
    shorter, longer = sorted((first, second), key=len)
    return first == second or (len(longer) - len(shorter) == 1 and longer.startswith(shorter))


@dataclass(frozen=True)
class NearestField:
    """The field whose header is most like one that is not known."""

    kind: FilingKind
    field: str
    likeness: float


def nearest_field(
    form: str, columns: Iterable[tuple[FilingKind, FilingColumn]]
) -> NearestField | None:
    """Find the column with the header most like this one; None where none is like it."""
    found = (NearestField(kind, each.field, nearness(form, each)) for kind, each in columns)
    best = max(found, key=lambda each: each.likeness, default=None)
    return best if best and best.likeness >= MIN_LIKENESS else None


def nearness(form: str, column: FilingColumn) -> float:
    """Say how like a normalized header is to the nearest of a column's own.

    A part of it is nearly it where the cells can tell whether that is meant.
    """
    found = max(likeness(form, known) for known in column.factors())
    is_told_by_cells = column.native != TEXT or column.choices
    if is_told_by_cells and len(form.encode()) >= MIN_PART_BYTES:
        is_part = any(form in known for known in column.factors())
        found = max(found, MIN_NEARNESS * is_part)
    return found


def likeness(form: str, known: str) -> float:
    """Say how like two normalized headers are, from 0 to 1; 0 for less than a half.

    A header that contains all of a longer known one is nearly that, and so is a known one that says
    more in brackets. A word that changes the meaning makes it less.
    """
    is_contained = len(known) >= MIN_CONTAINED_LETTERS and known in form
    is_contained |= _IN_BRACKETS.sub("", form) == known
    matcher = SequenceMatcher(None, form, known, autojunk=False)
    if not is_contained and min(matcher.real_quick_ratio(), matcher.quick_ratio()) < MIN_LIKENESS:
        return 0.0
    found = max(matcher.ratio(), MIN_NEARNESS * is_contained)
    if any(word in form and word not in known for word in MEANING_WORDS):
        found = min(found, MIN_LIKENESS)
    return found if found >= MIN_LIKENESS else 0.0
