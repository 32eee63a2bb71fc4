"""A messy sheet → a file: how people write a value, and the formats they write it in."""

import csv
import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet as parquet
import xlsxwriter
import xlwt

from . import forms, provinces
from .kinds import Column, kind

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CHOICES = {
    "institution_kind": forms.INSTITUTION_KINDS,
    "patent_kind": forms.PATENT_KINDS,
    "mode": forms.MODES,
    "willingness": forms.WILLINGNESS,
}
EXTRA_HEADERS = ("序号", "备注", "填报人", "联系电话", "所属学院", "remarks")


class AsIs(str):
    """A cell that is written exactly so."""

    __slots__ = ()


@dataclass
class Sheet:
    """One file to be: rows are dictionaries of values by column name."""

    name: str
    kind: str
    rows: list[dict[str, Any]]
    columns: list[str] | None = None

    def fields(self) -> list[Column]:
        """The columns the file has, in the order of the kind."""
        chosen = self.columns
        return [c for c in kind(self.kind).columns if chosen is None or c.name in chosen]


def write(rng: random.Random, sheet: Sheet, folder: Path) -> Path:
    """The sheet as a file; the ending of its name says in which format."""
    ending = sheet.name.split(".", 1)[1]
    path = folder / sheet.name.replace("gb.csv", "csv").replace("bom.csv", "csv")
    fields = sheet.fields()
    headers = [rng.choice(names(column)) for column in fields]
    if ending == "parquet":
        write_parquet(rng, sheet, headers, path)
        return path
    typed = ending in ("xls", "xlsx")
    lines = [
        [shown(rng, c, h, row.get(c.name), typed) for c, h in zip(fields, headers, strict=True)]
        for row in sheet.rows
    ]
    grid = untidy(rng, headers, lines)
    if typed:
        (write_xlsx if ending == "xlsx" else write_xls)(path, grid)
    else:
        write_csv(rng, path, grid, {"gb.csv": "gb18030", "bom.csv": "utf-8-sig"}.get(ending))
    return path


def names(column: Column) -> list[str]:
    """The headers a column may get, in the forms people use."""
    if column.form != "amount":
        return [*column.chinese, column.name]
    units = ("（元）", "（万元）", "(元)", "(万元)")
    return [column.name] + [word + unit for word in column.chinese for unit in units]


def untidy(rng: random.Random, headers: list[str], lines: list[list[Any]]) -> list[list[Any]]:
    """Title rows, extra columns, blank rows, and perhaps an empty first column."""
    extra = rng.sample(EXTRA_HEADERS, rng.randint(0, 2))
    left = [None] * rng.randint(0, 1)
    grid: list[list[Any]] = []
    if rng.random() < 0.6:
        grid += [["附件1："], ["存量专利盘点情况表（甲）"], [], ["填报单位：示范省知识产权局"]]
    grid.append([*left, *headers, *extra])
    for number, line in enumerate(lines, 1):
        if rng.random() < 0.02:
            grid.append([None] * len(line) if rng.random() < 0.5 else [])
        grid.append([*left, *line, *(rng.choice((number, "甲", None)) for _ in extra)])
    return grid


def shown(rng: random.Random, column: Column, header: str, value: Any, typed: bool) -> Any:
    """One value as somebody typed it: text, or where the format has types a typed cell."""
    if isinstance(value, AsIs):
        return str(value)
    if value is None:
        signs = [None, None, "", "", "—", "/", "无数据", "  "]
        return rng.choice(signs if column.form == "yes_no" else [*signs, "无"])
    if column.form == "amount" and "万元" in header:
        value = value / 10_000
    if column.form in CHOICES:
        words = {code: word for word, code in CHOICES[column.form].items()}
        return rng.choice((value, words[value], words[value] + " "))
    return WRITERS.get(column.form, shown_text)(rng, value, typed)


def shown_text(rng: random.Random, value: Any, typed: bool) -> Any:
    """Text, now and then with blanks around."""
    return str(value) if rng.random() < 0.9 else f" {value}　"


def shown_code(rng: random.Random, value: str, typed: bool) -> Any:
    """A code, which spreadsheets like to turn into a number."""
    if typed and value.isdigit() and rng.random() < 0.3:
        return float(value)
    return shown_text(rng, value, typed)


def shown_departments(rng: random.Random, value: tuple[str, ...], typed: bool) -> str:
    """Several authorities in one cell."""
    return rng.choice(("\n", " ", "  ")).join(value) + rng.choice(("", "       "))


def shown_application_no(rng: random.Random, value: str, typed: bool) -> Any:
    """An application number in the forms of registers, letters and careless spreadsheets."""
    digits, check = value.split(".")
    found = [value, value, value, f"CN{value}", f"ZL{value}", f"ZL {value}", value.lower()]
    found += [value.translate(FULL_WIDTH), f" {value} ", digits, f"CN{digits}"]
    if len(digits) == 12:
        found += [digits + check, f"ZL {digits[:4]} {digits[4]} {digits[5:]}.{check}"]
    else:
        found += [f"CN {digits} A"]
    if len(digits) == 12 and digits[5] == "0":
        found += [f"CN{digits[:5]}{digits[6:]}"] * 2
    if typed and digits[0] != "0" and rng.random() < 0.2:
        return float(digits) if check == "X" or rng.random() < 0.5 else float(value)
    return rng.choice(found)


def shown_date(rng: random.Random, value: date, typed: bool) -> Any:
    """A day in one of the accepted forms."""
    if typed and rng.random() < 0.5:
        return value
    if typed and rng.random() < 0.2:
        return float(value.strftime("%Y%m%d"))
    y, m, d = value.year, value.month, value.day
    return rng.choice(
        (
            value.isoformat(),
            f"{y}/{m}/{d}",
            f"{y}/{m:02}/{d:02}",
            f"{y}.{m:02}.{d:02}",
            f"{y}.{m}.{d}",
            f"{y}{m:02}{d:02}",
            f"{y}年{m}月{d}日",
            f"{y}年{m:02}月{d:02}日",
            f" {value.isoformat()} ",
        )
    )


def shown_number(rng: random.Random, value: int | Decimal, typed: bool) -> Any:
    """A number: typed, with commas, full-width, with blanks."""
    if typed and rng.random() < 0.5:
        return float(value)
    plain = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    commas = f"{Decimal(plain):,}"
    return rng.choice((plain, plain, commas, plain.translate(FULL_WIDTH), f" {commas} "))


def shown_yes_no(rng: random.Random, value: bool, typed: bool) -> Any:
    """Yes or no in the accepted forms, or a spreadsheet's own."""
    if typed and rng.random() < 0.3:
        return rng.choice((value, float(value)))
    yes = ("是", "有", "true", "1", "Y", "TRUE")
    no = ("否", "无", "false", "0", "N", "FALSE")
    return rng.choice(yes if value else no)


def shown_province(rng: random.Random, value: str, typed: bool) -> Any:
    """A province by a name, its code, or an odd form seen in real files."""
    if value == "abroad":
        return rng.choice(("境外", "abroad"))
    line = next(line for line in provinces.NAMES.split("\n") if line.startswith(value))
    odd = [form for form, code in provinces.ODD_FORMS.items() if code == value]
    found = line.split()[1:] * 3 + [value] + odd * 2
    return rng.choice(found)


WRITERS = {
    "code": shown_code,
    "departments": shown_departments,
    "application_no": shown_application_no,
    "date": shown_date,
    "month": lambda rng, value, typed: value.strftime("%Y-%m"),
    "amount": shown_number,
    "count": shown_number,
    "stars": shown_number,
    "maturity": shown_number,
    "yes_no": shown_yes_no,
    "province": shown_province,
    "province_or_abroad": shown_province,
}


def write_csv(rng: random.Random, path: Path, grid: list[list[Any]], encoding: str | None) -> None:
    """A CSV with one of the two line endings."""
    with path.open("w", encoding=encoding or "utf-8", newline="") as file:
        csv.writer(file, lineterminator=rng.choice(("\n", "\r\n"))).writerows(grid)


def write_xlsx(path: Path, grid: list[list[Any]]) -> None:
    """An Excel workbook of one sheet."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet, dated = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for y, line in enumerate(grid):
            for x, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(y, x, cell, dated)
                elif isinstance(cell, str):
                    sheet.write_string(y, x, cell)
                elif cell is not None:
                    sheet.write(y, x, cell)


def write_xls(path: Path, grid: list[list[Any]]) -> None:
    """A workbook in the format of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet, dated = book.add_sheet("Sheet1"), xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for y, line in enumerate(grid):
        for x, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write(y, x, cell, dated)
            elif cell is not None:
                sheet.write(y, x, cell)
    book.save(str(path))


def write_parquet(rng: random.Random, sheet: Sheet, headers: list[str], path: Path) -> None:
    """Columns of types where every value has one, else of text."""
    arrays = []
    for column, header in zip(sheet.fields(), headers, strict=True):
        values = [row.get(column.name) for row in sheet.rows]
        plain = column.form in ("date", "yes_no", "stars", "maturity", "count")
        if plain and not any(isinstance(value, str) for value in values):
            array = pyarrow.array(values)
            loose = {"date": pyarrow.timestamp("us"), "yes_no": pyarrow.bool_()}
            other = loose.get(column.form, pyarrow.float64())
            arrays.append(array.cast(other) if rng.random() < 0.5 else array)
        else:
            texts = [shown(rng, column, header, value, typed=False) for value in values]
            arrays.append(pyarrow.array(texts, pyarrow.string()))
    parquet.write_table(pyarrow.table(arrays, names=headers), path)


def write_ministry_list(
    path: Path, sections: list[tuple[str, int, list[dict[str, Any]]]], rng: random.Random
) -> None:
    """Universities as the Ministry publishes them: (section, declared number, institutions)."""
    header = ["序号", "学校名称", "学校标识码", "主管部门", "所在地", "办学层次", "备注"]
    grid: list[list[Any]] = [["附件1："], ["全国普通高等学校名单\n（按学校标识码排序）"], header]
    number = 0
    for section, declared, rows in sections:
        grid.append([f"{section}（{declared}所）"])
        for row in rows:
            number += 1
            name = row["name"][:2] + "\n" + row["name"][2:] if number % 3 == 0 else row["name"]
            code = float(row["institution_id"]) if number % 2 else row["institution_id"]
            office = shown_departments(rng, row["department"] or (), True)
            grid.append([float(number), name, code, office, "示范市", "本科", ""])
    write_xls(path, grid)
