"""A table of one kind in a file, recognized; and how it travels to the reading process and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milestones.filings.columns import FilingKind
from milestones.filings.files import Format
from milestones.filings.kinds import kind_by_key
from milestones.filings.recognition import ColumnMatch, Header
from milestones.filings.remarks import Note
from milestones.filings.unread_columns import UnreadColumn

Message = dict[str, Any]


@dataclass(frozen=True)
class Filing:
    """The rows of one kind in a file, recognized. `notes` are those on its sheets.

    A file that holds several kinds comes as a filing for each, and the notes with the first.
    `sheet` is that of a workbook, `encoding` and `delimiter` are those of a text, `width` is the
    number of columns in a Parquet file. `state` is what the file system said when it was
    recognized: the file must not have changed when it is read.
    """

    path: Path
    format: Format
    header: Header
    notes: tuple[Note, ...]
    state: tuple[int, ...]
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    width: int = 0

    @property
    def kind(self) -> FilingKind:
        return self.header.kind

    @property
    def columns(self) -> tuple[ColumnMatch, ...]:
        """The columns of the file that are fields, from left to right."""
        return self.header.columns


def filings_of(
    headers: Sequence[Header],
    path: Path,
    form: Format,
    state: tuple[int, ...],
    notes: Iterable[Note] = (),
    **place: Any,
) -> tuple[Filing, ...]:
    """Give a filing for each kind that a table holds; `place` says where in the file it lies."""
    first, *rest = headers
    return (
        Filing(path, form, first, tuple(notes), state, **place),
        *(Filing(path, form, header, (), state, **place) for header in rest),
    )


def encode_message(message: Mapping[str, object]) -> bytes:
    """Write a line of JSON; filings and notes become objects, kinds keys, paths absolute."""
    return json.dumps(message, default=_plain_value).encode() + b"\n"


def _plain_value(value: object) -> object:
    if isinstance(value, FilingKind):
        return value.key
    return str(value.absolute()) if isinstance(value, Path) else vars(value)


def decode_filing(message: Message) -> Filing:
    """Read the filing of a message; KeyError, TypeError or ValueError where it is none."""
    header = dict(message["header"])
    header["kind"] = kind_by_key(header["kind"])
    header["columns"] = tuple(ColumnMatch(**column) for column in header["columns"])
    header["unread"] = tuple(
        UnreadColumn(**{**column, "missing": tuple(column["missing"])})
        for column in header["unread"]
    )
    header["twin"] = ColumnMatch(**header["twin"]) if header["twin"] else None
    header["own"], header["others"] = tuple(header["own"]), tuple(header["others"])
    filing = dict(message)
    filing["path"] = Path(message["path"])
    filing["header"] = Header(**header)
    filing["notes"] = decode_notes(message["notes"])
    filing["state"] = tuple(message["state"])
    return Filing(**filing)


def decode_notes(messages: Iterable[Message]) -> tuple[Note, ...]:
    """Read the notes of a message."""
    return tuple(Note(**{**each, "params": decode_params(each["params"])}) for each in messages)


def decode_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Read the values of a remark: JSON knows no tuples, a list was one."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in params.items()
    }
