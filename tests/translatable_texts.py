"""Find every text in the code and the data that must have a translation.

`python -m tests.translatable_texts` prints what is missing as empty `.po` entries.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from milestones.i18n.catalogue import catalogue_files, read_catalogue
from milestones.paths import DATA, ROOT

TRANSLATING_CALLS = {"_", "w", "locale", "self"}
"""Names that take one text: `_("…")`, `w("…")`, `locale("…")`, `context.locale("…")`."""


@dataclass(frozen=True)
class SourceText:
    """One text of the code: its English, its plural form if it has one, and its place."""

    message: str
    plural: str | None
    place: str


class UntranslatableTextError(ValueError):
    """A text handed to a translating call is put together at run time."""


def every_text() -> Iterator[SourceText]:
    """Yield every text that must have a translation: those of the code, and of data readers see."""
    files = [path for room in ("milestones", "pages") for path in (ROOT / room).rglob("*.py")]
    yield from code_texts([*sorted(files), ROOT / "app.py"])
    yield from _data_texts()


def code_texts(paths: Iterable[Path]) -> Iterator[SourceText]:
    """Yield the texts of some files; one that is built by an f-string or `+` is an error."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _texts_of(node, f"{path.name}:{node.lineno}")


def _data_texts() -> Iterator[SourceText]:
    """Yield what each figure's and each rule's query says of itself, and the sources and notes of
    published figures."""
    for room in ("figures", "checks"):
        for path in sorted((ROOT / "queries" / room).glob("*.sql")):
            first_line = path.read_text(encoding="utf-8").partition("\n")[0]
            yield SourceText(first_line.partition(": ")[2], None, path.name)
    published = DATA / "reference" / "published.csv"
    with published.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for text in filter(None, (row["source"], row["note"])):
                yield SourceText(text, None, published.name)


def _texts_of(call: ast.Call, place: str) -> Iterator[SourceText]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in TRANSLATING_CALLS and call.args:
        message = _literal_text(call.args[0], place)
        if message is not None:
            yield SourceText(message, None, place)
    elif name == "n" and isinstance(function, ast.Attribute) and len(call.args) >= 3:
        one, many = (_literal_text(argument, place) for argument in call.args[:2])
        if one is not None:
            yield SourceText(one, many, place)


def _literal_text(node: ast.expr, place: str) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        raise UntranslatableTextError(f"{place}: a text is put together before it is translated")
    return None


def missing_texts() -> Catalog:
    """Give the texts that no room's catalogue translates into Chinese, as empty entries."""
    catalogues = [read_catalogue(path) for path in catalogue_files("zh")]
    translated = {message.id for room in catalogues for message in room if message.string}
    missing = Catalog(locale="zh")
    for text in every_text():
        key = text.message if text.plural is None else (text.message, text.plural)
        if key not in translated:
            missing.add(key, locations=[(text.place, 0)])
    return missing


if __name__ == "__main__":
    write_po(sys.stdout.buffer, missing_texts(), width=0, omit_header=True)
