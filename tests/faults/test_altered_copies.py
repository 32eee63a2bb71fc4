"""Altered copies: `verify` never fails, and never calls changed values the same."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow.parquet as pq
import pytest
from sharing import once

from faults.mutations import CHANGES, digit, mutated
from faults.processes import ask, command
from faults.register import Register
from milestones.editions.data_home import DataHome
from milestones.export.verify.verification import Verdict
from milestones.export.verify.zip_verification import verify_file_or_zip

pytestmark = pytest.mark.slow
SEEDS = range(2)
COPIES = 12
"""Altered copies of each format in a trial."""
SECONDS = 90.0
FIGURE = ("figure", "province_ranking", "--lang", "en", "--out")
FORMS = ("csv", "json", "parquet", "xlsx", "pptx", "svg", "png", "pdf")
PACK = """milestones-pack = 1
languages = "en"
formats = ["svg"]

[[figures]]
figure = "pipeline"
"""
Told = Any
TOLERANCE = 2e-9


def export_all(register: Register, folder: Path) -> None:
    """A figure in every format, and a pack with its zip; pictures only where there is a browser."""
    (folder / "pack.toml").write_text(PACK)
    done = ask(exported, str(register.home.path), str(folder))
    assert done.code == 0, done.err
    for path in (folder / "pack").glob("*.zip"):
        shutil.copy(path, folder / "figure.zip")


def exported(home: str, folder: str) -> None:
    """The commands one after another in one process, as a browser takes seconds to start."""
    wanted = [[*FIGURE, f"{folder}/figure.{form}"] for form in FORMS]
    for words in (*wanted, ["pack", f"{folder}/pack.toml", "--out", f"{folder}/pack"]):
        with suppress(SystemExit):
            command(words, {"MILESTONES_HOME": home})


def trial(seed: int, folder: Path, register: Register) -> None:
    """Altered copies of each format, some with nothing but another digit."""
    rng = random.Random(seed)
    exports = folder / "exports"
    if not exports.exists():
        exports.mkdir()
        export_all(register, exports)
    judge_all(rng, exports, folder, register)


def judge_all(rng: random.Random, exports: Path, folder: Path, register: Register) -> None:
    """Alter, verify in one process, and read the values back with other readers."""
    for original in sorted(exports.glob("figure.*")):
        if original.name.endswith(".json") and ".stamp" in original.name:
            continue
        place = folder / original.suffix[1:]
        place.mkdir()
        copies = [altered(rng, original, place, number) for number in range(COPIES)]
        names = [str(path) for path in (original, *copies)]
        done = ask(verdicts, names, str(register.home.path), limit=SECONDS)
        assert not done.untold and not done.code, f"{place}: {done.untold}"
        (whole, *found) = done.json()
        assert whole == ["same"] or original.suffix == ".zip", f"{original}: {whole}"
        wrong = [
            f"{path.name} is {verdict}, with other values"
            for path, verdict in zip(copies, found, strict=True)
            if verdict == ["same"] and is_changed(original, path)
        ]
        assert not wrong, f"{place}: {wrong}"
        shutil.rmtree(place)


def altered(rng: random.Random, original: Path, folder: Path, number: int) -> Path:
    """An altered copy."""
    changes = (digit,) if rng.random() < 0.5 else CHANGES
    path = folder / f"{number}{original.suffix}"
    path.write_bytes(mutated(original.read_bytes(), rng, changes))
    return path


def verdicts(names: list[str], home: str) -> list[list[str]]:
    """What `verify` says of each file: a verdict for each member; in a process of its own."""
    found = []
    for name in names:
        try:
            told = verify_file_or_zip(Path(name), DataHome(Path(home)))
        except Exception as error:
            raise AssertionError(f"verify fails on {name}: {error!r}") from error
        found.append([member.answer.verdict.value for member in told])
    assert Verdict.SAME.value == "same"
    return found


def is_changed(original: Path, copy: Path) -> bool:
    """Whether an independent reader finds other values; no where there is none for the format."""
    reader = READERS.get(original.suffix)
    if reader is None:
        return False
    try:
        found = reader(copy.read_bytes())
    except Exception:
        return False
    return not alike(found, reader(original.read_bytes()))


def alike(one: Told, other: Told) -> bool:
    """Equal, but for digits that `verify` leaves to programs that show fewer of them."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(one == other)


def csv_values(content: bytes) -> Told:
    """Rows below the lines that start with #, numbers as numbers."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [[plain(cell) for cell in row] for row in rows if row and not row[0].startswith("#")]


def json_values(content: bytes) -> Told:
    """The rows."""
    told = json.loads(content)
    return told.get("rows") or [each.get("rows") for each in told.get("figures", [])]


def xlsx_values(content: bytes) -> Told:
    """Every number in every sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        sheet.title: [cell.value for row in sheet.iter_rows() for cell in row
                      if isinstance(cell.value, int | float)]
        for sheet in book
    }  # fmt: skip


def parquet_values(content: bytes) -> Told:
    """The table."""
    return pq.read_table(io.BytesIO(content)).to_pylist()


def pptx_values(content: bytes) -> Told:
    """The numbers behind the charts."""
    with ZipFile(io.BytesIO(content)) as parts:
        charts = sorted(name for name in parts.namelist() if "/charts/chart" in name)
        found = [re.findall(r"<c:v>([^<]*)</c:v>", parts.read(name).decode()) for name in charts]
        return [[plain(value) for value in values] for values in found]


def plain(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell.strip()


READERS: dict[str, Callable[[bytes], Told]] = {
    ".csv": csv_values,
    ".json": json_values,
    ".xlsx": xlsx_values,
    ".parquet": parquet_values,
    ".pptx": pptx_values,
}


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory, register: Register) -> Path:
    """The exported files, made once."""
    return once(tmp_path_factory, "exports", lambda folder: export_all(register, folder))


@pytest.mark.parametrize("seed", SEEDS)
def test_altered_copies(seed: int, tmp_path: Path, register: Register, exports: Path) -> None:
    os.symlink(exports, tmp_path / "exports")
    trial(seed, tmp_path, register)


def test_every_format_was_tried(exports: Path) -> None:
    """Readers that see no value would find every copy unchanged."""
    for ending, reader in READERS.items():
        content = (exports / f"figure{ending}").read_bytes()
        assert len(str(reader(content))) > 50, ending
    if not (exports / "figure.png").exists():
        pytest.skip("pictures were not tried: there is no browser")
    assert {f"figure.{form}" for form in (*FORMS, "zip")} <= {p.name for p in exports.iterdir()}
