"""Damaged copies: verifying never raises, and never says "same values" of changed ones."""

from __future__ import annotations

import csv
import io
import json
import random
import struct
import zlib
from collections.abc import Callable
from functools import cache
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import openpyxl
import pptx
import pyarrow.parquet as pq
import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from story import OWN, sheets
from test_verify import PNG, SVG

from milestones.export.files import slides_bytes
from milestones.export.pack.drawing import zip_files
from milestones.export.pack.model import PackFaultError
from milestones.export.pack.pack_file import read_pack, write_pack
from milestones.export.pictures.stamping import stamp_pdf, stamp_png, stamp_svg
from milestones.export.tabular import csv_bytes, json_bytes, parquet_bytes
from milestones.export.verify import zip_verification
from milestones.export.verify.expected import DamageReason
from milestones.export.verify.untrusted_files import TimeUpError, limit_time_and_memory
from milestones.export.verify.verification import Verdict, Verification
from milestones.export.verify.zip_verification import verify_file_or_zip
from milestones.export.workbook import xlsx_bytes
from milestones.i18n import Locale
from milestones.i18n.catalogue import LANGS

SEED = 20_260_711
ROUNDS = {"csv": 50, "json": 50, "parquet": 50, "xlsx": 45, "pptx": 40, "png": 40, "svg": 40,
          "pdf": 40, "zip": 40}  # fmt: skip


def blank_pdf() -> bytes:
    writer, into = PdfWriter(), io.BytesIO()
    writer.add_blank_page(10, 10)
    writer.write(into)
    return into.getvalue()


@cache
def originals(edition) -> dict[str, bytes]:
    """One file of each format, all of one figure in both languages."""
    pair = sheets(edition, "province_ranking", OWN)
    zh = pair[0]
    svg = stamp_svg(SVG, zh.stamp, title=zh.title)
    csv_file = csv_bytes(pair[1])
    return {
        "csv": csv_file,
        "json": json_bytes(pair),
        "parquet": parquet_bytes(zh),
        "xlsx": xlsx_bytes(pair),
        "pptx": slides_bytes(pair),
        "png": stamp_png(PNG, zh.stamp, dpi=96, title=zh.title),
        "svg": svg,
        "pdf": stamp_pdf(blank_pdf(), zh.stamp, day=zh.received_on, lang="zh"),
        "zip": zip_files({"a.svg": svg, "b.csv": csv_file}, zh.received_on),
    }


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    return chance.choice((content[:end], content[start:], content[:start] + content[end:]))


def spliced(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    at, piece = chance.randrange(len(content)), content[start:end][:4096]
    return content[:at] + piece + content[at + chance.choice((0, len(piece))) :]


def digits_changed(content: bytes, chance: random.Random) -> bytes:
    places = [at for at, byte in enumerate(content) if 0x30 <= byte <= 0x39]
    changed = bytearray(content)
    changed[chance.choice(places)] = 0x30 + chance.randrange(10)
    return bytes(changed)


def repacked(content: bytes, chance: random.Random) -> bytes:
    """A zip with a member changed, swapped with another, taken out or there twice."""
    with ZipFile(io.BytesIO(content)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    (name, held), (strange, _) = parts[at], parts[other]
    change = chance.randrange(5)
    if change == 0:
        parts[at], parts[other] = (name, parts[other][1]), (strange, held)
    elif change == 1:
        del parts[at]
    elif change == 2:
        parts.append((name, digits_changed(held, chance)))
    else:
        mutate = digits_changed if change == 3 else chance.choice((flipped, cut, spliced))
        parts[at] = (name, mutate(held, chance))
    into = io.BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name, held in parts:
            new.writestr(ZipInfo(name), held, ZIP_DEFLATED)
    return into.getvalue()


def mutated(form: str, content: bytes, chance: random.Random) -> bytes:
    kinds = [flipped, cut, spliced, digits_changed]
    kinds += [repacked] * 6 if form in ("xlsx", "pptx", "zip") else []
    return chance.choice(kinds)(content, chance)


def shown(form: str, content: bytes) -> object:
    """What other programs read in a file: its values and texts."""
    into = io.BytesIO(content)
    if form == "csv":
        table = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [[" ".join(cell.split()) for cell in row] for row in table]
    if form == "json":
        return json.loads(content.decode("utf-8-sig"))
    if form == "parquet":
        table = pq.read_table(into)
        return table.column_names, table.to_pylist()
    if form == "xlsx":
        book = openpyxl.load_workbook(into)
        return {page.title: sorted(str(c.value) for row in page.rows for c in row if c.value)
                for page in book}  # fmt: skip
    return [list(_on_slide(slide)) for slide in pptx.Presentation(into).slides]


def shown_or_broken(form: str, content: bytes) -> object:
    """The same, None of a file that the other program cannot open: it shows nothing wrong."""
    try:
        return shown(form, content)
    except Exception:
        return None


def _on_slide(slide):
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.name, " ".join(shape.text_frame.text.split())
        if shape.has_chart:
            for series in shape.chart.plots[0].series:
                told = [each.text for each in series._element.iterfind(".//{*}cat//{*}v")]
                yield series.name, list(series.values), told


def answers(place, content: bytes, home) -> tuple[Verification, ...]:
    place.write_bytes(content)
    return tuple(member.answer for member in verify_file_or_zip(place, home))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", ROUNDS)
def test_a_damaged_file_is_never_called_right_and_never_raises(form, edition, steward, tmp_path):
    content = originals(edition)[form]
    place = tmp_path / f"figure.{form}"
    assert {each.verdict for each in answers(place, content, steward.home)} == {Verdict.SAME}
    chance = random.Random(f"{SEED} {form}")
    right = shown(form, content) if form in ("csv", "json", "parquet", "xlsx", "pptx") else None
    for number in range(ROUNDS[form]):
        other = mutated(form, content, chance)
        found = answers(place, other, steward.home)
        if right is not None and found[0].verdict is Verdict.SAME:
            assert shown_or_broken(form, other) in (right, None), number


# Damage of each kind


def archive(*parts: tuple[str, bytes], packed: int = ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with ZipFile(into, "w", packed) as new:
        for name, content in parts:
            new.writestr(ZipInfo(name), content, packed)
    return into.getvalue()


def central(content: bytes, offset: int, value: bytes) -> bytes:
    """A zip whose first entry of the directory says something else."""
    at = content.index(b"PK\x01\x02") + offset
    return content[:at] + value + content[at + len(value) :]


TWO = archive(("a.csv", b"1,2\n"), ("b.csv", b"3,4\n"))
DEEP = b"<a>" * 100_000
ZIPS = {
    "encrypted": central(TWO, 8, b"\x01\x00"),
    "unknown compression": central(TWO, 10, b"\x63\x00"),
    "huge size declared": central(TWO, 24, b"\xfe\xff\xff\xff"),
    "wrong checksum": central(TWO, 16, b"\x00\x00\x00\x00"),
    "begins elsewhere": central(TWO, 42, b"\x05\x00\x00\x00"),
    "overlapping": TWO.replace(TWO[(at := TWO.rindex(b"PK\x01\x02") + 42) : at + 4], b"\0" * 4),
    "names": archive(("../a", b"1"), ("/etc/passwd", b"1"), ("a\0b", b"1"), ("\x1b[2J", b"1")),
    "two of one name": archive(("[Content_Types].xml", b""), ("[content_types].XML", b"")),
    "deep markup": archive(("[Content_Types].xml", b""), ("xl/workbook.xml", DEEP)),
    "deep slides": archive(("[Content_Types].xml", b""), ("ppt/presentation.xml", DEEP)),
    "a zip in a zip": archive(("a.zip", archive(("b.zip", TWO)))),
    "bytes that do not unpack": TWO.replace(b"1,2\n", b"\xff" * 4),
}


@pytest.mark.parametrize("name", ZIPS)
def test_a_zip_of_strangers_is_damaged_and_its_names_are_printable(name, steward, tmp_path):
    place = tmp_path / "a.zip"
    place.write_bytes(ZIPS[name])
    found = verify_file_or_zip(place, steward.home)
    assert {each.answer.verdict for each in found} == {Verdict.DAMAGED}
    assert all(each.name.isprintable() for each in found)


def test_one_member_that_does_not_unpack_leaves_the_others_their_answer(edition, steward, tmp_path):
    content = originals(edition)["zip"]
    second = content.index(b"PK\x03\x04", 4)
    damaged = content[: second - 40] + b"\xff" * 8 + content[second - 32 :]
    found = answers(tmp_path / "a.zip", damaged, steward.home)
    assert [each.verdict for each in found] == [Verdict.DAMAGED, Verdict.SAME]
    assert found[0].reason is DamageReason.UNREADABLE


def test_files_of_a_zip_that_nobody_has_time_for_are_damaged(
    edition, steward, tmp_path, monkeypatch
):
    content = originals(edition)["zip"]
    monkeypatch.setattr(zip_verification, "MAX_ZIP_SECONDS", -1)
    found = answers(tmp_path / "a.zip", content, steward.home)
    assert [each.reason for each in found] == [DamageReason.UNREADABLE] * 2


def looped_pdf() -> bytes:
    """A PDF whose pages and information name themselves, and whose table of parts a loop."""
    writer = PdfWriter()
    page = writer.add_blank_page(10, 10)
    node = writer._add_object(DictionaryObject())
    loop = DictionaryObject({NameObject("/Kids"): node, NameObject("/Parent"): node})
    writer._objects[node.idnum - 1] = loop
    page[NameObject("/Parent")] = node
    into = io.BytesIO()
    writer.write(into)
    content = into.getvalue()
    at = content.rindex(b"startxref") + len("startxref\n")
    start = content[at:].split()[0]
    return content.replace(b"/Size", b"/Prev " + start + b" /Size")


def lying_png() -> bytes:
    """A PNG that declares 2^31 pixels a side, and a text that unpacks without end."""
    body = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 0, 0, 0, 0)
    text = b"milestones-stamp\0\0" + zlib.compress(b"\0" * 50_000_000)
    chunks = [(b"IHDR", body), (b"zTXt", text), (b"IEND", b"")]
    return PNG[:8] + b"".join(
        struct.pack(">I", len(each)) + kind + each + struct.pack(">I", zlib.crc32(kind + each))
        for kind, each in chunks
    )


OTHERS = {
    "pdf with loops": looped_pdf(),
    "pdf of brackets": b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\ntrailer<</Info 1 0 R>>",
    "png that lies": lying_png(),
    "json of brackets": b'{"a":' * 100_000,
    "json of commas": b"[" + b"0," * 9_000_000 + b"0]",
    "json of a long number": b'{"stamp": ' + b"9" * 100_000 + b"}",
    "csv of commas": b"," * 3_000_000,
    "svg in depth": b"<svg>" + b"<g>" * 200_000,
    "parquet without a foot": b"PAR1" + b"\xff" * 2_000 + b"PAR1",
    "parquet of a huge foot": b"PAR1" + b"\x15" * 64 + b"\xff\xff\xff\x7fPAR1",
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_lies_about_itself_is_damaged(name, steward, tmp_path):
    (found,) = answers(tmp_path / "figure", OTHERS[name], steward.home)
    assert found.verdict is Verdict.DAMAGED


def test_what_is_no_file_is_damaged(steward, tmp_path):
    (found,) = verify_file_or_zip(tmp_path, steward.home)
    assert found.answer.reason is DamageReason.UNREADABLE


def test_time_and_memory_of_reading_are_bounded():
    with pytest.raises(TimeUpError), limit_time_and_memory(seconds=0.05):
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue
    with pytest.raises(MemoryError), limit_time_and_memory(memory=2**26):
        bytearray(2**28)
    bytearray(2**28)


def test_a_label_of_the_first_series_alone_is_found(edition, steward, tmp_path):
    opened = pptx.Presentation(io.BytesIO(originals(edition)["pptx"]))
    (chart,) = [shape.chart for shape in opened.slides[0].shapes if shape.has_chart]
    first = chart.plots[0].series[0]._element
    label = next(first.iterfind(".//{*}cat//{*}v"))
    label.text = "改了"
    into = io.BytesIO()
    opened.save(into)
    (found,) = answers(tmp_path / "a.pptx", into.getvalue(), steward.home)
    assert found.verdict is not Verdict.SAME
    assert "改了" in repr((found.differences, found.words))


# The file of a pack


def test_a_damaged_pack_is_refused_in_words():
    chance, refused = random.Random(SEED), 0
    content = write_pack(read_pack(PACK)).encode()
    mutations: list[Callable[[bytes, random.Random], bytes]] = [flipped, cut, spliced]
    for _ in range(400):
        other = chance.choice(mutations)(content, chance)
        try:
            read_pack(other)
        except PackFaultError as fault:
            refused += 1
            assert all(fault.sentence(Locale(lang)).isprintable() for lang in LANGS)
    assert refused > 100


PACK = """milestones-pack = 1
title = "七月"
formats = ["png", "pdf"]
[[figures]]
figure = "pipeline"
selection = "province=330000"
headline.zh = "卡在转让"
[[figures]]
figure = "province_map"
""".encode()


@pytest.mark.parametrize(
    "line",
    [
        "figures" + ".a" * 10_000 + " = 1",
        "title = " + "[" * 20_000,
        "title = " + "{a=" * 7_000,
        "title = " + "9" * 20_000,
        "title = 1979-99-99",
        'title = "\\ud800"',
    ],
)
def test_a_pack_that_nests_without_end_is_refused(line):
    with pytest.raises(PackFaultError):
        read_pack(f"milestones-pack = 1\n{line}\n".encode())


def test_stored_members_are_read_as_packed_ones(edition, steward, tmp_path):
    content = archive(("a.csv", originals(edition)["csv"]), packed=ZIP_STORED)
    (found,) = answers(tmp_path / "a.zip", content, steward.home)
    assert found.verdict is Verdict.SAME
