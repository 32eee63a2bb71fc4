"""How the columns of a figure's frame are headed and written in its table view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Format = Literal[
    "text",
    "code",
    "name",
    "province",
    "field",
    "date",
    "month",
    "count",
    "share",
    "money",
    "number",
    "plain",
]
"""`code` is looked up in the labels, `province` by its GB/T 2260 code, `field` by its WIPO
number, a `share` is a fraction, `text` is a text of a reference table, translated like any
other; `plain` is not; a `name` is the English one of the column beside it (`name_en`) where
there is one and the reader's language is English."""

SPOKEN: frozenset[Format] = frozenset({"text", "code", "name", "province", "field"})
"""Formats of cells that are said in words, each language its own."""


@dataclass(frozen=True)
class Column:
    """One column: its header, marked with `_`, and the way its cells are written."""

    header: str
    format: Format


Columns = Mapping[str, Column]
