"""The workbook inside a slide's chart: what a press officer sees at “Edit data”."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from milestones.charts.office_model import NativeChart, number_format
from milestones.i18n import Lang

SHEET = "Sheet1"
"""The name by which the chart's references know the sheet."""

DAY_FORMAT = "yyyy\\-mm\\-dd"


def chart_workbook(chart: NativeChart, lang: Lang, made_on: date) -> bytes:
    """Write categories and series side by side from A1; unknown is an empty cell.

    The same chart gives the same bytes; nothing in it is ever a formula or a link.
    """
    kept = BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, safe)
    book.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day)})
    sheet = book.add_worksheet(SHEET)
    day = book.add_format({"num_format": DAY_FORMAT})
    written = book.add_format({"num_format": number_format(chart.form, lang)})
    sheet.set_column(0, 0, max(len(str(name)) for name in chart.categories) * 1.2 + 2)
    sheet.set_column(1, len(chart.series), 18)
    for row, name in enumerate(chart.categories, start=1):
        if isinstance(name, date):
            sheet.write_datetime(row, 0, datetime(name.year, name.month, name.day), day)
        else:
            sheet.write_string(row, 0, name)
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, written)
    book.close()
    return kept.getvalue()
