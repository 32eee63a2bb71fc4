"""What is marked in a workbook that goes back to its sender, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Form = Literal["formatted", "plain", "rows"]
"""With the sender's formatting, with the values alone, or with the marked rows alone."""
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True)
class Mark:
    """A cell to look at: its row as Excel shows it, its column counted from 0.

    `sentences` say what was found there, `lines` with the place before it; one in each language.
    A mark without them is a colour alone: there may be too many to list.
    """

    row_no: int
    column: int
    is_rejected: bool
    lines: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marking:
    """What is written into the workbook: paragraphs about the whole file, and marks by row.

    A paragraph is a text in each language. `form` is what was asked for; a file of too many cells
    becomes `rows`.
    """

    about: tuple[tuple[str, ...], ...]
    marks: tuple[Mark, ...]
    form: Form


def decode_marking(message: Mapping[str, Any]) -> Marking:
    """Read the marking of a message; JSON knows no tuples."""
    marks = (
        Mark(**{**each, "lines": tuple(each["lines"]), "sentences": tuple(each["sentences"])})
        for each in message["marks"]
    )
    about = tuple(tuple(paragraph) for paragraph in message["about"])
    return Marking(about, tuple(marks), message["form"])
