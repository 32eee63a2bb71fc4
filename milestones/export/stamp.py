"""The stamp of a copy: what it shows, of which edition, by which rules, and a hash of its values.

A stamp is one line of ASCII JSON, the same in every format. Its digest tells a stamp that was
damaged or edited by hand from a whole one; it is no signature. What proves a copy is that the
edition, computed again, gives the same values.

The hash of the values is the SHA-256 of JSON lines in UTF-8: first `[[column, format], …]`, then
a list a row. The same frame gives the same hash in every language and on every machine, so the
texts of the cells do not hang on how a number happens to be kept:

- unknown is null, and so are an empty text and what was divided by nothing;
- a whole number is its digits (1349000, never 1349000.0);
- any other number has 12 significant digits (0.996849518162), which no processor rounds apart;
- a day is 2024-12-31, a month 2024-12;
- codes, names and texts stand as they are, never translated.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from milestones.figures.registry import Format, Result, find_figure
from milestones.i18n import LANGS, Lang
from milestones.i18n.locale import is_unknown

STAMP_FIELD = "milestones-stamp"
"""The name of the stamp wherever a format lets properties be named."""

STAMP_VERSION = 1
MAX_STAMP_CHARS = 65_536
"""Characters of a stamp, or of the stamps of a pack, that are read at most."""

_FIELD_PATTERNS = {
    "figure": r"[a-z][a-z0-9_]{0,63}",
    "selection": r"[\x21-\x7e]{0,16000}",
    "as_of": r"\d{4}-\d{2}-\d{2}",
    "edition": r"[0-9a-f]{16}",
    "plan": r"[a-z0-9_]{1,64}@[0-9a-f]{12}",
    "rules": r"\d{1,6}\.[0-9a-f]{12}",
    "values": r"[0-9a-f]{64}",
}


class StampDamagedError(ValueError):
    """The text is no stamp, or not the one that was written."""


@dataclass(frozen=True)
class Stamp:
    """Where a copy comes from.

    `selection` is the address of the selection, `plan` the plan's name and the hash of what it
    says, `rules` the reader's version and the hash of the queries, `values` the SHA-256 of the
    figure's frame (`values_hash`), `langs` the languages of the copy, `embargo`
    the moment before which it was not to be published, in ISO 8601; `current` the day of receipt
    of the edition that was current when the copy was made, where it shows another. Stamps of
    early versions do not have that one, and neither do those of current editions.
    """

    figure: str
    selection: str
    as_of: str
    edition: str
    plan: str
    rules: str
    values: str
    langs: tuple[Lang, ...]
    embargo: str | None = None
    current: str | None = None

    @property
    def day(self) -> date:
        """The last day counted."""
        return date.fromisoformat(self.as_of)

    def to_json(self) -> str:
        """Write the stamp in one line, in one way only."""
        return _canonical_json(self.content())

    @classmethod
    def from_json(cls, text: str) -> Stamp:
        """Read what `to_json` wrote; raises StampDamagedError for anything else."""
        return cls.from_content(_parse_json(text))

    @classmethod
    def from_content(cls, content: object) -> Stamp:
        """Read a stamp that stands as an object in other JSON; raises StampDamagedError."""
        if not isinstance(content, dict):
            raise StampDamagedError("a stamp is an object")
        fields = {key: value for key, value in content.items() if key != "check"}
        if content != _with_digest(fields) or fields.pop(STAMP_FIELD, None) != STAMP_VERSION:
            raise StampDamagedError("the digest is not that of the stamp")
        return cls(**_check_fields(fields))

    def content(self) -> dict[str, Any]:
        """Give the stamp as an object, to stand in other JSON."""
        fields = {STAMP_FIELD: STAMP_VERSION, **asdict(self), "langs": list(self.langs)}
        if self.current is None:
            del fields["current"]
        return _with_digest(fields)


def join_languages(stamps: Sequence[Stamp]) -> tuple[Stamp, ...]:
    """Join the stamps of one figure in several languages: one stamp a figure, in their order."""
    langs: dict[Stamp, list[Lang]] = {}
    for stamp in stamps:
        langs.setdefault(replace(stamp, langs=()), []).extend(stamp.langs)
    return tuple(
        replace(stamp, langs=tuple(lang for lang in LANGS if lang in found))
        for stamp, found in langs.items()
    )


def write_stamps(stamps: Sequence[Stamp]) -> str:
    """Write what a file holds: one stamp as it is, several as a list, one a figure."""
    joined = join_languages(stamps)
    if len(joined) == 1:
        return joined[0].to_json()
    return _canonical_json([stamp.content() for stamp in joined])


def read_stamps(text: str) -> tuple[Stamp, ...]:
    """Read what `write_stamps` wrote, at least one stamp; raises StampDamagedError."""
    parsed = _parse_json(text)
    contents = parsed if isinstance(parsed, list) else [parsed]
    if not contents:
        raise StampDamagedError("no stamp")
    return tuple(Stamp.from_content(content) for content in contents)


def _parse_json(text: str) -> object:
    if len(text) > MAX_STAMP_CHARS:
        raise StampDamagedError("a stamp is not that long")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StampDamagedError("a stamp is JSON") from error


def _check_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Let nothing through but the fields of a stamp in their shapes."""
    langs = fields.get("langs")
    is_whole = (
        fields.keys() - {"current"} == {*_FIELD_PATTERNS, "langs", "embargo"}
        and all(
            isinstance(fields[name], str) and re.fullmatch(pattern, fields[name], re.ASCII)
            for name, pattern in _FIELD_PATTERNS.items()
        )
        and (isinstance(langs, list) and langs and all(lang in LANGS for lang in langs))
    )
    if not is_whole:
        raise StampDamagedError("a field of the stamp is missing or not of its kind")
    if not isinstance(fields["embargo"], str | None):
        raise StampDamagedError("the embargo is no moment")
    try:
        for day in ("as_of", "current"):
            date.fromisoformat(fields.get(day, fields["as_of"]))
    except (TypeError, ValueError) as error:
        raise StampDamagedError("a date of the stamp does not exist") from error
    return {**fields, "langs": tuple(fields["langs"])}


def _with_digest(content: dict[str, Any]) -> dict[str, Any]:
    digest = hashlib.sha256(_canonical_json(content).encode()).hexdigest()
    return {**content, "check": digest[:16]}


def _canonical_json(content: object) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


NUMBER_FORMATS: frozenset[Format] = frozenset({"count", "share", "money", "number"})
INFINITIES = (float("inf"), float("-inf"))
SIGNIFICANT_DIGITS = 12
"""Significant digits of a number that is not whole."""


def coded_values(result: Result) -> pd.DataFrame:
    """Give a figure's declared columns in their order, codes and names untranslated."""
    return result.frame[list(find_figure(result.figure).columns)]


def column_formats(figure_id: str) -> dict[str, Format]:
    """Give the format of each declared column of a figure, by the column's id."""
    return {name: column.format for name, column in find_figure(figure_id).columns.items()}


def canonical_rows(frame: pd.DataFrame, forms: Iterable[Format]) -> Iterator[list[str | None]]:
    """Write each row as the texts of its cells."""
    columns = list(forms)
    for row in frame.itertuples(index=False, name=None):
        yield [canonical_text(cell, form) for cell, form in zip(row, columns, strict=True)]


def canonical_text(cell: Any, form: Format) -> str | None:
    """Write one cell, in one way only."""
    value = cell_value(cell, form)
    if isinstance(value, date):
        return value.strftime("%Y-%m") if form == "month" else value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:.{SIGNIFICANT_DIGITS}g}"
    return None if value is None else str(value)


def cell_value(value: Any, form: Format) -> str | int | float | date | None:
    """Give a cell as Python's own value: a number, a day, a text, or None for unknown.

    A whole number is an int however the frame keeps it; no other number is rounded.
    """
    if is_unknown(value) or value == "" or value in INFINITIES:
        return None
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if form not in NUMBER_FORMATS:
        return str(value)
    plain = value.item() if hasattr(value, "item") else value
    return int(plain) if plain == int(plain) else float(plain)


def values_hash(result: Result) -> str:
    """Give the SHA-256 of a figure's values, equal in all languages."""
    forms = column_formats(result.figure)
    digest = hashlib.sha256()
    for line in ([*forms.items()], *canonical_rows(coded_values(result), forms.values())):
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()
