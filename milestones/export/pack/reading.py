"""The file of a pack as it comes back: small, in known words only, nothing in it is run."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from milestones.charts.palette import THEMES
from milestones.export.pack.model import (
    FORMATS,
    LANGUAGES,
    LONGEST_HEADLINE,
    LONGEST_TITLE,
    LONGEST_WORD,
    MOST,
    Entry,
    Noted,
    Pack,
    PackFaultError,
)
from milestones.export.pictures.presets import PRESETS
from milestones.export.slides.text import legible
from milestones.export.stamp import Stamp, StampDamagedError
from milestones.figures import FIGURES
from milestones.i18n import LANGS, Lang, _

T = TypeVar("T", bound=str)
log = logging.getLogger("milestones.export")
VERSION_KEY, VERSION = "milestones-pack", 1
LARGEST, LONGEST_LINE = 256 * 1024, 24_000
"""Bytes of a pack, and letters of one of its lines: a parser takes long for longer ones."""
_DEEP = re.compile(r"""(?<![\w"'-])(?:["'\w-]++[ \t]*+\.[ \t]*+){30}""")
"""A key of so many parts that a parser, whose time grows with their square, takes long."""
LONGEST_SELECTION, LONGEST_CAPTION = 16_000, 4_000
KEYS = {
    VERSION_KEY, "title", "classification", "languages", "preset", "theme", "formats",
    "figures", "made",
}  # fmt: skip
OTHER = _("This is no briefing pack, or one of another version.")


def read_pack(data: bytes) -> Pack:
    """Read the file of a pack; raises PackFaultError that says what is wrong and where."""
    try:
        return _pack(_parsed(data))
    except PackFaultError:
        raise
    except Exception as error:
        log.debug("a pack that cannot be read", exc_info=True)
        raise PackFaultError(OTHER) from error


def _pack(told: dict[str, Any]) -> Pack:
    if told.get(VERSION_KEY) != VERSION:
        raise PackFaultError(OTHER)
    _only(told, KEYS, "")
    languages = _choice(told.get("languages", "both"), "languages", LANGUAGES)
    theme = _choice(told.get("theme", "light"), "theme", THEMES)
    return Pack(
        title=_text(told, "title", LONGEST_TITLE),
        classification=_text(told, "classification", LONGEST_WORD),
        languages=languages,
        preset=_choice(told.get("preset", "slide"), "preset", tuple(PRESETS)),
        theme=theme,
        formats=_formats(told.get("formats", ["png"])),
        entries=tuple(_entry(*each) for each in _tables(told, "figures")),
        noted=tuple(_noted(*each) for each in _tables(told, "made")),
    )


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise PackFaultError(_("A briefing pack is not that large."))
    try:
        text = data.decode("utf-8-sig")
        if any(len(line) > LONGEST_LINE for line in text.splitlines()) or _DEEP.search(text):
            raise PackFaultError(OTHER)
        return tomllib.loads(text.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise PackFaultError(_("The pack is not written in UTF-8.")) from error
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error)) from error


def _not_toml(told: str) -> PackFaultError:
    """Say where a text stops being TOML; the parser says it in English."""
    at = re.search(r"line (\d{1,6}), column (\d{1,6})", told)
    if at is None:
        return PackFaultError(_("The pack ends too early, in the middle of a value."))
    message = _("The pack cannot be read: line {line}, column {column} is not as TOML has it.")
    return PackFaultError(message, line=int(at[1]), column=int(at[2]))


def _tables(told: dict[str, Any], key: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the tables of a list, each with the name of its place."""
    found = told.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise _wrong(key, found)
    if len(found) > MOST:
        raise PackFaultError(_("A pack holds {most} figures at most."), most=MOST)
    yield from ((each, f"{key} {number}: ") for number, each in enumerate(found, start=1))


def _entry(told: dict[str, Any], place: str) -> Entry:
    _only(told, {"figure", "selection", "headline"}, place)
    return Entry(
        figure=_choice(told.get("figure"), f"{place}figure", tuple(FIGURES)),
        selection=_text(told, "selection", LONGEST_SELECTION, place),
        headlines=_by_lang(told, "headline", LONGEST_HEADLINE, place),
    )


def _noted(told: dict[str, Any], place: str) -> Noted:
    _only(told, {"stamp", "caption"}, place)
    try:
        stamp = Stamp.from_json(str(told.get("stamp")))
    except StampDamagedError as error:
        message = _("{place}the stamp of the last making is damaged. Take this part out.")
        raise PackFaultError(message, place=place) from error
    return Noted(stamp, _by_lang(told, "caption", LONGEST_CAPTION, place))


def _by_lang(told: dict[str, Any], key: str, longest: int, place: str) -> dict[Lang, str]:
    found = told.get(key, {})
    if not isinstance(found, dict):
        raise _wrong(f"{place}{key}", found)
    _only(found, set(LANGS), f"{place}{key} ")
    texts = {lang: _text(found, lang, longest, f"{place}{key} ") for lang in LANGS}
    return {lang: text for lang, text in texts.items() if text}


def _text(told: dict[str, Any], key: str, longest: int, place: str = "") -> str:
    """Give a text in one line, without letters that no document may hold."""
    found = told.get(key, "")
    if not isinstance(found, str):
        raise _wrong(f"{place}{key}", found)
    if len(found) > longest:
        message = _("{place} is longer than {most} letters.")
        raise PackFaultError(message, place=f"{place}{key}", most=longest)
    return legible(found)


def _formats(found: object) -> tuple[Any, ...]:
    if not isinstance(found, list) or not found:
        raise _wrong("formats", found)
    chosen = [_choice(each, "formats", FORMATS) for each in found]
    return tuple(form for form in FORMATS if form in chosen)


def _choice(found: object, place: str, there: Sequence[T]) -> T:
    for each in there:
        if found == each:
            return each
    if not isinstance(found, str):
        raise _wrong(place, found)
    raise not_there(found, place, there)


def not_there(found: str, place: str, there: Iterable[str]) -> PackFaultError:
    """Name a value that there is not, and what may have been meant."""
    choices, named = list(there), legible(found)[:80]
    nearest = get_close_matches(named, choices, n=3, cutoff=0.3) or choices[:6]
    return PackFaultError(
        _("{place}: {value} is not there. Nearest: {nearest}."),
        place=place,
        value=named,
        nearest=", ".join(nearest),
    )


def _only(told: dict[str, Any], known: set[str], place: str) -> None:
    for key in told:
        if key not in known:
            raise not_there(key, place.removesuffix(": ") or VERSION_KEY, sorted(known))


def _wrong(place: str, found: object) -> PackFaultError:
    message = _("{place} has a value of the wrong kind: {value}.")
    return PackFaultError(message, place=place, value=legible(str(found))[:80])
