"""Find every text in the code that must have a translation.

`python -m milestones.i18n.extract` prints what is missing as empty `.po` entries.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from milestones.i18n.catalogue import read_room, rooms
from milestones.paths import ROOT

SPOKEN = {"_", "w", "words", "self"}
"""Names that take one text: `_("…")`, `w("…")`, `words("…")`, `context.words("…")`."""


def _(message: str) -> str:
    """Mark a text for translation where the language is not known yet."""
    return message


@dataclass(frozen=True)
class Text:
    """One text of the code: its English, its plural form if it has one, and its place."""

    message: str
    plural: str | None
    place: str


class UntranslatableTextError(ValueError):
    """A text handed to a translating call is put together at run time."""


def sources(root: Path = ROOT) -> list[Path]:
    """List the Python files whose texts a reader sees."""
    files = [path for room in ("milestones", "pages") for path in (root / room).rglob("*.py")]
    return sorted(files) + [path for path in [root / "app.py"] if path.exists()]


def texts(paths: Iterable[Path]) -> Iterator[Text]:
    """Yield the texts of some files; one that is built by an f-string or `+` is an error."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _texts_of(node, f"{path.name}:{node.lineno}")


def data_texts(root: Path = ROOT) -> Iterator[Text]:
    """Yield the texts that readers see but no code holds.

    What each figure's and each rule's query says of itself, and the sources and notes of
    published figures.
    """
    asked = (root / "queries" / room for room in ("figures", "checks"))
    for path in (path for room in asked for path in sorted(room.glob("*.sql"))):
        for line in path.read_text(encoding="utf-8").splitlines()[:1]:
            yield Text(line.partition(": ")[2], None, path.name)
    published = root / "data" / "reference" / "published.csv"
    with published.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for text in (row["source"], row["note"]):
                if text:
                    yield Text(text, None, published.name)


def every_text(root: Path = ROOT) -> Iterator[Text]:
    """Yield every text that must have a translation, wherever it stands."""
    yield from texts(sources(root))
    yield from data_texts(root)


def _texts_of(call: ast.Call, place: str) -> Iterator[Text]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in SPOKEN and call.args:
        message = _literal(call.args[0], place)
        if message is not None:
            yield Text(message, None, place)
    elif name == "n" and isinstance(function, ast.Attribute) and len(call.args) >= 3:
        one, many = (_literal(argument, place) for argument in call.args[:2])
        if one is not None:
            yield Text(one, many, place)


def _literal(node: ast.expr, place: str) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        raise UntranslatableTextError(f"{place}: a text is put together before it is translated")
    return None


def known() -> set[str]:
    """Give every English text that some room's catalogue translates into Chinese."""
    messages = (message for path in rooms("zh") for message in read_room(path))
    return {_singular(message.id) for message in messages if message.id and message.string}


def _singular(identifier: object) -> str:
    return identifier if isinstance(identifier, str) else cast("tuple[str, str]", identifier)[0]


def _entry(text: Text) -> str:
    one = text.message.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if text.plural is None:
        return f'#: {text.place}\nmsgid "{one}"\nmsgstr ""\n'
    many = text.plural.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'#: {text.place}\nmsgid "{one}"\nmsgid_plural "{many}"\nmsgstr[0] ""\n'


if __name__ == "__main__":
    translated = known()
    missing = {text.message: text for text in every_text() if text.message not in translated}
    print("\n".join(_entry(text) for text in missing.values()))
