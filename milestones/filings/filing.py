"""A file that is recognized, and how it is told from one process to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Literal

from milestones.filings.kinds import Kind, kind_named
from milestones.filings.recognition import ColumnMatch, Header
from milestones.filings.remarks import FilingRefused, Note

Format = Literal["csv", "xlsx", "xls", "parquet"]
Message = dict[str, Any]


@dataclass(frozen=True)
class Filing:
    """A file that is recognized and can be read. `notes` are those of its header and sheets.

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
    def kind(self) -> Kind:
        return self.header.kind

    @property
    def columns(self) -> tuple[ColumnMatch, ...]:
        """The columns of the file that are fields, from left to right."""
        return self.header.columns

    def column(self, field: str) -> ColumnMatch | None:
        """The column that holds a field, None where the file has none."""
        return next((column for column in self.columns if column.field == field), None)


def filing_message(filing: Filing) -> Message:
    """A filing as plain values for JSON."""
    header = filing.header
    return {
        "path": str(filing.path),
        "format": filing.format,
        "kind": header.kind.key,
        "row_no": header.row_no,
        "header_width": header.width,
        "columns": [astuple(column) for column in header.columns],
        "ministry_list": header.ministry_list,
        "notes": note_messages(filing.notes),
        "state": filing.state,
        "sheet": filing.sheet,
        "encoding": filing.encoding,
        "delimiter": filing.delimiter,
        "width": filing.width,
    }


def filing_of(told: Message) -> Filing:
    """The filing of a message; KeyError, TypeError or ValueError where it is none."""
    columns = tuple(ColumnMatch(*column) for column in told["columns"])
    notes = notes_of(told["notes"])
    kind = kind_named(told["kind"])
    header = Header(kind, told["row_no"], told["header_width"], columns, (), told["ministry_list"])
    return Filing(
        Path(told["path"]),
        told["format"],
        header,
        notes,
        tuple(told["state"]),
        told["sheet"],
        told["encoding"],
        told["delimiter"],
        told["width"],
    )


def note_messages(notes: Iterable[Note]) -> list[Message]:
    """Notes as plain values for JSON."""
    return [
        {
            "rule": note.rule,
            "severity": note.severity,
            "params": dict(note.params),
            "row_no": note.row_no,
            "column": note.column,
        }
        for note in notes
    ]


def notes_of(told: Iterable[Message]) -> tuple[Note, ...]:
    """The notes of a message."""
    return tuple(Note(**{**each, "params": _params(each["params"])}) for each in told)


def refusal_of(rule: str, params: Mapping[str, Any]) -> FilingRefused:
    """The refusal of a message."""
    return FilingRefused(rule, **_params(params))


def _params(told: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows no tuples: what was several comes back as a list."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
