"""What an operator hears: from which level, of what, and nothing of cells, readers or secrets."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from small_home import INSTITUTIONS, PATENTS, RECEIVED, Steward

from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import publish, rollback, withdraw
from milestones.export.figure_export import export_figure
from milestones.export.files import write_figure
from milestones.figures.compute import compute_figure
from milestones.logs import LEVEL_VARIABLE, log_to_stderr
from milestones.paths import product_version
from milestones.selection import Selection
from pages.parts.streamlit_compat.request_guard import RequestGuard


@pytest.fixture
def bare_log() -> Iterator[logging.Logger]:
    """The logger of the library as a new process finds it."""
    log = logging.getLogger("milestones")
    handlers, level = log.handlers[:], log.level
    log.handlers.clear()
    yield log
    log.handlers[:] = handlers
    log.setLevel(level)


@pytest.mark.parametrize(
    ("asked", "level"),
    [(None, "WARNING"), ("", "WARNING"), ("info", "INFO"), ("DEBUG", "DEBUG"), ("all", "WARNING")],
)
def test_the_level_is_a_setting(asked, level, bare_log, monkeypatch, capsys):
    monkeypatch.delenv(LEVEL_VARIABLE, raising=False)
    if asked is not None:
        monkeypatch.setenv(LEVEL_VARIABLE, asked)
    log_to_stderr()
    log_to_stderr("ERROR")
    assert logging.getLevelName(bare_log.level) == level and len(bare_log.handlers) == 1
    assert ("ALL" in capsys.readouterr().err) == (asked == "all")


def test_what_is_published_is_told_by_counts(tmp_path, caplog):
    steward = Steward(tmp_path)
    with caplog.at_level(logging.INFO, "milestones"):
        first = steward.deliver(institutions=INSTITUTIONS)
        second = steward.deliver(patents=PATENTS)
        rollback(steward.home, first.edition_id)
        rollback(steward.home, second.edition_id)
        withdraw(steward.home, 2)
    rows = first.files[0].accepted
    assert f"{first.edition_id} stands: 1 files, {rows} rows accepted, 0 rejected" in caplog.text
    assert f"rolled back to edition {first.edition_id}" in caplog.messages
    assert f"edition {first.edition_id} stands without delivery 2" in caplog.messages
    cells = {cell for line in INSTITUTIONS.splitlines()[2:] for cell in line.strip().split(",")}
    assert not any(cell in caplog.text for cell in cells if len(cell) > 2)


def test_a_refused_file_is_told_by_its_name_and_rule(tmp_path, caplog):
    steward = Steward(tmp_path)
    odd = steward.write("a\x1b[2J.csv", "")
    with caplog.at_level(logging.INFO, "milestones"), pytest.raises(DeliveryRefusedError) as fault:
        publish(steward.home, [odd], received_on=RECEIVED)
    ((_, refusal),) = fault.value.refusals
    assert caplog.messages == [rf"a\x1b[2J.csv is refused: {refusal.rule}"]


def test_an_export_is_told_by_figure_form_and_edition(tmp_path, caplog):
    steward = Steward(tmp_path)
    made = steward.deliver(institutions=INSTITUTIONS, patents=PATENTS).edition_id
    with caplog.at_level(logging.INFO, "milestones"), steward.edition() as edition:
        result = compute_figure("pipeline", edition, Selection())
        sheets = [export_figure(result, edition, lang) for lang in ("zh", "en")]
        write_figure(sheets, Path(tmp_path / "out.json"))
    assert f"made pipeline as json in zh+en, edition {made}" in caplog.messages


def test_a_refused_request_is_told_without_its_path(caplog):
    origin = b"https://there.example\x07" + b"x" * 300
    with caplog.at_level(logging.INFO, "milestones"):
        assert _status("GET", "/media/secret.csv") == 404
        assert _status("POST", "/", (b"origin", origin)) == 403
    gone, other = caplog.messages
    assert "404" in gone and "secret" not in caplog.text
    assert "403" in other and "host here.example" in other
    assert r"https://there.example\x07" in other and len(other) < 400


def _status(method: str, path: str, *headers: tuple[bytes, bytes]) -> int:
    """The status with which the guard refuses a request."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "scheme": "http", "method": method, "path": path, "query_string": b""}
    scope["headers"] = [(b"host", b"here.example"), *headers]
    with suppress(StopIteration):  # nothing in it waits, and a loop may be running
        RequestGuard(None)(scope, None, send).send(None)
    return sent[0]["status"]


def test_the_version_is_that_of_the_project():
    assert product_version().count(".") == 2
