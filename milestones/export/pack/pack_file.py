"""The file of a pack: read without trust, in known words only, and written as TOML."""

from __future__ import annotations

import json
import logging
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from milestones.charts.palette import THEMES
from milestones.export.pack.model import (
    LANGUAGE_CHOICES,
    MAX_CLASSIFICATION_LENGTH,
    MAX_FIGURES,
    MAX_HEADLINE_LENGTH,
    MAX_TITLE_LENGTH,
    PACK_FORMATS,
    Pack,
    PackEntry,
    PackFaultError,
    PreviousResult,
)
from milestones.export.pictures.page import PRESETS
from milestones.export.slides.text import printable_line
from milestones.export.stamp import Stamp, StampDamagedError
from milestones.figures.registry import FIGURES
from milestones.i18n import LANGS, Lang, _

T = TypeVar("T", bound=str)
log = logging.getLogger("milestones.export")
VERSION_KEY, PACK_VERSION = "milestones-pack", 1
MAX_PACK_BYTES, MAX_LINE_LENGTH = 256 * 1024, 24_000
"""Bytes of a pack, and letters of one of its lines: a parser takes long for longer ones."""
_DEEP_KEY = re.compile(r"""(?<![\w"'-])(?:["'\w-]++[ \t]*+\.[ \t]*+){30}""")
"""A key of so many parts that a parser, whose time grows with their square, takes long."""
MAX_SELECTION_LENGTH, MAX_CAPTION_LENGTH = 16_000, 4_000
PACK_TEXTS = ("title", "classification", "languages", "preset", "theme")
PACK_KEYS = {VERSION_KEY, *PACK_TEXTS, "formats", "figures", "made"}
PREVIOUS_RESULTS_HEADING = (
    "# --- What the last making noted, to say next time what has changed. Not to be edited."
)
NOT_A_PACK = _("This is no briefing pack, or one of another version.")


def read_pack(data: bytes) -> Pack:
    """Read the file of a pack; raises PackFaultError that says what is wrong and where."""
    try:
        return _pack_from(_parse_toml(data))
    except PackFaultError:
        raise
    except Exception as error:
        log.debug("a pack that cannot be read", exc_info=True)
        raise PackFaultError(NOT_A_PACK) from error


def _pack_from(told: dict[str, Any]) -> Pack:
    if told.get(VERSION_KEY) != PACK_VERSION:
        raise PackFaultError(NOT_A_PACK)
    _require_known_keys(told, PACK_KEYS, "")
    return Pack(
        languages=_chosen(told.get("languages", "both"), "languages", LANGUAGE_CHOICES),
        theme=_chosen(told.get("theme", "light"), "theme", THEMES),
        title=_text_from(told, "title", MAX_TITLE_LENGTH),
        classification=_text_from(told, "classification", MAX_CLASSIFICATION_LENGTH),
        preset=_chosen(told.get("preset", "slide"), "preset", tuple(PRESETS)),
        formats=_formats_from(told.get("formats", ["png"])),
        entries=tuple(_entry_from(*each) for each in _tables_of(told, "figures")),
        noted=tuple(_previous_from(*each) for each in _tables_of(told, "made")),
    )


def _parse_toml(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_PACK_BYTES:
        raise PackFaultError(_("A briefing pack is not that large."))
    try:
        text = data.decode("utf-8-sig")
        if any(len(line) > MAX_LINE_LENGTH for line in text.splitlines()) or _DEEP_KEY.search(text):
            raise PackFaultError(NOT_A_PACK)
        return tomllib.loads(text.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise PackFaultError(_("The pack is not written in UTF-8.")) from error
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(str(error)) from error


def _toml_error(told: str) -> PackFaultError:
    """Say where a text stops being TOML; the parser says it in English."""
    at = re.search(r"line (\d{1,6}), column (\d{1,6})", told)
    if at is None:
        return PackFaultError(_("The pack ends too early, in the middle of a value."))
    message = _("The pack cannot be read: line {line}, column {column} is not as TOML has it.")
    return PackFaultError(message, line=int(at[1]), column=int(at[2]))


def _tables_of(told: dict[str, Any], key: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the tables of a list, each with the name of its place."""
    found = told.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise _wrong_kind_error(key, found)
    if len(found) > MAX_FIGURES:
        raise PackFaultError(_("A pack holds {most} figures at most."), most=MAX_FIGURES)
    yield from ((each, f"{key} {number}: ") for number, each in enumerate(found, start=1))


def _entry_from(told: dict[str, Any], place: str) -> PackEntry:
    _require_known_keys(told, {"figure", "selection", "headline"}, place)
    return PackEntry(
        figure=_chosen(told.get("figure"), f"{place}figure", tuple(FIGURES)),
        selection=_text_from(told, "selection", MAX_SELECTION_LENGTH, place),
        headlines=_texts_by_language(told, "headline", MAX_HEADLINE_LENGTH, place),
    )


def _previous_from(told: dict[str, Any], place: str) -> PreviousResult:
    _require_known_keys(told, {"stamp", "caption"}, place)
    try:
        stamp = Stamp.from_json(str(told.get("stamp")))
    except StampDamagedError as error:
        message = _("{place}the stamp of the last making is damaged. Take this part out.")
        raise PackFaultError(message, place=place) from error
    return PreviousResult(stamp, _texts_by_language(told, "caption", MAX_CAPTION_LENGTH, place))


def _texts_by_language(told: dict[str, Any], key: str, longest: int, place: str) -> dict[Lang, str]:
    found = told.get(key, {})
    if not isinstance(found, dict):
        raise _wrong_kind_error(f"{place}{key}", found)
    _require_known_keys(found, set(LANGS), f"{place}{key} ")
    texts = {lang: _text_from(found, lang, longest, f"{place}{key} ") for lang in LANGS}
    return {lang: text for lang, text in texts.items() if text}


def _text_from(told: dict[str, Any], key: str, longest: int, place: str = "") -> str:
    """Give a text in one line, without letters that no document may hold."""
    found = told.get(key, "")
    if not isinstance(found, str):
        raise _wrong_kind_error(f"{place}{key}", found)
    if len(found) > longest:
        message = _("{place} is longer than {most} letters.")
        raise PackFaultError(message, place=f"{place}{key}", most=longest)
    return printable_line(found)


def _formats_from(found: object) -> tuple[Any, ...]:
    if not isinstance(found, list) or not found:
        raise _wrong_kind_error("formats", found)
    chosen = [_chosen(each, "formats", PACK_FORMATS) for each in found]
    return tuple(form for form in PACK_FORMATS if form in chosen)


def _chosen(found: object, place: str, there: Sequence[T]) -> T:
    for each in there:
        if found == each:
            return each
    if not isinstance(found, str):
        raise _wrong_kind_error(place, found)
    raise unknown_value_error(found, place, there)


def unknown_value_error(found: str, place: str, there: Iterable[str]) -> PackFaultError:
    """Name a value that there is not, and what may have been meant."""
    choices, named = list(there), printable_line(found)[:80]
    nearest = get_close_matches(named, choices, n=3, cutoff=0.3) or choices[:6]
    return PackFaultError(
        _("{place}: {value} is not there. Nearest: {nearest}."),
        place=place,
        value=named,
        nearest=", ".join(nearest),
    )


def _require_known_keys(told: dict[str, Any], known: set[str], place: str) -> None:
    for key in told:
        if key not in known:
            raise unknown_value_error(key, place.removesuffix(": ") or VERSION_KEY, sorted(known))


def _wrong_kind_error(place: str, found: object) -> PackFaultError:
    message = _("{place} has a value of the wrong kind: {value}.")
    return PackFaultError(message, place=place, value=printable_line(str(found))[:80])


def write_pack(pack: Pack) -> str:
    """Write a pack as text, in one way only; `read_pack` gives the same pack again."""
    head = {key: getattr(pack, key) for key in PACK_TEXTS}
    formats = ", ".join(map(_toml_text, pack.formats))
    lines = [f"{VERSION_KEY} = {PACK_VERSION}", *_toml_lines(head), f"formats = [{formats}]"]
    for entry in pack.entries:
        texts = {"figure": entry.figure, "selection": entry.selection}
        lines += ["", "[[figures]]", *_toml_lines(_filled(texts, "headline", entry.headlines))]
    return replace_previous_results("\n".join(lines) + "\n", pack.noted)


def replace_previous_results(text: str, noted: Sequence[PreviousResult]) -> str:
    """Put what a making noted at the end of a pack's text; what people wrote stays as it is."""
    heading = re.compile(f"^{re.escape(PREVIOUS_RESULTS_HEADING)}", re.MULTILINE)
    own = heading.split(text, maxsplit=1)[0].rstrip() + "\n"
    lines: list[str] = []
    for each in noted:
        texts = _filled({"stamp": each.stamp.to_json()}, "caption", each.captions)
        lines += ["", "[[made]]", *_toml_lines(texts)]
    return "\n".join([own, PREVIOUS_RESULTS_HEADING, *lines, ""]) if lines else own


def _filled(texts: Mapping[str, str], key: str, by_lang: Mapping[Lang, str]) -> dict[str, str]:
    """Give the texts that are not empty, and those of each language under dotted keys."""
    found = {**texts, **{f"{key}.{lang}": text for lang, text in by_lang.items()}}
    return {name: text for name, text in found.items() if text}


def _toml_lines(texts: Mapping[str, str]) -> Iterator[str]:
    return (f"{key} = {_toml_text(text)}" for key, text in texts.items())


def _toml_text(text: str) -> str:
    """Write a text as TOML does; the quotation of JSON is one of TOML's too."""
    return json.dumps(printable_line(text), ensure_ascii=False)
