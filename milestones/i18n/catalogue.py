"""The catalogues of `data/locale`: one `.po` file a room, read and merged in memory."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from milestones.paths import DATA

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


def language_of(locale: str | None) -> Lang:
    """Give the product's language for a browser's locale (`zh-Hans-CN`, `en-GB`, none)."""
    return "zh" if (locale or "").lower().startswith("zh") else "en"


def catalogue_files(lang: Lang) -> list[Path]:
    """List the catalogue files of a language in a fixed order."""
    return sorted((DATA / "locale" / lang / "LC_MESSAGES").glob("*.po"))


def read_catalogue(path: Path) -> Catalog:
    """Read one `.po` file; a file that Babel cannot read stops with its name and line."""
    with path.open("rb") as file:
        return read_po(file, domain=path.stem, abort_invalid=True)


@cache
def translations(lang: Lang) -> GNUTranslations:
    """Merge the rooms of a language; English is the language of the texts themselves."""
    merged = Catalog(locale=lang)
    for path in catalogue_files(lang):
        for message in read_catalogue(path):
            if message.id and message.string:
                merged.add(message.id, message.string)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _(message: str) -> str:
    """Mark a text for translation where the language is not known yet."""
    return message
