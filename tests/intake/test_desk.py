"""A steward's desk: what is brought is checked and published once, and nothing stays behind."""

import stat
import time
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from small_home import INSTITUTIONS, PATENTS, RECEIVED, Steward

from milestones.access import STEWARD_VARIABLE, NotAllowedError
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.release import embargo_of
from milestones.intake.copies import report_bytes, returned_bytes, returned_file_name
from milestones.intake.desk import Delivery, Desk
from milestones.intake.desks import Desks
from milestones.intake.uploads import Uploads, safe_parts

ASSESSMENTS = "application_no,assessed_on,convertible\nP1,2024-03-01,true\nP2,never,true"
DELIVERY = Delivery(RECEIVED)
TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def steward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steward:
    """A home with an edition, and an app started for stewards; all temporary files in one place."""
    monkeypatch.setenv(STEWARD_VARIABLE, "1")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    made = Steward(tmp_path)
    made.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    return made


def brought(steward: Steward, **texts: str) -> Desk:
    """A desk with files on it."""
    desk = Desk(steward.home)
    for path in steward.files(**texts):
        desk.add(path.name, path.read_bytes())
    return desk


def settled(desk: Desk) -> Desk:
    """Wait until the work on a desk is over."""
    until = time.monotonic() + 120
    while desk.job and time.monotonic() < until:
        time.sleep(0.02)
    assert desk.job is None
    return desk


def left(steward: Steward) -> list[str]:
    """What lies among the temporary files, but for what the reading process of all tests has."""
    found = (path.name for path in (steward.folder.parent / "tmp").iterdir())
    return [name for name in found if not name.startswith("milestones-reading-")]


def test_a_delivery_is_checked_sent_back_and_published(steward: Steward) -> None:
    desk = brought(steward, 盘点=ASSESSMENTS)
    assert stat.S_IMODE(desk.uploads.path.stat().st_mode) == 0o700
    desk.start_check(DELIVERY)
    result = settled(desk).result
    assert desk.fault is None and result is not None
    (report,) = result.reports
    assert (report.file, report.accepted, report.rejected) == ("盘点.csv", 1, 1)
    assert [(each.rule, each.count) for each in result.groups] == [("form_not_understood", 1)]
    assert {each.id for each in result.changes} >= {"assessment_coverage"}
    before = steward.home.current_id()
    desk.start_publish("first", TOMORROW)
    desk.start_publish("twice")
    assert settled(desk).publication and desk.publication.edition_id != before
    assert steward.home.current_id() == desk.publication.edition_id
    assert embargo_of(steward.home, desk.publication.edition_id) == TOMORROW
    assert steward.edition().note == "first" and len(steward.home.edition_ids()) == 2
    assert desk.uploads.files() == [], "what was published is not kept here"
    assert desk.result is not None and returned_file_name(desk.result) == "盘点_退回_returned.xlsx"
    book = openpyxl.load_workbook(BytesIO(returned_bytes(desk.result)))
    assert any(cell.comment for sheet in book for row in sheet for cell in row)
    assert openpyxl.load_workbook(BytesIO(report_bytes(desk.result)))["问题 Findings"].max_row == 2
    desk.close()
    assert left(steward) == []


def test_several_files_go_back_as_an_archive(steward: Steward) -> None:
    desk = brought(steward, a=ASSESSMENTS, b=ASSESSMENTS.replace("never", "2024-02-31"))
    desk.start_check(DELIVERY)
    result = settled(desk).result
    assert result is not None and returned_file_name(result) == "returned.zip"
    with ZipFile(BytesIO(returned_bytes(result))) as archive:
        assert archive.namelist() == ["a_退回_returned.xlsx", "b_退回_returned.xlsx"]
    desk.close()


def test_a_refused_file_is_told_and_taken_away(steward: Steward) -> None:
    desk = brought(steward, 盘点=ASSESSMENTS)
    desk.add("省/坏.pdf", b"%PDF-1.4")
    desk.start_check(DELIVERY)
    fault = settled(desk).fault
    assert isinstance(fault, DeliveryRefusedError) and desk.result is None
    names = [desk.uploads.name_of(name) for name, _ in fault.refusals]
    assert names == ["省/坏.pdf"]
    desk.remove(*names)
    assert [file.name for file in desk.uploads.files()] == ["盘点.csv"] and desk.fault is None
    desk.start_check(Delivery(RECEIVED, as_of=date(2099, 1, 1)))
    assert "DayAfterReceiptError" in repr(settled(desk).fault)
    desk.close()


def test_a_column_with_a_slip_in_its_header_is_left_out_on_purpose(steward: Steward) -> None:
    desk = brought(steward, 专利="申请号,机构代码,授权公告日,失效日期\nP3,U1,2018-05-01,2024-01-01")
    desk.start_check(DELIVERY)
    fault = settled(desk).fault
    assert isinstance(fault, DeliveryRefusedError)
    assert [each.rule for _, each in fault.refusals] == ["misnamed_column"]
    assert fault.refusals[0][1].params["header"] == "失效日期"
    desk.leave_out("失效日期")
    desk.add("坏.pdf", b"%PDF-1.4")
    desk.remove("坏.pdf")
    assert desk.left_out, "what was said of a file that stays holds"
    desk.start_check(DELIVERY)
    assert settled(desk).fault is None and desk.result is not None
    desk.start_publish("")
    assert settled(desk).publication is not None
    desk.close()


def test_a_check_that_is_stopped_or_left_alone_leaves_nothing(steward: Steward) -> None:
    desk = brought(steward, 盘点=ASSESSMENTS)
    desk.start_check(DELIVERY)
    desk.cancel()
    assert settled(desk).result is None and desk.fault is None
    assert left(steward) == [desk.uploads.path.name]
    desk.start_check(DELIVERY)
    desk.close()
    settled(desk)
    assert left(steward) == []


def test_only_who_may_publish_does(steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = brought(steward, 盘点=ASSESSMENTS)
    desk.start_check(DELIVERY)
    settled(desk)
    before = steward.home.current_id()
    monkeypatch.delenv(STEWARD_VARIABLE)
    with pytest.raises(NotAllowedError):
        desk.start_publish("no")
    assert settled(desk).publication is None and steward.home.current_id() == before
    desk.close()


def test_a_desk_lasts_as_long_as_a_page_of_its_steward(steward: Steward) -> None:
    desks = Desks(grace_seconds=0.3)
    first, again = desks.hold("a", steward.home), desks.hold("a", steward.home)
    other = desks.hold("b", steward.home)
    assert first.desk is again.desk and first.desk is not other.desk
    first.release()
    again.release()
    anew = desks.hold("a", steward.home)
    time.sleep(0.5)
    assert anew.desk is first.desk and anew.desk.uploads.path.is_dir(), "a page loaded anew"
    anew.release()
    time.sleep(0.5)
    assert not again.desk.uploads.path.exists() and other.desk.uploads.path.is_dir()
    desks.close()
    assert left(steward) == []


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("../../etc/passwd", ("etc", "passwd")),
        ("C:\\Users\\x\\a.csv", ("C_", "Users", "x", "a.csv")),
        ("/abs/./a.csv", ("abs", "a.csv")),
        ("a\x00b\n.csv", ("a_x00b_n.csv",)),
        ("..", ()),
        ("盘" * 200 + ".csv", ("盘" * 49 + ".csv",)),
    ],
)
def test_names_never_lead_out_of_the_folder(name: str, parts: tuple[str, ...]) -> None:
    assert safe_parts(name) == parts


def test_one_name_from_two_places_is_kept_twice_and_one_file_once() -> None:
    uploads = Uploads()
    for name, content in [("a.csv", b"1"), ("a.csv", b"2"), ("a.csv", b"1"), ("x/.DS_Store", b"")]:
        uploads.add(name, content)
    assert [file.name for file in uploads.files()] == ["a (2).csv", "a.csv"]
    uploads.close()
    assert not uploads.path.exists()
