"""Verifying: the same, not here, other here and there, no stamp – and hostile files."""

import csv
import io
import json
import re
import shutil
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pptx
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from small_home import Steward
from story import COMMAND, OWN, sheets, tell

from milestones.editions.data_home import DataHome
from milestones.export.pictures.stamping import stamp_pdf, stamp_png, stamp_svg
from milestones.export.slides.deck import Slide, pptx_bytes
from milestones.export.stamp import STAMP_FIELD, write_stamps
from milestones.export.tabular import csv_bytes, json_bytes, parquet_bytes
from milestones.export.verify import untrusted_files
from milestones.export.verify.comparison import Difference
from milestones.export.verify.expected import DamageReason
from milestones.export.verify.verification import (
    Verdict,
    Verification,
    verification_lines,
    verify_file,
)
from milestones.export.workbook import xlsx_bytes
from milestones.figures.registry import FIGURES
from milestones.i18n import Locale
from milestones.selection import Selection

WRITERS = {
    "csv": lambda pair: csv_bytes(pair[1]),
    "parquet": lambda pair: parquet_bytes(pair[0]),
    "json": json_bytes,
    "xlsx": xlsx_bytes,
}
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    for kind, body in (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "figure"


def answer(out: Path, content: bytes, steward: Steward) -> Verification:
    out.write_bytes(content)
    return verify_file(out, steward.home)


def ranking(edition, langs=("zh", "en")):
    return sheets(edition, "province_ranking", Selection(), langs)


@pytest.mark.parametrize("figure", sorted(FIGURES))
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_was_exported_is_the_same(form, figure, edition, steward, out):
    found = answer(out, WRITERS[form](sheets(edition, figure)), steward)
    assert (found.verdict, found.differences) == (Verdict.SAME, ())
    assert found.is_read_back and found.kind == form and not found.rules_differ
    assert [stamp.figure for stamp in found.stamps] == [figure]


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("figure", ["province_compare", "institution_profile"])
def test_a_figure_without_rows_is_the_same_and_one_more_row_is_not(
    figure, form, edition, steward, out
):
    pair = sheets(edition, figure, Selection())
    assert [len(sheet.values) for sheet in pair] == [0, 0]
    content = WRITERS[form](pair)
    assert answer(out, content, steward).verdict is Verdict.SAME
    if form == "csv":
        assert answer(out, content + b"M1\r\n", steward).total == 1


def test_every_kind_of_selection_is_found_again(edition, steward, out):
    day, since = edition.months[-4], edition.months[2]
    chosen = Selection(
        ("330000",), ("university",), (COMMAND,), (0, 1), "inventions", day, "U1", since
    )
    for selection in (chosen, Selection(as_of=edition.as_of), Selection(as_of=edition.months[3])):
        found = answer(out, csv_bytes(sheets(edition, "pipeline", selection)[0]), steward)
        assert found.verdict is Verdict.SAME, selection


def test_an_older_edition_is_the_same_too(steward, out):
    first = steward.home.edition_ids()[0]
    with steward.edition(first) as older:
        content = json_bytes(sheets(older, "pipeline"))
    found = answer(out, content, steward)
    assert (found.verdict, found.stamps[0].edition) == (Verdict.SAME, first)


def test_a_pack_in_one_workbook_is_compared_figure_by_figure(edition, steward, out):
    pack = [sheet for figure in ("pipeline", "changes") for sheet in sheets(edition, figure)]
    assert answer(out, xlsx_bytes(pack), steward).verdict is Verdict.SAME
    edited = edited_workbook(xlsx_bytes(pack), "2 Data", "B8", 99)
    found = answer(out, edited, steward)
    (place,) = found.differences
    assert (place.place, place.row, place.file) == ("2 Data", 8, "99")


def edited_workbook(content: bytes, name: str, cell: str, value: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[name][cell] = value
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def edited_csv(content: bytes) -> bytes:
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    table[7][5] = "12"
    into = io.StringIO(newline="")
    csv.writer(into).writerows(table)
    return f"\ufeff{into.getvalue()}".encode()


def edited_json(content: bytes) -> bytes:
    told = json.loads(content)
    told["rows"][0][5] = 12
    return json.dumps(told).encode()


def edited_parquet(content: bytes) -> bytes:
    table = pq.read_table(io.BytesIO(content))
    first = pa.array([True] + [False] * (table.num_rows - 1))
    column = pc.if_else(first, pa.scalar(12), table.column(5))
    into = io.BytesIO()
    edited = table.set_column(5, table.schema.field(5), column)
    pq.write_table(edited.replace_schema_metadata(table.schema.metadata), into)
    return into.getvalue()


EDITS = {
    "csv": (edited_csv, Difference("", 8, "Assessed", "12", "6")),
    "json": (edited_json, Difference("values 1", 2, "assessed", "12", "6")),
    "parquet": (edited_parquet, Difference("", 2, "已盘点", "12", "6")),
    "xlsx": (
        lambda content: edited_workbook(content, "Data", "F8", 12),
        Difference("Data", 8, "Assessed", "12", "6"),
    ),
}


@pytest.mark.parametrize("form", EDITS)
def test_an_edited_cell_is_found_with_its_place(form, edition, steward, out):
    edit, place = EDITS[form]
    content = WRITERS[form](ranking(edition))
    found = answer(out, edit(content), steward)
    assert (found.verdict, found.differences, found.total) == (Verdict.DIFFERENT, (place,), 1)
    assert found.edited == (), "the stamp itself is as it was"


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [("B8", "江苏", "省份"), ("A8", None, "名次"), ("E8", 0.87500001, "盘点覆盖率")],
)
def test_words_and_blanks_and_small_changes_are_found_too(
    cell, value, column, edition, steward, out
):
    edited = edited_workbook(xlsx_bytes(ranking(edition)), "数据", cell, value)
    (found,) = answer(out, edited, steward).differences
    assert (found.place, found.row, found.column) == ("数据", 8, column)


def test_rows_added_taken_away_and_moved_are_found(edition, steward, out):
    lines = csv_bytes(ranking(edition)[1]).decode().splitlines(keepends=True)
    added = "".join([*lines, "3,Jiangsu,1,1,1,1,1,1\r\n"])
    swapped = "".join([*lines[:7], lines[8], lines[7]])
    for text in (added, "".join(lines[:-1]), swapped):
        assert answer(out, text.encode(), steward).verdict is Verdict.DIFFERENT


def test_an_edited_chart_is_found_though_its_table_is_whole(edition, steward, out):
    content = xlsx_bytes(sheets(edition, "pipeline"))
    found = answer(out, edited_workbook(content, "Chart", "B9", 3), steward)
    assert [(each.place, each.row) for each in found.differences] == [("Chart", 9)]


def test_lines_put_above_a_table_change_nothing(edition, steward, out):
    content = xlsx_bytes(ranking(edition, ("en",)))
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Data"].insert_rows(7)
    into = io.BytesIO()
    book.save(into)
    assert answer(out, into.getvalue(), steward).verdict is Verdict.SAME


def test_another_home_says_which_edition_is_not_here(edition, tmp_path, out):
    elsewhere = Steward(tmp_path / "elsewhere")
    found = answer(out, csv_bytes(ranking(edition)[0]), elsewhere)
    assert (found.verdict, found.edition) == (Verdict.EDITION_MISSING, edition.id)


def test_a_home_made_elsewhere_from_the_same_filings_gives_the_same(edition, tmp_path, out):
    """Every figure in both languages, as a workbook and as JSON."""
    elsewhere = tell(tmp_path / "elsewhere")
    pack = [sheet for figure in sorted(FIGURES) for sheet in sheets(edition, figure)]
    for write in (xlsx_bytes, json_bytes):
        found = answer(out, write(pack), elsewhere)
        assert (found.verdict, found.differences) == (Verdict.SAME, ())
        assert found.is_read_back and len(found.stamps) == len(FIGURES)


def test_a_figure_that_compares_asks_for_both_editions(edition, steward, tmp_path, out):
    alone = DataHome(tmp_path / "alone")
    alone.editions.mkdir(parents=True)
    shutil.copy(edition.path, alone.editions)
    out.write_bytes(csv_bytes(sheets(edition, "changes")[0]))
    found = verify_file(out, alone)
    assert (found.verdict, found.edition) == (Verdict.EDITION_MISSING, edition.previous)
    out.write_bytes(csv_bytes(sheets(edition, "pipeline")[0]))
    assert verify_file(out, alone).verdict is Verdict.SAME


@pytest.mark.parametrize("form", WRITERS)
def test_an_edited_stamp_is_damaged(form, edition, steward, out):
    """One digit of the selection is another; formats that are packed are packed again."""
    pair = sheets(edition, "pipeline", Selection(provinces=("330000",)))
    old, new = b"province=330000", b"province=110000"
    content = WRITERS[form](pair)
    if form == "xlsx":
        content = repacked(content, "docProps/core.xml", old, new)
    assert old not in content.replace(old, new)
    found = answer(out, content.replace(old, new), steward)
    assert (found.verdict, found.reason) == (Verdict.DAMAGED, DamageReason.EDITED)


def repacked(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    into = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as parts, ZipFile(into, "w", ZIP_DEFLATED) as again:
        for part in parts.namelist():
            data = parts.read(part)
            assert part != name or old in data
            again.writestr(part, data.replace(old, new) if part == name else data)
    return into.getvalue()


def test_a_stamp_with_other_values_and_a_right_digest_differs(edition, steward, out):
    sheet = ranking(edition)[1]
    forged = replace(sheet, stamp=replace(sheet.stamp, values="0" * 64))
    found = answer(out, csv_bytes(forged), steward)
    assert (found.verdict, found.differences) == (Verdict.DIFFERENT, ())
    assert found.edited == (forged.stamp,)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("figure", "provinces", DamageReason.UNKNOWN_FIGURE),
        ("selection", "province=999999", DamageReason.UNKNOWN_SELECTION),
        ("selection", "field=one", DamageReason.UNKNOWN_SELECTION),
        ("selection", "city=330100", DamageReason.UNKNOWN_SELECTION),
        ("selection", "institution=U9", DamageReason.UNKNOWN_SELECTION),
        ("selection", "as_of=2031-01", DamageReason.UNKNOWN_SELECTION),
        ("selection", "patents=inventions&patents=all", DamageReason.UNKNOWN_SELECTION),
        ("as_of", "2024-12-31", DamageReason.UNKNOWN_SELECTION),
    ],
)
def test_a_forged_stamp_that_names_what_is_not_there(field, value, reason, edition, steward, out):
    sheet = ranking(edition)[1]
    forged = replace(sheet, stamp=replace(sheet.stamp, **{field: value}))
    found = answer(out, csv_bytes(forged), steward)
    assert (found.verdict, found.reason) == (Verdict.DAMAGED, reason)


def test_changed_rules_are_said_and_change_no_verdict(edition, steward, out):
    sheet = ranking(edition)[1]
    older = replace(sheet, stamp=replace(sheet.stamp, rules="1.000000000000"))
    found = answer(out, csv_bytes(older), steward)
    assert (found.verdict, found.rules_differ) == (Verdict.SAME, True)


def test_the_stamp_beside_a_csv_stands_in_for_lines_that_were_cut(edition, steward, out):
    sheet = ranking(edition)[1]
    beside = out.with_name("figure.stamp.json")
    bare = "".join(csv_bytes(sheet).decode().splitlines(keepends=True)[6:])
    assert answer(out, bare.encode(), steward).reason is DamageReason.MISSING
    beside.write_text(sheet.stamp.to_json())
    found = answer(out, bare.encode(), steward)
    assert (found.verdict, found.is_read_back) == (Verdict.WORDS_DIFFER, True)
    assert sheet.as_of in found.words[2].edition, "what was cut is told"
    beside.write_text(sheets(edition, "pipeline")[0].stamp.to_json())
    assert answer(out, csv_bytes(sheet), steward).reason is DamageReason.EDITED


def test_other_programs_may_write_a_csv_again(edition, steward, out):
    """Slashes in days, GB18030, and as few digits as a cell shows."""
    text = csv_bytes(sheets(edition, "milestone_status", Selection())[0]).decode("utf-8-sig")
    text = re.sub(r"(\d{4})-0?(\d{1,2})-0?(\d{1,2})(?=[,\r])", r"\1/\2/\3", text)
    text = re.sub(r"(\d\.\d{11})\d+", r"\1", text)
    assert answer(out, text.encode("gb18030"), steward).verdict is Verdict.SAME


def test_a_picture_is_held_to_its_stamp_and_says_so(edition, steward, out):
    sheet = ranking(edition)[0]
    pictures = (stamp_png(PNG, sheet.stamp, dpi=96), stamp_svg(SVG, sheet.stamp))
    for content in pictures:
        found = answer(out, content, steward)
        assert (found.verdict, found.is_read_back) == (Verdict.SAME, False)
        told = "\n".join(verification_lines(found, Locale("en")))
        assert "a picture cannot be read back" in told
        assert "the picture itself was not checked" in told.splitlines()[0]
    forged = replace(sheet.stamp, values="0" * 64)
    found = answer(out, stamp_png(PNG, forged, dpi=96), steward)
    assert (found.verdict, found.edited, found.total) == (Verdict.DIFFERENT, (forged,), 0)


def test_a_picture_that_was_cut_off_is_damaged(edition, steward, out):
    content = stamp_png(PNG, ranking(edition)[0].stamp, dpi=96)
    assert answer(out, content, steward).verdict is Verdict.SAME
    assert answer(out, content[:-5], steward).reason is DamageReason.EDITED


def test_slides_are_compared_by_what_is_shown_and_what_is_behind_it(edition, steward, out):
    pair = sheets(edition, "pipeline")
    content = pptx_bytes([Slide(sheet) for sheet in pair])
    found = answer(out, content, steward)
    assert (found.verdict, found.is_read_back, found.kind) == (Verdict.SAME, True, "pptx")
    with ZipFile(io.BytesIO(content)) as parts:
        charts = sorted(name for name in parts.namelist() if "charts/chart" in name)
        charts = [name for name in charts if name.endswith(".xml")]
        shown = [name for name in charts if b"<c:v>16</c:v>" in parts.read(name)]
    edited = repacked(content, shown[0], b"<c:v>16</c:v>", b"<c:v>61</c:v>")
    found = answer(out, edited, steward)
    assert found.verdict is Verdict.DIFFERENT
    assert {(each.place.split(".")[0], each.file) for each in found.differences} <= {
        ("1", "61"), ("2", "61"),
    }  # fmt: skip


def deck(edition) -> bytes:
    return pptx_bytes([Slide(sheet) for sheet in sheets(edition, "pipeline")])


def changed(content: bytes, change) -> bytes:
    """A deck after someone has worked on it."""
    opened, into = pptx.Presentation(io.BytesIO(content)), io.BytesIO()
    change(opened)
    opened.save(into)
    return into.getvalue()


def forge(slide) -> None:
    """Put another number into a slide's chart, the way an office program does."""
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    data, plot = CategoryChartData(), chart.plots[0]
    data.categories = list(plot.categories)
    for series in plot.series:
        data.add_series(series.name, [61, *list(series.values)[1:]])
    chart.replace_data(data)


def test_numbers_changed_in_a_deck_are_found_on_their_slide(edition, steward, out):
    content = changed(deck(edition), lambda opened: forge(opened.slides[1]))
    found = answer(out, content, steward)
    assert [(each.place, each.row, each.file) for each in found.differences] == [
        ("2.1", 2, "61"), ("2.1 data", 2, "61"),
    ]  # fmt: skip


def test_slides_may_be_left_out_and_others_put_in(edition, steward, out):
    def leave_out(opened):
        opened.slides.add_slide(opened.slide_layouts[0])
        opened.slides._sldIdLst.remove(opened.slides._sldIdLst[0])

    found = answer(out, changed(deck(edition), leave_out), steward)
    assert (found.verdict, found.is_read_back) == (Verdict.SAME, True)


def test_a_chart_cannot_hide_by_losing_the_stamp_in_its_notes(edition, steward, out):
    def hide(opened):
        opened.slides[0].notes_slide.notes_text_frame.text = ""
        forge(opened.slides[0])

    found = answer(out, changed(deck(edition), hide), steward)
    assert (found.verdict, [each.place for each in found.differences]) == (
        Verdict.DIFFERENT, ["1.1"],
    )  # fmt: skip


def crowd() -> bytes:
    """A workbook of few bytes that lists one sheet again and again."""
    into = io.BytesIO()
    one = '<sheet name="{n}" xmlns:r="{r}" r:id="rId1"/>'
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(one.format(n=n, r=space) for n in range(untrusted_files.MAX_SHEETS + 1))
    with ZipFile(into, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", f"<workbook>{listed}</workbook>")
    return into.getvalue()


def bomb(name: str) -> bytes:
    into = io.BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as parts:
        parts.writestr("docProps/core.xml", b"<a/>")
        parts.writestr(name, b"\0" * (untrusted_files.MAX_FILE_BYTES + 1))
    return into.getvalue()


def entities() -> bytes:
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE svg [<!ENTITY e0 "x">{steps}]>'
    return f'{declared}<svg><metadata id="{STAMP_FIELD}">&e11;</metadata></svg>'.encode()


def with_texts(content: bytes, old: str, new: str) -> bytes:
    """A deck whose texts say something else."""

    def replaced(opened):
        for slide in opened.slides:
            for shape in (each for each in slide.shapes if each.has_text_frame):
                for run in (run for each in shape.text_frame.paragraphs for run in each.runs):
                    run.text = run.text.replace(old, new)

    return changed(content, replaced)


@pytest.mark.parametrize("form", [*WRITERS, "pptx"])
@pytest.mark.parametrize("field", ["title", "subtitle", "as_of", "source", "caption"])
def test_words_that_are_not_the_editions_are_found(field, form, edition, steward, out):
    """A file is written by the house itself, with other words and the right stamp."""
    pair = [replace(sheet, **{field: "On 1 May, 99 patents"}) for sheet in ranking(edition)]
    write = {**WRITERS, "pptx": lambda pair: pptx_bytes([Slide(each) for each in pair])}[form]
    if form == "csv" and field == "caption":
        pytest.skip("a CSV has no caption")
    found = answer(out, write(pair), steward)
    assert (found.verdict, found.total) == (Verdict.WORDS_DIFFER, 0)
    assert any("99 patents" in each.file for each in found.words)
    assert "the words differ" in next(verification_lines(found, Locale("en")))


@pytest.mark.parametrize("form", [*WRITERS, "pptx"])
def test_a_disclaimer_that_was_taken_off_never_passes(form, edition, steward, out):
    """Here the edition is right and the file is not: it says nothing where a disclaimer belongs."""
    write = {**WRITERS, "pptx": lambda pair: pptx_bytes([Slide(each) for each in pair])}[form]
    pair = sheets(edition, "official_record")
    assert all(sheet.disclaimer for sheet in pair)
    assert answer(out, write(pair), steward).verdict is Verdict.SAME
    for other in ("", "all is real"):
        bare = [replace(sheet, disclaimer=other) for sheet in pair]
        assert answer(out, write(bare), steward).verdict is Verdict.WORDS_DIFFER
    behind = [replace(sheet, disclaimer=f"{sheet.disclaimer} · internal") for sheet in pair]
    found = answer(out, write(behind), steward)
    assert (found.verdict, found.uncompared[0][1]) == (Verdict.SAME, "internal")


def test_a_headline_is_not_compared_and_a_changed_finding_is(edition, steward, out):
    (sheet,) = sheets(edition, "pipeline", langs=("en",))
    content = pptx_bytes([Slide(sheet, "Stuck before transfer")])
    found = answer(out, content, steward)
    assert found.verdict is Verdict.SAME
    assert "Not compared: the headline: Stuck before transfer" in [
        *verification_lines(found, Locale("en"))
    ]
    number = re.search(r"\d+", sheet.caption)[0]
    for deck in (content, pptx_bytes([Slide(sheet)])):
        found = answer(out, with_texts(deck, number, "99"), steward)
        assert found.verdict is Verdict.WORDS_DIFFER


def test_definitions_of_a_workbook_are_compared(edition, steward, out):
    content = xlsx_bytes(ranking(edition, ("en",)))
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = {row[0].value: row[1] for row in book["Definitions"].iter_rows()}
    for name in ("In words", "SHA-256 of the values", "Edition", "Counted"):
        edited = edited_workbook(content, "Definitions", rows[name].coordinate, "f" * 64)
        found = answer(out, edited, steward)
        assert (found.verdict, found.words[0].file) == (Verdict.WORDS_DIFFER, "f" * 64)
        assert found.words[0].edition == rows[name].value


def put_a_sheet_in_front(book) -> None:
    book.create_sheet("Summary", 0)["B2"] = 99


WORKBOOKS = {
    "a sheet in front": (put_a_sheet_in_front, ("Summary", 2, "99")),
    "beside the table": (lambda book: book["Data"].__setitem__("H20", 99), ("Data", 20, "99")),
    "another format": (
        lambda book: setattr(book["Data"]["B9"], "number_format", '0"万"'),
        ("Data · number format B", 0, "#,##0 | 0万"),
    ),
    "a hidden row": (
        lambda book: setattr(book["Data"].row_dimensions[9], "hidden", True),
        ("Data · hidden rows", 0, "9"),
    ),
    "a hidden column": (
        lambda book: setattr(book["Data"].column_dimensions["B"], "hidden", True),
        ("Data · hidden columns", 0, "2–2"),
    ),
    "a hidden sheet": (
        lambda book: setattr(book["Data"], "sheet_state", "hidden"),
        ("Data · hidden", 0, "hidden"),
    ),
}


def worked_on(content: bytes, change) -> bytes:
    """A workbook after someone has worked on it."""
    book, into = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    change(book)
    book.save(into)
    return into.getvalue()


@pytest.mark.parametrize("name", WORKBOOKS)
def test_what_was_put_into_a_workbook_is_found(name, edition, steward, out):
    change, place = WORKBOOKS[name]
    content = xlsx_bytes(sheets(edition, "pipeline"))
    assert answer(out, worked_on(content, lambda book: None), steward).verdict is Verdict.SAME
    found = answer(out, worked_on(content, change), steward)
    assert found.verdict is Verdict.DIFFERENT
    first = found.differences[0]
    assert (first.place, first.row, first.file) == place


@pytest.mark.parametrize("name", ["Data", "Chart", "Definitions"])
def test_a_sheet_that_was_taken_out_is_told(name, edition, steward, out):
    content = xlsx_bytes(sheets(edition, "pipeline"))
    found = answer(out, worked_on(content, lambda book: book.remove(book[name])), steward)
    assert (found.verdict, found.missing, found.total) == (Verdict.DIFFERENT, (name,), 0)
    assert f"Sheet missing: {name}" in [*verification_lines(found, Locale("en"))]


@pytest.mark.parametrize("header", ["More", ""])
def test_a_column_put_to_a_csv_is_found(header, edition, steward, out):
    lines = csv_bytes(ranking(edition)[1]).decode().splitlines()
    more = [f"{line},{header if at == 6 else 5}" for at, line in enumerate(lines) if at >= 6]
    found = answer(out, "\n".join([*lines[:6], *more]).encode(), steward)
    assert (found.verdict, found.total) == (Verdict.DIFFERENT, 2)
    assert [each.file for each in found.words] == ([header] if header else [])


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_another_separator_is_said_and_changes_nothing(separator, edition, steward, out):
    told = csv_bytes(ranking(edition)[1]).decode("utf-8-sig")
    into = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(told, newline=""))
    csv.writer(into, delimiter=separator).writerows(rows)
    found = answer(out, into.getvalue().encode(), steward)
    assert found.verdict is Verdict.SAME and found.is_read_back
    assert any("separated by" in line for line in verification_lines(found, Locale("en")))


def chart_of(slide):
    return next(shape for shape in slide.shapes if shape.has_chart)


def add_chart(slide) -> None:
    data = CategoryChartData()
    data.categories = ["more"]
    data.add_series("patents", [99])
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 10**6, 10**6, data)


def new_slide(opened):
    return opened.slides.add_slide(opened.slide_layouts[0])


def type_over(opened) -> None:
    point = chart_of(opened.slides[0]).chart.plots[0].series[0].points[0]
    point.data_label.text_frame.text = "99"


def format_labels(opened) -> None:
    chart_of(opened.slides[0]).chart.plots[0].data_labels.number_format = '0"万"'


def move_axis(opened) -> None:
    chart_of(opened.slides[0]).chart.value_axis.maximum_scale = 999


def take_chart(opened) -> None:
    shape = chart_of(opened.slides[0])._element
    shape.getparent().remove(shape)


DECKS = {
    "a chart": (lambda opened: add_chart(opened.slides[0]), "1.2"),
    "a table": (lambda opened: opened.slides[0].shapes.add_table(2, 2, 0, 0, 9, 9), "1 · tables"),
    "a slide with a chart": (lambda opened: add_chart(new_slide(opened)), "3.1"),
    "a slide with a table": (
        lambda opened: new_slide(opened).shapes.add_table(2, 2, 0, 0, 9, 9),
        "3 · tables",
    ),
    "a label typed over": (type_over, "1.1 · labels"),
    "a format": (format_labels, "1.1 · number formats"),
    "an axis": (move_axis, "1.1 · axis"),
    "a chart taken out": (take_chart, "1.1"),
}


@pytest.mark.parametrize("name", DECKS)
def test_numbers_put_into_a_deck_or_shown_otherwise_are_found(name, edition, steward, out):
    change, place = DECKS[name]
    found = answer(out, changed(deck(edition), change), steward)
    assert (found.verdict, found.differences[0].place) == (Verdict.DIFFERENT, place)


def test_a_picture_put_on_a_slide_is_found_and_the_figures_own_is_not_compared(
    edition, steward, out
):
    picture = io.BytesIO(PNG)
    with_more = changed(deck(edition), lambda opened: opened.slides[0].shapes.add_picture(
        picture, 0, 0))  # fmt: skip
    assert answer(out, with_more, steward).verdict is Verdict.DIFFERENT
    own = pptx_bytes([Slide(each, picture=PNG) for each in sheets(edition, "province_map")])
    found = answer(out, own, steward)
    assert found.verdict is Verdict.SAME
    assert "Not compared: the pictures on slides" in [*verification_lines(found, Locale("en"))]


def test_a_slide_from_another_deck_is_held_to_its_own_stamp(edition, steward, out):
    """Only the notes of its slides tell what such a deck holds."""
    content = pptx_bytes([Slide(each) for each in ranking(edition)])

    def one_stamp(opened):
        opened.core_properties._element.find("{*}description").text = sheets(
            edition, "pipeline", langs=("zh",)
        )[0].stamp.to_json()

    found = answer(out, changed(content, one_stamp), steward)
    assert found.verdict is Verdict.SAME and len(found.stamps) == 3
    forged = changed(changed(content, one_stamp), lambda opened: forge(opened.slides[1]))
    assert answer(out, forged, steward).verdict is Verdict.DIFFERENT


JSONS = {
    "format": (lambda told: told["columns"][3].update(format="share"), Verdict.DIFFERENT),
    "figure": (lambda told: told.update(figure="pipeline"), Verdict.DIFFERENT),
    "number": (lambda told: told.update(total=99), Verdict.DIFFERENT),
    "wider row": (lambda told: told["rows"][0].append(99), Verdict.DIFFERENT),
    "header": (
        lambda told: told["words"]["en"]["headers"].update(due="Patents in all"),
        Verdict.WORDS_DIFFER,
    ),
    "key": (lambda told: told.update(comment="in all"), Verdict.WORDS_DIFFER),
    "note": (lambda told: told["words"]["zh"]["notes"].pop(), Verdict.WORDS_DIFFER),
}


@pytest.mark.parametrize("name", JSONS)
def test_what_was_changed_around_the_numbers_of_a_json_is_found(name, edition, steward, out):
    change, verdict = JSONS[name]
    told = json.loads(json_bytes(ranking(edition)))
    change(told)
    assert answer(out, json.dumps(told).encode(), steward).verdict is verdict


HOSTILE = {
    "nothing": b"",
    "text": "数据,1\n".encode(),
    "deep": b"[" * 200_000,
    "json without a figure": b'{"stamp": []}',
    "list": b"[1, 2]",
    "number": b"[[[1]]]",
    "zip": bomb("xl/worksheets/sheet1.xml")[:200],
    "bomb": bomb("xl/worksheets/sheet1.xml"),
    "bomb of slides": bomb("ppt/presentation.xml"),
    "crowd": crowd(),
    "entities": entities(),
    "png": PNG[:30],
    "packed text": PNG[:33] + b"\xff\xff\xff\xffiTXt",
    "pdf": b"%PDF-1.7\n%%EOF",
    "parquet": b"PAR1PAR1",
    "utf-16": "数据".encode("utf-16"),
    "bytes": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_damaged_and_nothing_else(name, steward, out):
    found = answer(out, HOSTILE[name], steward)
    assert found.verdict is Verdict.DAMAGED
    assert found.reason in (DamageReason.MISSING, DamageReason.UNREADABLE, DamageReason.EDITED)


def test_a_cell_far_away_takes_no_memory(edition, steward, out):
    content = xlsx_bytes(ranking(edition, ("en",)))
    content = edited_workbook(content, "Definitions", "XFD1048576", 1)
    (found,) = answer(out, content, steward).differences
    assert (found.place, found.row, found.file) == ("Definitions", 1048576, "1")


def test_a_workbook_of_others_has_no_stamp(steward, out):
    into = io.BytesIO()
    openpyxl.Workbook().save(into)
    assert answer(out, into.getvalue(), steward).reason is DamageReason.MISSING


def test_a_pdf_is_read_by_its_information(edition, steward, out):
    pypdf = pytest.importorskip("pypdf")
    writer, into = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(10, 10)
    writer.write(into)
    sheet = ranking(edition)[0]
    content = stamp_pdf(into.getvalue(), sheet.stamp, day=sheet.received_on, lang="zh")
    assert answer(out, content, steward).verdict is Verdict.SAME


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_answer_is_said_in_words(lang, edition, steward, out, tmp_path):
    locale = Locale(lang)
    sheet = sheets(edition, "province_ranking", OWN)[1]
    edited = answer(out, edited_csv(csv_bytes(sheet)), steward)
    told = list(verification_lines(edited, locale))
    assert "Assessed" in told[-1] and "12" in told[-1] and edition.id in told[1]
    missing = answer(out, csv_bytes(sheet), Steward(tmp_path / "none"))
    assert edition.id in next(verification_lines(missing, locale))
    damaged = answer(out, b"", steward)
    assert len(list(verification_lines(damaged, locale))) == 2
    assert write_stamps([sheet.stamp]).isascii()
