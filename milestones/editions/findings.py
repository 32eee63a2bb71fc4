"""Findings in words: which file, row and column, what was found there, and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from milestones import query
from milestones.filings.columns import BEYOND_HEADER
from milestones.filings.kinds import kind_by_key
from milestones.filings.remarks import NOTE_TEXTS, Note
from milestones.i18n import Locale, _
from milestones.i18n.printable import printable

Finding = Mapping[str, Any]

_UNUSUAL_BLANKS = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f]")

_DAY_ZERO = date(1899, 12, 30)
"""From which the usual spreadsheets count days."""
MAX_NAME_LETTERS, MAX_VALUE_LETTERS = 120, 200
"""Letters of a file or a column, and of a value, that a sentence shows."""

SENTENCES = {
    "required_cell_empty": _("The cell is empty. {column} is required: fill it in."),
    "form_not_understood": _("“{value}” is not understood. Write {form}."),
    "day_not_in_calendar": _("“{value}” does not exist in the calendar. Look the date up."),
    "month_of_a_number": _(
        "“{value}” is the number that a spreadsheet makes of both January and October. Format the "
        "column as text and write {form}."
    ),
    "day_of_a_number": _(
        "“{value}” is the number by which a spreadsheet counts days; it would be {day}. Format the "
        "column as dates, look whether they are right, and deliver the file again."
    ),
    "error_cell": _(
        "“{value}” is what a spreadsheet shows where it has no value. Mend the cell and enter the "
        "value; until then nothing of this row is taken over."
    ),
    "formula_without_value": _(
        "The formula “{value}” was saved without its value. Open the file in a spreadsheet program,"
        " let it calculate, copy the column, paste it as values, and deliver it again."
    ),
    "unknown_choice": _("“{value}” is none of the words that {column} allows: {choices}."),
    "unknown_province": _(
        "“{value}” is no known province. Write the name of the province or its code.{guesses}"
    ),
    "not_a_province": _("“{value}” is {reason}, not a province. Take the row out or correct it."),
    "application_no_form": _(
        "“{value}” is not the form of an application number: 8 or 12 digits, a dot and the check "
        "digit."
    ),
    "application_no_damaged": _(
        "“{value}” is an application number that a spreadsheet took for a number and cut off. "
        "Format the column as text and enter the number again."
    ),
    "application_no_kind": _(
        "“{value}” has a digit for the kind of patent that is none of 1, 2, 3, 8 and 9."
    ),
    "application_no_digit_missing": _(
        "“{value}” has 11 digits before the check digit; one is missing. Look the number up."
    ),
    "application_no_check_digit": _(
        "“{value}” ends in a check digit that does not fit; a digit is wrong. Look the number up."
    ),
    "publication_number": _(
        "“{value}” is a publication number. Give the application number of the patent."
    ),
    "credit_code_check_digit": _(
        "“{value}” is not a unified social credit code: its 18 characters and their check digit "
        "do not fit."
    ),
    "institution_code_damaged": _(
        "“{value}” is a code that a spreadsheet took for a number and cut off. Format the column "
        "as text and enter the code again."
    ),
    "institution_code_apostrophe": _(
        "“{value}” begins with an apostrophe that belongs to the spreadsheet, not to the code. "
        "Take it out."
    ),
    "institution_code_is_name": _("“{value}” is a name, not the code of an institution."),
    "institution_code_form": _(
        "“{value}” is not the code of an institution: it is made of letters and digits alone."
    ),
    "institution_code_unusual": _(
        "“{value}” is neither a code of the Ministry of Education (ten digits) nor a unified "
        "social credit code. Such codes in this file: {rows}. They are kept as they are."
    ),
    "stars_out_of_range": _("“{value}” is not a number of stars from 1 to 5."),
    "maturity_out_of_range": _("“{value}” is not a technology maturity from 1 to 9."),
    "negative_number": _("“{value}” is below zero. Counts and amounts cannot be."),
    "day_before_patent_law": _(
        "“{value}” lies before 1 April 1985, when the Patent Law came into force."
    ),
    "day_after_receipt": _("“{value}” lies after the day of receipt, {received_on}."),
    "grant_before_filing": _("Granted on “{value}”, before it was filed ({filed_on})."),
    "lapse_before_grant": _("Lapsed on “{value}”, before it was granted ({granted_on})."),
    "unknown_institution": _(
        "No list of institutions has “{value}”. Deliver the institution; the row is tried again "
        "then."
    ),
    "unknown_patent": _(
        "No list of patents has “{value}”. Deliver the patent; the row is tried again then."
    ),
    "assessment_before_grant": _("Assessed on “{value}”, before the grant ({granted_on})."),
    "cells_beyond_header": _(
        "“{value}” stands to the right of the last header: the row has too many cells. Look for a "
        "comma within a number or a text, and put every cell below its header."
    ),
    "conflicting_rows": _(
        "Says “{value}” where row {other_row} of {other_file} says something else of the same "
        "key. Both rows are left out: keep the right one."
    ),
    "filing_after_grant": _("Filed on “{value}”, after the grant ({granted_on})."),
    "not_granted": _(
        "“{state}”: applications that are not granted (rows: {rows}). They are tried again at "
        "each later delivery."
    ),
    "no_evidence_of_grant": _(
        "“{state}” tells no grant, and no other delivery does (rows: {rows}). They are tried "
        "again at each later delivery."
    ),
    "holder_unknown": _(
        "No holder is a registered institution (rows: {rows}). Deliver the institution, or its "
        "former name as an alias; the rows are tried again then."
    ),
    "name_without_code": _(
        "No list gives a code to “{value}”. Deliver one that does, or the name as an alias with "
        "its code; the row is tried again then."
    ),
    "alias_not_confirmed": _(
        "Names without the code of an institution are not confirmed (rows: {rows}). Fill in the "
        "code where the name is that of the institution, and deliver the file again."
    ),
    "alias_is_a_name": _(
        "“{value}” is the registered name of {institution_id}. Correct the code, or take the row "
        "out."
    ),
    "alias_is_a_person": _(
        "This is no name of an organization, and a person's is not kept. Write the institution's "
        "former name in full, or take the row out."
    ),
    "holder_alike": _(
        "“{name}” is a holder (rows: {rows}) and no registered name. Like it: {alike}. If it "
        "is a former name of the same institution, confirm it as an alias; a company or a part "
        "of it is not."
    ),
    "holder_unlike": _("“{name}” is a holder (rows: {rows}) and no registered name."),
    "persons_counted": _("Holders that are no organizations are counted, not named: {rows}."),
    "kind_disagrees": _("“{value}” is not what the number says: {kind}. The number counts."),
    "number_year_differs": _("Filed on “{value}”, but the number is of {year}."),
    "check_digit_added": _(
        "Numbers of 1985 to 1988 had no check digit; “{value}” is kept as {application_no}."
    ),
    "same_name": _("“{value}” is also the name of {others}."),
    "co_holder": _("A further holder of a patent that counts for {counted_for}."),
    "return_disagrees": _("Reported {value}, while the patent rows give {counted}."),
    "sample_outside_frame": _(
        "“{value}” was no assessed patent due by {sampled_on}; its answer is kept and counts in no "
        "error rate."
    ),
    "return_falls": _("{value} is less than {before} in an earlier month, in a cumulative count."),
}
CELL_FORM_NAMES = {
    "day": _("a day, as 2024-03-01"),
    "month": _("a month, as 2024-03"),
    "number": _("a number"),
    "flag": _("yes or no (also Y/N, true/false, 1/0)"),
}
NEAREST_PROVINCES = _(" Did you mean {names}?")
FLAGS = {"publicly_funded", "transformed_before", "convertible", "is_right"}
PROVINCE_REASONS = {
    "header": _("a header"),
    "total": _("a total"),
    "subtotal": _("a subtotal"),
    "several": _("several provinces"),
    "not_a_province": _("no single province"),
}
PATENT_KINDS = {
    "invention": _("invention"),
    "utility_model": _("utility model"),
    "design": _("design"),
}


@dataclass(frozen=True)
class Findings:
    """The findings of one delivery of an edition, or of files by their hash in any of them.

    There may be millions: they are read anew each time, and nobody keeps them all.
    """

    edition: query.HasCursor
    delivery_no: int | None = None
    hashes: tuple[str, ...] | None = None

    def __iter__(self) -> Iterator[Finding]:
        hashes = None if self.hashes is None else list(self.hashes)
        chosen = {"delivery_no": self.delivery_no, "file_hashes": hashes}
        return query.fetch_batches(self.edition, "edition/findings", **chosen)


def finding_line(finding: Finding, locale: Locale) -> str:
    """Say where something was found, and what; each whole, as what it shows of a cell is cut."""
    return f"{finding_place(finding, locale)}{locale.colon}{finding_sentence(finding, locale)}"


def finding_sentence(finding: Finding, locale: Locale) -> str:
    """Say what was found, in the reader's language."""
    rule, detail = finding["rule"], json.loads(finding["detail"] or "{}")
    if rule in NOTE_TEXTS:
        params = {key: tuple(v) if isinstance(v, list) else _cut(v) for key, v in detail.items()}
        return Note(rule, finding["severity"], params).sentence(locale)
    value = "" if finding["value"] is None else _shown(finding["value"])
    return locale(SENTENCES[rule], value=value, **_places(finding, detail, locale))


def finding_place(finding: Finding, locale: Locale) -> str:
    """Say where it was found: file, row and column, as a spreadsheet shows them."""
    file = printable(str(finding["file"]), MAX_NAME_LETTERS)
    row, column = finding["row_no"], _column(finding, locale)
    if row is None:
        return file
    if not column:
        return locale("{file}, row {row}", file=file, row=row)
    return locale("{file}, row {row}, column {column}", file=file, row=row, column=column)


def _column(finding: Finding, locale: Locale) -> str:
    if finding["column_label"] or finding["field"] == BEYOND_HEADER:
        label = f"{finding['column_letter']} {finding['column_label'] or ''}".strip()
        return printable(label, MAX_NAME_LETTERS)
    # A column that is none of its kind goes by its own name.
    kind, field = kind_by_key(finding["kind"]), finding["field"] or ""
    return kind.column(field).label(locale.lang) if field in kind.fields else str(field)


def _places(finding: Finding, detail: dict[str, Any], locale: Locale) -> dict[str, object]:
    places: dict[str, object] = {name: _cut(value) for name, value in detail.items()}
    kind, field = str(finding["kind"]), str(finding["field"] or "")
    places["column"] = _column(finding, locale)
    places["form"] = locale(CELL_FORM_NAMES[form_of(field)])
    places["choices"] = locale.join(_choices(kind, field, locale))
    names = detail.get(f"guesses_{locale.lang}")
    places["guesses"] = locale(NEAREST_PROVINCES, names=names) if names else ""
    places["alike"] = names
    if finding["rule"] == "day_of_a_number":
        places["day"] = locale.date(_DAY_ZERO + timedelta(days=int(float(finding["value"]))))
    if "reason" in detail:
        places["reason"] = locale(PROVINCE_REASONS[detail["reason"]])
    if "kind" in detail:
        places["kind"] = locale(PATENT_KINDS[detail["kind"]])
    return places


def _choices(kind: str, field: str, locale: Locale) -> tuple[str, ...]:
    columns = kind_by_key(kind).columns
    return next((each.words(locale.lang) for each in columns if each.field == field), ())


def _cut(value: Any) -> Any:
    return printable(value, MAX_VALUE_LETTERS) if isinstance(value, str) else value


def _shown(value: str) -> str:
    """Write a cell as it can be read: blanks that look like others are named too."""
    named = _UNUSUAL_BLANKS.sub(lambda blank: f"‹U+{ord(blank[0]):04X}›", value)
    return printable(named, MAX_VALUE_LETTERS)


def form_of(field: str) -> str:
    """Give the form that a field's cells have: day, month, flag or number."""
    if field.endswith("_on"):
        return "day"
    if field in FLAGS:
        return "flag"
    return "month" if field == "period" else "number"
