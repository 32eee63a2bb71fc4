"""The catalogues of `data/locale`: one `.po` file a room, read and merged in memory."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal, cast

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from milestones.paths import DATA

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


def language_of(locale: str | None) -> Lang:
    """Give the product's language for a browser's locale (`zh-Hans-CN`, `en-GB`, none)."""
    return "zh" if (locale or "").lower().startswith("zh") else "en"


def rooms(lang: Lang) -> list[Path]:
    """List the catalogue files of a language in a fixed order."""
    return sorted((DATA / "locale" / lang / "LC_MESSAGES").glob("*.po"))


def read_room(path: Path) -> Catalog:
    """Read one `.po` file; a file that Babel cannot read stops with its name and line."""
    with path.open("rb") as file:
        return read_po(file, domain=path.stem, abort_invalid=True)


@cache
def translations(lang: Lang) -> NullTranslations:
    """Merge the rooms of a language; English is the language of the texts themselves."""
    paths = rooms(lang)
    if not paths:
        return NullTranslations()
    merged = Catalog(locale=cast(str, lang))
    for path in paths:
        for message in read_room(path):
            if message.id and message.string:
                merged.add(message.id, message.string)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)
