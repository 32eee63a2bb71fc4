"""A sample as a workbook for inspectors: what to look up, where to answer, and how it was drawn.

The first sheet comes back as a filing of sample answers: its columns first, then what the register
says of each patent, under headers that no kind of filing has. The second is not read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from milestones.editions.edition import Edition
from milestones.export.template import (
    HEADER_HEIGHT_POINTS,
    header_format,
    in_both,
    write_column,
    write_to_fill_in,
)
from milestones.export.workbook import add_page
from milestones.export.workbook_charts import WORKBOOK_OPTIONS, write_text
from milestones.figures.labels import label
from milestones.figures.provenance import selection_line
from milestones.filings.fact_kinds import SAMPLE_ANSWERS
from milestones.i18n import LANGS, Locale, _
from milestones.progress.sample import HOW_DRAWN, Sample
from milestones.register import own_name
from milestones.selection import Selection

METHOD_SHEET = _("Method")
LOOKED_UP: Mapping[str, Callable[[Mapping[str, Any], Locale], str]] = {
    _("Name of the institution"): lambda row, to: own_name(row["name"], row["name_en"], to),
    _("Lies in"): lambda row, to: to.province(row["province"]),
    _("Title of the patent"): lambda row, to: row["title"] or "",
    _("Day as filed"): lambda row, to: row["assessed_on"].isoformat(),
    _("Pool as filed"): lambda row, to: to(_("yes") if row["convertible"] else _("no")),
    _("Grade as filed"): lambda row, to: str(row["stars"] or ""),
    _("Way as filed"): lambda row, to: label(row["willingness"], to) if row["willingness"] else "",
    _("Readiness as filed"): lambda row, to: str(row["maturity"] or ""),
    _("Use as filed"): lambda row, to: row["state"] or "",
}
"""Headers of what inspectors hold the patent against, and the cells below them."""
LOOKED_UP_WIDTH, METHOD_WIDTHS = 18, (24, 18, 44, 14, 14)
STRATA_HEAD = (
    _("Province"),
    _("Kind"),
    _("Institution"),
    _("Assessed, of which sampled"),
    _("Sampled"),
)
HOW_ANSWERED = _(
    "Fill in whether the assessment is right, what is wrong with it, and who checked it, and "
    "deliver this workbook. Leave the other columns as they are. This sheet is not read."
)


def write_sample(path: Path, sample: Sample, edition: Edition, selection: Selection) -> None:
    """Write the workbook. Raises WorkbookExistsError, FileNotWrittenError."""
    write_to_fill_in({path: partial(sample_bytes, sample, edition, selection)})


def sample_bytes(sample: Sample, edition: Edition, selection: Selection) -> bytes:
    """Give the workbook in Chinese, its headers and its method in both languages."""
    into, locale = io.BytesIO(), Locale("zh")
    with xlsxwriter.Workbook(into, WORKBOOK_OPTIONS) as book:
        made = datetime.combine(edition.received_on, time())
        book.set_properties({"title": locale(SAMPLE_ANSWERS.title), "created": made})
        sheet = add_page(book, f"{locale(SAMPLE_ANSWERS.title)} {SAMPLE_ANSWERS.key}")
        sheet.set_row(0, HEADER_HEIGHT_POINTS)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(SAMPLE_ANSWERS.columns):
            write_column(book, sheet, place, column)
        _write_looked_up(book, sheet, sample, locale)
        _write_answers(book, sheet, sample)
        _write_method(book, sample, edition, selection)
    return into.getvalue()


def _write_answers(book: xlsxwriter.Workbook, sheet: Worksheet, sample: Sample) -> None:
    """Fill in what is known of the answers: which patent, sampled when, within what."""
    places = {column.field: place for place, column in enumerate(SAMPLE_ANSWERS.columns)}
    by = dict(SAMPLE_ANSWERS.column("stratified_by").choices)[sample.design.by]
    day, day_form = (
        datetime.combine(sample.day, time()),
        book.add_format({"num_format": "yyyy-mm-dd"}),
    )
    for row, patent in enumerate(sample.patents, start=1):
        write_text(sheet, row, places["application_no"], patent["application_no"])
        sheet.write_datetime(row, places["sampled_on"], day, day_form)
        write_text(sheet, row, places["stratified_by"], by)


def _write_looked_up(
    book: xlsxwriter.Workbook, sheet: Worksheet, sample: Sample, locale: Locale
) -> None:
    first = len(SAMPLE_ANSWERS.columns)
    sheet.set_column(first, first + len(LOOKED_UP) - 1, LOOKED_UP_WIDTH)
    for place, (header, cell) in enumerate(LOOKED_UP.items(), start=first):
        sheet.write_string(0, place, in_both(header, "\n"), header_format(book, False))
        for row, patent in enumerate(sample.patents, start=1):
            write_text(sheet, row, place, cell(patent, locale))


def _write_method(
    book: xlsxwriter.Workbook, sample: Sample, edition: Edition, selection: Selection
) -> None:
    sheet = add_page(book, in_both(METHOD_SHEET, " "))
    for place, width in enumerate(METHOD_WIDTHS):
        sheet.set_column(place, place, width)
    lines = [
        line
        for lang in LANGS
        for line in (*_method_lines(sample, edition, selection, Locale(lang)), "")
    ]
    for row, line in enumerate(lines):
        write_text(sheet, row, 0, line)
    head, locale = len(lines), Locale("zh")
    for place, header in enumerate(STRATA_HEAD):
        sheet.write_string(head, place, in_both(header, "\n"), header_format(book, False))
    sheet.set_row(head, HEADER_HEIGHT_POINTS)
    for row, stratum in enumerate(sample.strata, start=head + 1):
        of = stratum.institution
        write_text(sheet, row, 0, locale.province(stratum.province))
        write_text(sheet, row, 1, label(stratum.kind, locale))
        write_text(sheet, row, 2, own_name(of["name"], of["name_en"], locale) if of else "")
        sheet.write_number(row, 3, stratum.assessed)
        sheet.write_number(row, 4, stratum.taken)


def _method_lines(
    sample: Sample, edition: Edition, selection: Selection, locale: Locale
) -> Iterator[str]:
    yield locale("Edition {id}", id=edition.id)
    yield selection_line(edition, selection, locale)
    yield locale("Seed {seed}", seed=sample.design.seed)
    by = _("by province and kind") if sample.design.by == "province" else _("by institution")
    yield locale(
        "{taken} of {assessed} assessed patents, stratified {by}, {strata} strata",
        taken=locale.exact(len(sample.patents)),
        assessed=locale.exact(sum(each.assessed for each in sample.strata)),
        by=locale(by),
        strata=locale.exact(len(sample.strata)),
    )
    yield from map(locale, (*HOW_DRAWN, HOW_ANSWERED))
