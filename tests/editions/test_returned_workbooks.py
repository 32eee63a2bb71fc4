"""From a check to the workbooks that go back, and from a mended one to an edition."""

import json
from pathlib import Path

import openpyxl
from small_home import INSTITUTIONS, PATENTS, RECEIVED, Steward, accounts
from typer.testing import CliRunner

from milestones.cli import app
from milestones.editions.publishing import checked, publish
from milestones.editions.returned_workbooks import returned_name, write_returned_workbooks
from milestones.filings.returned.cover import COVER_TITLE

ASSESSMENTS = """
    申请号,盘点日期,是否入库,自评星级,备注
    P1,2024-02-30,是,4,甲
    P2,2024-03-01,也许,9,=1+1
"""


def test_a_returned_workbook_is_mended_sent_again_and_accepted(tmp_path: Path) -> None:
    steward = Steward(tmp_path)
    steward.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    paths = steward.files(
        盘点=ASSESSMENTS, 名单="机构代码,机构名称,机构类型,省份\n4133019999,示范,高校,浙江"
    )
    with checked(steward.home, paths, received_on=RECEIVED) as check:
        (found,) = write_returned_workbooks(check, tmp_path / "back")
    assert (found.file, found.form, found.path.name) == (
        "盘点.csv", "plain", "盘点_退回_returned.xlsx",
    )  # fmt: skip
    book = openpyxl.load_workbook(found.path)
    cover, sheet = book[COVER_TITLE], book["盘点"]
    said = [str(cell.value) for column in "CD" for cell in cover[column]]
    assert any("读入 2 行" in text for text in said) and any("备注" in text for text in said)
    assert not any(str(tmp_path) in text for text in said), "no path of the steward's"
    assert {cell.coordinate for row in sheet for cell in row if cell.comment} == {"B2", "C3", "D3"}
    assert "2024-02-30" in sheet["B2"].comment.text
    sheet["B2"], sheet["C3"], sheet["D3"] = "2024-02-29", "否", 3
    book.save(found.path)
    done = publish(steward.home, [found.path], received_on=RECEIVED)
    assert accounts(done.files)[found.path.stem][:3] == (2, 2, 0)


def test_the_command_writes_them_beside_its_answer(tmp_path: Path) -> None:
    steward = Steward(tmp_path)
    steward.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    (path,) = steward.files(盘点=ASSESSMENTS)
    words = ["check", str(path), "--json", "--received-on", RECEIVED.isoformat()]
    env = {"MILESTONES_HOME": str(steward.home.path), "LC_ALL": "zh_CN.UTF-8"}
    done = CliRunner().invoke(app, [*words, "--return", str(tmp_path / "back")], env=env)
    assert (done.exit_code, json.loads(done.stdout)[0]["rejected"]) == (1, 2)
    (made,) = (tmp_path / "back").iterdir()
    assert str(made) in done.stderr


def test_names_of_workbooks_are_safe_and_their_own() -> None:
    taken: set[str] = set()
    names = [
        "江苏/盘点.csv",
        "浙江/盘点.csv",
        "../../etc/passwd",
        "a:b*.xlsx",
        "\x1b[31m.csv",
        "A_B_.xls",
    ]
    found = [returned_name(name, taken).removesuffix("_退回_returned.xlsx") for name in names]
    assert found[:3] == ["江苏_盘点", "浙江_盘点", "etc_passwd"]
    assert found[3:5] == ["a_b", "x1b[31m"] and len(set(found)) == len(found)
    assert returned_name("盘" * 500 + ".csv", taken).encode().__len__() < 255
