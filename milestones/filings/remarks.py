"""What the reader says about a file: a refusal of the whole file, or a note beside its rows.

Each remark has a rule (a stable name for machines) and values; the sentence is made from them in
the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from milestones.filings.kinds import kind_by_key
from milestones.i18n import Locale, _

RemarkValue = str | int | tuple[str, ...]
Severity = Literal["warning", "information"]

REFUSAL_TEXTS = {
    "not_found": _("There is no such file or folder: {path}."),
    "nothing_to_read": _("The folder {path} holds no file to read."),
    "only_linked_folders": _(
        "The folder {path} holds no file to read. Linked folders are not followed; name them if "
        "their files belong to the delivery: {links}."
    ),
    "cannot_open": _("The file cannot be opened: {reason}."),
    "not_regular": _(
        "{path} is a pipe, a socket or a device, not a file. Save what comes from it in a file, "
        "and deliver that."
    ),
    "changed_while_read": _(
        "The file {path} was changed while it was read. Wait until it is written to its end, and "
        "deliver it again."
    ),
    "too_large_to_read": _(
        "Reading the file takes more than {megabytes} MB, the limit. Delete what is no part of the "
        "table, or deliver it in several files. An operator can raise the limit."
    ),
    "reader_stopped": _(
        "Reading the file was stopped: it took more memory than the {megabytes} MB that are "
        "allowed, or broke its reader. Open it, save the table alone as a new CSV or XLSX file, "
        "and deliver that."
    ),
    "reading_too_long": _(
        "Reading the file took more than {seconds} seconds, the limit, and was stopped. Save the "
        "table alone as a new CSV or XLSX file, or deliver it in several files."
    ),
    "unreadable": _(
        "The file could not be read ({reason}). Save the table alone as a new CSV or XLSX file, "
        "and deliver that."
    ),
    "empty_file": _("The file is empty."),
    "protected": _(
        "The workbook is protected by a password, so that its cells are encrypted. Open it in "
        "Excel, remove the protection (Review: Unprotect Sheet and Protect Workbook; File, Info, "
        "Protect Workbook: Encrypt with Password, delete the password), save it again as an "
        "XLSX workbook, and deliver that file."
    ),
    "web_page": _(
        "The file is a web page (HTML or XML) under the name of a workbook. Open it in Excel, "
        "save it again as an XLSX workbook, and deliver that file."
    ),
    "other_format": _(
        "The file is {format}, not a table that can be read. Deliver the table as CSV, XLSX, XLS "
        "or Parquet."
    ),
    "damaged": _(
        "The file is damaged or was not copied to its end ({reason}). Open and save it again, or "
        "ask for a new copy."
    ),
    "other_bytes": _(
        "The bytes of {path} are no longer those that were delivered. Put the file back as it was "
        "received, under the same name, and publish again."
    ),
    "far_cells": _(
        "A sheet of the workbook reaches as far as cell {cell}, far beyond any filing. Delete the "
        "stray rows and columns outside the table, save it, and deliver it again."
    ),
    "other_encoding": _(
        "The text is encoded in {encoding}. Save it again as CSV in UTF-8 and deliver that file."
    ),
    "not_text": _(
        "The file is no known kind of workbook, and no text either: byte {byte} is a null. "
        "Deliver the table as CSV, XLSX, XLS or Parquet."
    ),
    "unknown_encoding": _(
        "The text is neither UTF-8 nor GB18030 (byte {byte} cannot be read). Save it again as CSV "
        "in UTF-8 and deliver that file."
    ),
    "broken_utf8": _(
        "The text is UTF-8 up to byte {byte}, which is none: a character was cut or changed there. "
        "Ask for a new copy, or save it again as CSV in UTF-8."
    ),
    "quote_not_closed": _(
        "A quotation mark that opens in row {row} is never closed, so that the rest of the file "
        "would fall into one cell. Close it and deliver the file again."
    ),
    "line_too_long": _(
        "The line in which row {row} begins is longer than {limit} characters. Put every row on a "
        "line of its own, and deliver the file again."
    ),
    "cell_too_long": _(
        "A cell in row {row} is longer than {limit} characters. If a quotation mark opens there "
        "and is never closed, close it; otherwise shorten the cell. Deliver the file again."
    ),
    "too_many_columns": _(
        "The file has {count} columns; at most {limit} are read. Delete those that are no part of "
        "the filing, and deliver it again."
    ),
    "unknown_kind": _(
        "The file is no known kind of filing. The header that was seen, in row {row}: {header}. "
        "Take the headers from the template of its kind, which the page on methods and the command "
        "template give."
    ),
    "traditional_chinese": _(
        "The header that was seen, in row {row}, is in traditional Chinese: {header}. Headers and "
        "words are read in simplified Chinese alone. Convert the text to simplified characters "
        "(in Excel: Review, Traditional to Simplified), save it as XLSX or as CSV in "
        "UTF-8, and deliver that file."
    ),
    "incomplete_kind": _(
        "The file is no known kind of filing. The header that was seen, in row {row}: {header}. "
        "The nearest kind is the {kind}, where the file misses: {missing}. Not understood: "
        "{strange}. Add what is missing, or write its header so, and deliver the file again."
    ),
    "misnamed_column": _(
        "The column {column} would not be read: its header is nearly {field}, which the {kind} has "
        "and the file has not, and its filled cells ({filled}) look like it. Write the header as "
        "{field}, or say that it is meant: {option}."
    ),
    "unit_not_clear": _(
        "The column {column} would not be read (filled cells: {filled}): its header says none of "
        "the units in which amounts are read. Enter them in one of these, and write the header as "
        "{field}, or say that it is meant: {option}."
    ),
    "ambiguous_column": _(
        "The column {column} in row {row} can belong to several kinds of filing: {kinds}. Put it "
        "beside the columns of its kind, or deliver one file for each kind."
    ),
    "duplicate_column": _(
        "Two columns hold the same thing, {field}: {columns}. Keep one of them and deliver the "
        "file again."
    ),
    "numbers_differ": _(
        "The columns {columns} both hold application numbers, and differ in row {row}. Keep the "
        "right one and deliver the file again."
    ),
    "second_header": _(
        "Another table begins in row {row}: its header, {header}, is not that of row {first}. Put "
        "each table into a file of its own, or all rows below one header, and deliver it again."
    ),
    "required_columns_empty": _(
        "Required columns of the {kind} are empty in all rows ({rows}), so that none could be "
        "taken over: {columns}. Fill them in and deliver the file again."
    ),
    "several_sheets": _(
        "The workbook holds several filings, in the sheets {sheets}. Deliver one file for each "
        "sheet, so that no row is lost."
    ),
}
NOTE_TEXTS = {
    "extra_column": _(
        "The column {column} is not part of this kind of filing and is not read; filled cells: "
        "{filled}."
    ),
    "like_known_column": _(
        "The column {column} is not read; filled cells: {filled}. The nearest known header is "
        "{field}."
    ),
    "column_of_other_kind": _(
        "The column {column} is not read; filled cells: {filled}. It belongs to a {kind}, of which "
        "the table misses: {missing}."
    ),
    "column_left_out": _("The column {column} is left out, as was asked; filled cells: {filled}."),
    "amount_without_unit": _(
        "The column {column} says no unit that is known (yuan or ten thousand yuan), so it is not "
        "read; filled cells: {filled}. Say the unit in its header, as the template does, and "
        "deliver it again."
    ),
    "no_rows": _(
        "No row of the {kind} stands below the header in row {row}, so nothing of it counts. Fill "
        "it in and deliver it again."
    ),
    "sheets_not_read": _("Other sheets of the workbook are not read: {sheets}."),
    "hidden_sheets_not_read": _("Hidden sheets that look like filings are not read: {sheets}."),
    "hidden_sheet_read": _("The sheet {sheet} is hidden. It is read, as no other is a filing."),
    "hidden_rows": _("Rows that are hidden or filtered away are read like the others: {count}."),
    "hidden_columns": _("Hidden columns are read like the others: {columns}."),
    "hiding_unknown": _(
        "Whether rows or columns are hidden cannot be told of this workbook; all are read."
    ),
    "declared_count_differs": _(
        "The section {province} declares {declared} institutions and lists {counted}."
    ),
    "merged_cells": _(
        "Cells merged over several rows: {cells} empty cells below them took their value (the "
        "first is in row {first})."
    ),
    "merged_amounts": _(
        "Amounts and counts in cells merged over several rows count once, in the first of them; "
        "{cells} cells below them stay empty (the first is in row {first}). Write what belongs to "
        "each row."
    ),
    "remark_rows": _(
        "Rows that are totals, remarks or headers again: {rows} (row {numbers}). They are not "
        "counted and not kept."
    ),
    "names_repaired": _("Line breaks were removed from names: {count}."),
}
FORMAT_NAMES = {
    "pdf": _("a PDF document"),
    "word": _("a text document"),
    "slides": _("a presentation"),
    "archive": _("a compressed archive"),
    "image": _("a picture"),
    "binary_workbook": _("a binary workbook (XLSB)"),
    "open_document": _("an open document (ODS)"),
    "database": _("a database"),
}


class FilingRefused(Exception):
    """A file that cannot be read or recognized. Nothing of it may be taken over."""

    def __init__(self, rule: str, **params: RemarkValue) -> None:
        super().__init__(rule, params)
        self.rule = rule
        self.params: dict[str, RemarkValue] = params

    def sentence(self, locale: Locale) -> str:
        """Say why, and what to do about it."""
        return remark_sentence(self.rule, self.params, locale)

    def __str__(self) -> str:
        return self.sentence(Locale("en"))


@dataclass(frozen=True)
class Note:
    """A remark about a file that is read all the same; `row_no` as Excel shows it."""

    rule: str
    severity: Severity
    params: Mapping[str, RemarkValue] = field(default_factory=dict)
    row_no: int | None = None
    column: str | None = None

    def sentence(self, locale: Locale) -> str:
        """Say what was seen."""
        return remark_sentence(self.rule, self.params, locale)


def remark_sentence(
    rule: str, params: Mapping[str, RemarkValue | list[str]], locale: Locale
) -> str:
    """Say a refusal or a note, with kinds, fields and formats by name; KeyError for another rule.

    `params` may come back from JSON, where what was several has become a list.
    """
    texts: dict[str, object] = dict(params)
    if "kind" in params:
        kind = kind_by_key(str(params["kind"]))
        texts["kind"] = locale(kind.title)
        for name in params.keys() & {"missing", "field"}:
            fields = [kind.column(field) for field in _as_tuple(params[name])]
            headers = [column.headers_to_write(locale.lang) for column in fields]
            texts[name] = locale.join(map(" / ".join, headers))
    if "kinds" in params:
        kinds = map(kind_by_key, _as_tuple(params["kinds"]))
        texts["kinds"] = locale.join(locale(kind.title) for kind in kinds)
    if "format" in params:
        texts["format"] = locale(FORMAT_NAMES[str(params["format"])])
    for name in params.keys() & {"columns", "sheets", "strange", "links"}:
        texts[name] = locale.join(_as_tuple(params[name]))
    return locale((REFUSAL_TEXTS | NOTE_TEXTS)[rule], **texts)


def _as_tuple(value: RemarkValue | list[str]) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)
