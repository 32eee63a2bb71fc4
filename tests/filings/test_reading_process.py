"""Files are opened in a process of their own: what one does to it, and what the next finds."""

from __future__ import annotations

import json
import logging
import os
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from filing_files import open_filing, stage, write_csv, write_parquet, write_xls, write_xlsx

from milestones.filings import worker
from milestones.filings.filing import Filing, decode_filing, encode_message
from milestones.filings.reader import decode_parquet
from milestones.filings.reading_process import shared_process
from milestones.filings.remarks import FilingRefused, Note

ROWS = [["申请号", "产业化日期", "产品名称"], ["201610895413.X", "2024-03-01", "产品"]]
SECONDS = 20
"""More than any refusal here takes on a busy machine."""


@pytest.fixture
def limited(monkeypatch) -> Iterator[Callable[..., None]]:
    """Set limits for a process that begins now and ends with the test."""

    def limit(**settings: int) -> None:
        for name, value in settings.items():
            monkeypatch.setenv(f"MILESTONES_READING_{name.upper()}", str(value))
        shared_process.end()

    yield limit
    shared_process.end()


def refused(path: Path) -> FilingRefused:
    begun = time.monotonic()
    with pytest.raises(FilingRefused) as refusal:
        open_filing(path)
    assert time.monotonic() - begun < SECONDS
    return refusal.value


def child() -> int:
    shared_process.start()
    assert shared_process._child is not None
    return shared_process._child.pid


def with_strings(path: Path, megabytes: int) -> Path:
    """A workbook whose shared strings unpack to that much."""
    write_xlsx(path, ROWS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            if name != "xl/sharedStrings.xml":
                archive.writestr(name, content)
        with archive.open("xl/sharedStrings.xml", "w") as strings:
            strings.write(
                b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            )
            strings.write(b"<si><t>")
            for _ in range(megabytes):
                strings.write(b"x" * 1_000_000)
            strings.write(b"</t></si></sst>")
    return path


def test_the_parsers_are_not_loaded_by_the_one_who_asks(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", ROWS)
    code = (
        "import sys; from pathlib import Path; from milestones.filings.reader import open_filings\n"
        f"assert open_filings(Path({str(path)!r}))[0].kind.key == 'products'\n"
        "print('python_calamine' in sys.modules, 'pyarrow.parquet' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.split(), done.stderr) == (["False", "False"], "")


def test_a_workbook_that_says_it_unpacks_to_too_much_is_refused_at_once(tmp_path, limited):
    path = with_strings(tmp_path / "a", megabytes=420)
    limited(memory_mb=400)
    refusal = refused(path)
    assert (refusal.rule, refusal.params) == ("too_large_to_read", {"megabytes": 400})


def test_a_file_that_eats_the_memory_ends_its_process_and_no_other(tmp_path, limited, capfd):
    path = with_strings(tmp_path / "a", megabytes=420)
    limited(memory_mb=600)
    open_filing(write_csv(tmp_path / "b", ROWS))
    before = child()
    assert refused(path).rule in ("reader_stopped", "too_large_to_read")
    assert open_filing(tmp_path / "b").kind.key == "products"
    assert child() != before
    assert capfd.readouterr() == ("", "")


def test_a_file_that_takes_too_long_is_refused_and_its_process_ended(tmp_path, limited):
    limited(seconds=2)
    path = write_csv(tmp_path / "a", ROWS)
    os.kill(child(), signal.SIGSTOP)
    refusal = refused(path)
    assert (refusal.rule, refusal.params) == ("reading_too_long", {"seconds": 2})
    assert open_filing(path).kind.key == "products"


def test_a_process_that_has_died_meanwhile_is_replaced(tmp_path):
    path = write_csv(tmp_path / "a", ROWS)
    filing = open_filing(path)
    os.kill(child(), signal.SIGSEGV)
    with duckdb.connect() as connection:
        assert stage(connection, filing, 1).rows_in == 1


def test_rows_larger_than_the_limit_of_output_are_refused(tmp_path, limited):
    limited(output_mb=1)
    rows = [["1", "2024", "甲" * 1_000]] * 800
    filing = open_filing(write_csv(tmp_path / "a", [ROWS[0], *rows]))
    with duckdb.connect() as connection, pytest.raises(FilingRefused) as refusal:
        stage(connection, filing, 1, tmp_path)
    assert refusal.value.rule == "too_large_to_read"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_no_room_for_the_rows_is_no_fault_of_the_file(tmp_path):
    """/dev/full is a device on which every write finds a full disk."""
    filing = open_filing(write_csv(tmp_path / "a", ROWS))
    request = {"operation": "stage", "filing": filing, "filing_no": 1, "target": "/dev/full"}
    assert worker.answer_request(json.loads(encode_message(request))) == {"errno": 28}


def _appended(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"2,2024,x\n")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


@pytest.mark.parametrize("change", [_appended, _cut])
@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_a_file_that_changes_after_it_was_recognized_is_refused(write, change, tmp_path):
    filing = open_filing(write(tmp_path / "a", ROWS))
    change(tmp_path / "a")
    with pytest.raises(FilingRefused) as refusal:
        _read(filing)
    assert refusal.value.rule in ("changed_while_read", "damaged")


@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_parquet])
def test_a_file_that_vanishes_after_it_was_recognized_is_refused(write, tmp_path):
    filing = open_filing(write(tmp_path / "a", ROWS))
    (tmp_path / "a").unlink()
    with pytest.raises(FilingRefused) as refusal:
        _read(filing)
    assert refusal.value.rule == "not_found"


def _read(filing: Filing) -> None:
    if filing.format == "parquet":
        decode_parquet(filing)
    else:
        with duckdb.connect() as connection:
            stage(connection, filing, 1)


def test_the_folder_in_which_one_stands_is_not_searched_for_code(tmp_path, monkeypatch):
    (tmp_path / "zipfile.py").write_text("raise SystemExit")
    write_csv(tmp_path / "a.csv", ROWS)
    monkeypatch.chdir(tmp_path)
    shared_process.end()
    assert open_filing(Path("a.csv")).path == Path("a.csv")


def test_an_unknown_fault_is_said_in_a_sentence_and_traced_in_the_log(tmp_path, caplog):
    filing = open_filing(write_csv(tmp_path / "a", ROWS))
    with caplog.at_level(logging.DEBUG), duckdb.connect() as connection:
        wrong = Filing(**{**vars(filing), "encoding": None})
        with pytest.raises(FilingRefused) as refusal:
            stage(connection, wrong, 1)
    assert refusal.value.rule == "unreadable"
    assert "Traceback" in caplog.text


SECTOR = 512
CHAINS = {"directory": 48, "small table": 60, "table": 68}


@pytest.mark.parametrize("chain", CHAINS)
def test_an_old_workbook_whose_sectors_lead_round_in_a_circle_is_refused(chain, tmp_path):
    path = write_xls(tmp_path / "a", ROWS)
    content = bytearray(path.read_bytes())
    table = (struct.unpack_from("<I", content, 76)[0] + 1) * SECTOR
    first = struct.unpack_from("<I", content, CHAINS[chain])[0]
    if first >= 0xFFFFFFF0:
        first = 0
        struct.pack_into("<I", content, CHAINS[chain], first)
    struct.pack_into("<I", content, table + 4 * first, first)
    if chain == "table":
        struct.pack_into("<I", content, (first + 2) * SECTOR - 4, first)
    path.write_bytes(content)
    refusal = refused(path)
    assert refusal.rule == "damaged"
    assert "circle" in str(refusal)


def test_a_stream_that_leads_round_in_a_circle_is_refused(tmp_path):
    path = write_xls(tmp_path / "a", [ROWS[0], *[[str(n), "2024", "x" * 99] for n in range(99)]])
    content = bytearray(path.read_bytes())
    table = (struct.unpack_from("<I", content, 76)[0] + 1) * SECTOR
    directory = (struct.unpack_from("<I", content, 48)[0] + 1) * SECTOR
    start = struct.unpack_from("<I", content, directory + 128 + 116)[0]
    struct.pack_into("<I", content, table + 4 * (start + 3), start)
    path.write_bytes(content)
    assert "circle" in str(refused(path))


def test_an_operation_that_there_is_not_is_refused(tmp_path):
    filing = open_filing(write_csv(tmp_path / "a", ROWS))
    request = {"operation": "land", "filing": filing}
    assert worker.answer_request(json.loads(encode_message(request)))["rule"] == "unreadable"


def test_a_filing_travels_with_its_notes(tmp_path):
    note = Note("unread_column", "warning", {"header": "备注一二三"})
    filing = open_filing(write_csv(tmp_path / "a", ROWS))
    told = encode_message({"filing": replace(filing, notes=(note,))})
    assert told.count(json.dumps("备注一二三").encode()) == 1
    assert decode_filing(json.loads(told)["filing"]).notes == (note,)


def test_the_process_loads_nothing_native_before_it_limits_itself():
    code = (
        "import sys, milestones.filings.worker;"
        "print({'pyarrow', 'python_calamine', 'duckdb'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
