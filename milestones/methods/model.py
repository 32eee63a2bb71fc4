"""The methods as plain data in one language: sections of entries, facts and tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A text; `to` is an anchor (`#…`) or a web address that it leads to."""

    text: str
    to: str = ""
    is_code: bool = False


@dataclass(frozen=True)
class Fact:
    """A label and what it is, one piece a line."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class MethodEntry:
    """One thing that is defined, under an anchor that links can name."""

    anchor: str
    title: str
    facts: tuple[Fact, ...] = ()
    line: str = ""


@dataclass(frozen=True)
class Table:
    """A table of texts; `numeric` says which columns are numbers.

    `names` are the places of columns whose cells are the same in every language. One that is
    `folded` shows its caption first. `template` is the kind of filing that it is handed out for.
    """

    caption: str
    head: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[int, ...] = ()
    folded: bool = False
    template: str = ""


@dataclass(frozen=True)
class MethodSection:
    """A chapter: lines of text, then facts, entries and tables."""

    anchor: str
    title: str
    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    entries: tuple[MethodEntry, ...] = ()
    tables: tuple[Table, ...] = ()


def anchor_of(kind: str, id: str) -> str:
    """Name the anchor of an indicator, a figure, a milestone or a rule."""
    return f"{kind}-{id}"


def link_to(kind: str, id: str, text: str) -> Piece:
    """Make a text that leads to a definition on the same page."""
    return Piece(text, f"#{anchor_of(kind, id)}")


def text_fact(label: str, *texts: str) -> Fact:
    """Make a fact of plain texts."""
    return Fact(label, tuple(Piece(text) for text in texts))


def code_fact(label: str, name: str) -> Fact:
    """Make a fact of a name that is written the same in every language."""
    return Fact(label, (Piece(name, is_code=True),))
