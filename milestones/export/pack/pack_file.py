"""The file of a pack: read without trust, in known words only, and written as TOML."""

from __future__ import annotations

import json
import logging
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from milestones.export.pictures.engine import PictureFormat
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
ENTRY_KEYS, PREVIOUS_KEYS = ("figure", "selection", "headline"), ("stamp", "caption")
PREVIOUS_RESULTS_HEADING = (
    "# --- What the last making noted, to say next time what has changed. Not to be edited."
)
NOT_A_PACK = _("This is no briefing pack, or one of another version.")


def read_pack(data: bytes) -> Pack:
    """Read the file of a pack; raises PackFaultError that says what is wrong and where."""
    try:
        told = _parse_toml(data)
        if told.get(VERSION_KEY) != PACK_VERSION:
            raise PackFaultError(NOT_A_PACK)
        return _pack_from(_Table(told, PACK_KEYS))
    except PackFaultError:
        raise
    except Exception as error:
        log.debug("a pack that cannot be read", exc_info=True)
        raise PackFaultError(NOT_A_PACK) from error


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


class _Table:
    """A table of the file, which holds known keys alone, and what messages call its place."""

    def __init__(self, values: dict[str, Any], known: Collection[str], place: str = "") -> None:
        self.values, self.place = values, place
        for key in values:
            if key not in known:
                where = place.removesuffix(": ") or VERSION_KEY
                raise unknown_value_error(key, where, sorted(known))

    def text(self, key: str, max_length: int) -> str:
        """Give a text in one line, without letters that no document may hold."""
        found, place = self.values.get(key, ""), f"{self.place}{key}"
        if not isinstance(found, str):
            raise _wrong_kind_error(place, found)
        if len(found) > max_length:
            message = _("{place} is longer than {most} letters.")
            raise PackFaultError(message, place=place, most=max_length)
        return printable_line(found)

    def texts(self, key: str, max_length: int) -> dict[Lang, str]:
        """Give a text in each language that has one."""
        found = self.values.get(key, {})
        if not isinstance(found, dict):
            raise _wrong_kind_error(f"{self.place}{key}", found)
        table = _Table(found, LANGS, f"{self.place}{key} ")
        return {lang: text for lang in LANGS if (text := table.text(lang, max_length))}

    def choice(self, key: str, choices: Sequence[T], default: T | None = None) -> T:
        """Give one of the choices."""
        return _chosen(self.values.get(key, default), f"{self.place}{key}", choices)

    def tables(self, key: str, known: Collection[str]) -> Iterator[_Table]:
        """Yield the tables of a list."""
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise _wrong_kind_error(key, found)
        if len(found) > MAX_FIGURES:
            raise PackFaultError(_("A pack holds {most} figures at most."), most=MAX_FIGURES)
        for number, each in enumerate(found, start=1):
            yield _Table(each, known, f"{key} {number}: ")


def _pack_from(table: _Table) -> Pack:
    return Pack(
        languages=table.choice("languages", LANGUAGE_CHOICES, "both"),
        theme=table.choice("theme", THEMES, "light"),
        title=table.text("title", MAX_TITLE_LENGTH),
        classification=table.text("classification", MAX_CLASSIFICATION_LENGTH),
        preset=table.choice("preset", tuple(PRESETS), "slide"),
        formats=_formats_from(table.values.get("formats", ["png"])),
        entries=tuple(map(_entry_from, table.tables("figures", ENTRY_KEYS))),
        noted=tuple(map(_previous_from, table.tables("made", PREVIOUS_KEYS))),
    )


def _entry_from(table: _Table) -> PackEntry:
    return PackEntry(
        figure=table.choice("figure", tuple(FIGURES)),
        selection=table.text("selection", MAX_SELECTION_LENGTH),
        headlines=table.texts("headline", MAX_HEADLINE_LENGTH),
    )


def _previous_from(table: _Table) -> PreviousResult:
    try:
        stamp = Stamp.from_json(str(table.values.get("stamp")))
    except StampDamagedError as error:
        message = _("{place}the stamp of the last making is damaged. Take this part out.")
        raise PackFaultError(message, place=table.place) from error
    return PreviousResult(stamp, table.texts("caption", MAX_CAPTION_LENGTH))


def _formats_from(found: object) -> tuple[PictureFormat, ...]:
    if not isinstance(found, list) or not found:
        raise _wrong_kind_error("formats", found)
    chosen = [_chosen(each, "formats", PACK_FORMATS) for each in found]
    return tuple(form for form in PACK_FORMATS if form in chosen)


def _chosen(found: object, place: str, choices: Sequence[T]) -> T:
    for each in choices:
        if found == each:
            return each
    if not isinstance(found, str):
        raise _wrong_kind_error(place, found)
    raise unknown_value_error(found, place, choices)


def unknown_value_error(found: str, place: str, known: Iterable[str]) -> PackFaultError:
    """Name a value that there is not, and what may have been meant."""
    choices, value = list(known), printable_line(found)[:80]
    nearest = ", ".join(get_close_matches(value, choices, n=3, cutoff=0.3) or choices[:6])
    message = _("{place}: {value} is not there. Nearest: {nearest}.")
    return PackFaultError(message, place=place, value=value, nearest=nearest)


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
