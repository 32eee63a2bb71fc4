"""The stamp of a copy: what it shows, of which edition, by which rules, and a hash of its values.

A stamp is one line of ASCII JSON, the same in every format. Its digest tells a stamp that was
damaged or edited by hand from a whole one; it is no signature. What proves a copy is that the
edition, computed again, gives the same values.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from milestones.i18n import LANGS, Lang

FIELD = "milestones-stamp"
"""The name of the stamp wherever a format lets properties be named."""

VERSION = 1
LONGEST = 65_536
"""Characters of a stamp, or of the stamps of a pack, that are read at most."""

_SHAPES = {
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
    figure's frame (`milestones.export.values`), `langs` the languages of the copy, `embargo`
    the moment before which it was not to be published, in ISO 8601.
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

    @property
    def day(self) -> date:
        """The last day counted."""
        return date.fromisoformat(self.as_of)

    def to_json(self) -> str:
        """Write the stamp in one line, in one way only."""
        return _canonical(_with_check(self._content()))

    @classmethod
    def from_json(cls, text: str) -> Stamp:
        """Read what `to_json` wrote; raises StampDamagedError for anything else."""
        return cls.from_content(_parsed(text))

    @classmethod
    def from_content(cls, content: object) -> Stamp:
        """Read a stamp that stands as an object in other JSON; raises StampDamagedError."""
        if not isinstance(content, dict):
            raise StampDamagedError("a stamp is an object")
        told = {key: value for key, value in content.items() if key != "check"}
        if content != _with_check(told) or told.pop(FIELD, None) != VERSION:
            raise StampDamagedError("the digest is not that of the stamp")
        return cls(**_checked(told))

    def content(self) -> dict[str, Any]:
        """Give the stamp as an object, to stand in other JSON."""
        return _with_check(self._content())

    def _content(self) -> dict[str, Any]:
        return {FIELD: VERSION, **asdict(self), "langs": list(self.langs)}


def in_langs(stamps: Sequence[Stamp]) -> tuple[Stamp, ...]:
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
    joined = in_langs(stamps)
    if len(joined) == 1:
        return joined[0].to_json()
    return _canonical([stamp.content() for stamp in joined])


def read_stamps(text: str) -> tuple[Stamp, ...]:
    """Read what `write_stamps` wrote, at least one stamp; raises StampDamagedError."""
    parsed = _parsed(text)
    found = tuple(Stamp.from_content(each) for each in _listed(parsed))
    if not found:
        raise StampDamagedError("no stamp")
    return found


def _listed(parsed: object) -> list[object]:
    return parsed if isinstance(parsed, list) else [parsed]


def _parsed(text: str) -> object:
    if len(text) > LONGEST:
        raise StampDamagedError("a stamp is not that long")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StampDamagedError("a stamp is JSON") from error


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """Let nothing through but the fields of a stamp in their shapes."""
    names = {*_SHAPES, "langs", "embargo"}
    texts = all(
        isinstance(told.get(name), str) and re.fullmatch(shape, told[name], re.ASCII)
        for name, shape in _SHAPES.items()
    )
    langs, embargo = told.get("langs"), told.get("embargo")
    if told.keys() != names or not texts or not _are_langs(langs):
        raise StampDamagedError("a field of the stamp is missing or not of its kind")
    if embargo is not None and not isinstance(embargo, str):
        raise StampDamagedError("the embargo is no moment")
    try:
        date.fromisoformat(told["as_of"])
    except ValueError as error:
        raise StampDamagedError("the as-of date does not exist") from error
    return {**told, "langs": tuple(told["langs"])}


def _are_langs(langs: object) -> bool:
    return isinstance(langs, list) and bool(langs) and all(lang in LANGS for lang in langs)


def _with_check(content: dict[str, Any]) -> dict[str, Any]:
    digest = hashlib.sha256(_canonical(content).encode()).hexdigest()
    return {**content, "check": digest[:16]}


def _canonical(content: object) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
