"""Files with bytes changed at random, of every format: read or refused by name, in bounded time."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from filing_files import FORMATS, open_filing, stage, write

from milestones.filings.remarks import FilingRefused

SEED = 11
FILES = 20
SECONDS = 20
"""For one file; the limits of the process are far below what a test may wait."""
HEADER = ["申请号", "机构代码", "授权公告日", "专利名称"]
ROWS = [HEADER, *[[f"20161089{n:04}.X", "4111010001", "2024-03-01", "装置"] for n in range(30)]]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def filled(content: bytes, chance: random.Random) -> bytes:
    """Overwrite a stretch with one value: numbers of sectors, lengths and counts become huge."""
    start = chance.randrange(len(content))
    length = min(chance.choice((1, 2, 4, 8, 64)), len(content) - start)
    return content[:start] + bytes([chance.choice((0, 255))]) * length + content[start + length :]


def moved(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.sample(range(len(content)), 2))
    return content[:start] + content[end:] + content[start:end]


CHANGES = (flipped, cut, filled, moved)


def changed(content: bytes, chance: random.Random) -> bytes:
    return chance.choice(CHANGES)(content, chance)


def changed_part(content: bytes, chance: random.Random) -> bytes:
    """Change one part of a workbook and zip it again, so that the fault lies behind the zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = changed(parts[name], chance)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, part in parts.items():
            archive.writestr(each, part)
    return target.getvalue()


WAYS = [(form, changed) for form in FORMATS if form != "utf-8-sig"] + [("xlsx", changed_part)]


@pytest.mark.parametrize(("form", "change"), WAYS, ids=lambda way: getattr(way, "__name__", way))
def test_a_changed_file_is_read_or_refused_by_name(
    form: str, change: Callable[[bytes, random.Random], bytes], tmp_path: Path
) -> None:
    chance = random.Random(f"{SEED} {form} {change.__name__}")
    content = write(tmp_path, form, ROWS).read_bytes()
    for number in range(FILES):
        path = tmp_path / f"changed-{number}"
        path.write_bytes(change(content, chance))
        begun = time.monotonic()
        with duckdb.connect() as connection:
            try:
                landed = stage(connection, open_filing(path), 1)
                assert landed.rows_in == len(connection.table("landed"))
            except FilingRefused as refusal:
                assert str(refusal)
        assert time.monotonic() - begun < SECONDS, path
