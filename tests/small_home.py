"""Small filings written by hand, and a home to publish them in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from inspect import cleandoc
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from milestones import query
from milestones.cli import app
from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.file_reports import FileReport
from milestones.editions.publishing import Publication, checked, publish
from milestones.progress.indicators import IndicatorValue, compute_indicators
from milestones.selection import Selection

RECEIVED = date(2024, 7, 10)
INSTITUTIONS = """
    institution_id,name,kind,province,department
    U1,示范大学,university,330000,教育部
    U2,示范学院,university,110000,教育部
    R1,示范研究院,research_institution,330000,中国科学院
    H1,示范医院,hospital,310000,国家卫生健康委
"""
PATENTS = """
    application_no,institution_id,granted_on
    P1,U1,2018-05-01
    P2,R1,2018-05-01
"""
ASSESSED = "application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,5"
LATER = "application_no,assessed_on,convertible,stars\nP2,2024-04-01,否,1"
DIGITS = "0123456789X"


def application_no(serial: int, kind: int = 1, year: int = 2016) -> str:
    """A right application number: year, kind, serial, check digit."""
    digits = f"{year}{kind}{serial:07}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    pairs = zip(digits, weights, strict=True)
    return f"{digits}.{DIGITS[sum(int(digit) * weight for digit, weight in pairs) % 11]}"


P1, P2, P3, P4 = (application_no(serial) for serial in range(1, 5))


SHORT_CODES = "institution_code_unusual"
"""The codes of these tests are short on purpose."""


class Steward:
    """Writes filings into a folder and publishes them in a home beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "filings"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.home = DataHome(folder / "home")

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        """A CSV file; `P1` to `P4` in the text stand for application numbers."""
        for place, number in {"P1": P1, "P2": P2, "P3": P3, "P4": P4}.items():
            text = text.replace(place, number)
        path = self.folder / name
        path.write_bytes(f"{cleandoc(text)}\n".encode(encoding))
        return path

    def files(self, **texts: str) -> list[Path]:
        """One file for each text, named by its keyword."""
        return [self.write(f"{name}.csv", text) for name, text in texts.items()]

    def deliver(
        self,
        *,
        received_on: date = RECEIVED,
        note: str = "",
        as_of: date | None = None,
        **texts: str,
    ) -> Publication:
        """Publish one delivery of these texts."""
        files = self.files(**texts)
        return publish(self.home, files, received_on=received_on, note=note, as_of=as_of)

    def check(self, *, received_on: date = RECEIVED, **texts: str) -> Any:
        """What publishing these texts would say: the reports and the findings."""
        return self.check_files(self.files(**texts), received_on)

    def check_files(self, paths: Sequence[Path], received_on: date = RECEIVED) -> Any:
        with checked(self.home, paths, received_on=received_on) as found:
            return found.reports, [each for each in found.findings if each["rule"] != SHORT_CODES]

    def edition(self, edition_id: str | None = None) -> Edition:
        return self.home.edition(edition_id)

    def table(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """The rows of a table of the current edition, in order."""
        with self.edition() as edition, edition.cursor() as cursor:
            found = cursor.table(table)
            return (found.select(*columns) if columns else found).order("all").fetchall()

    def findings(
        self, delivery_no: int | None = None, *, with_codes: bool = False
    ) -> list[dict[str, Any]]:
        """The findings but those on the codes of the tests, which are short on purpose."""
        with self.edition() as edition:
            chosen = {"delivery_no": delivery_no, "file_hashes": None}
            found = query.fetch(edition, "edition/findings", **chosen)
        return [each for each in found if with_codes or each["rule"] != SHORT_CODES]

    def values(self, selection: Selection = Selection()) -> dict[str, IndicatorValue]:  # noqa: B008
        """The indicators of the current edition, by id."""
        with self.edition() as edition:
            return {value.id: value for value in compute_indicators(edition, selection)}


def content(folder: Path) -> dict[str, str]:
    """Every file below a folder by its hash, the lock and the log aside."""
    aside = {"lock", "publications.log"}
    files = (
        file for file in sorted(folder.rglob("*")) if file.is_file() and file.name not in aside
    )
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files}  # fmt: skip


def overwrite(file: Path, damaged: bytes) -> None:
    """Other bytes in a file of a home, editions too, which are read-only."""
    file.chmod(0o600)
    file.write_bytes(damaged)


def run(home: DataHome, *words: object, lang: str = "en_GB.UTF-8"):
    env = {"MILESTONES_HOME": str(home.path), "LC_ALL": lang}
    return CliRunner().invoke(app, list(map(str, words)), env=env)


def told(result, code: int, *parts: str) -> None:
    """One sentence on standard error, this exit code, no trace."""
    assert result.exit_code == code and isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert all(part in result.stderr for part in parts), result.stderr


def accounts(files: Sequence[FileReport]) -> dict[str, tuple[int, ...]]:
    """Rows in, accepted, rejected, identical, corrections, warnings of each file by its name."""
    return {
        Path(file.file).stem: (
            file.rows,
            file.accepted,
            file.rejected,
            file.identical,
            file.corrections,
            file.warnings,
        )
        for file in files
    }
