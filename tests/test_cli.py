"""The commands as people and scripts meet them: what they print, and how they end."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook
from small_home import ASSESSED, INSTITUTIONS, P1, P2, P3, PATENTS, Steward, content
from typer import Exit
from typer.testing import CliRunner

from milestones.cli import app
from milestones.console.faults import handle_errors
from milestones.editions.inputs import DeliveryRefusedError
from milestones.filings.remarks import FilingRefused
from milestones.i18n import Locale
from milestones.selection import Selection, selection_from_options

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
FILE_KEYS = [
    "file", "kind", "rows", "accepted", "rejected", "identical", "corrections", "warnings",
]  # fmt: skip
VALUE_KEYS = {"id", "value", "numerator", "denominator", "unit", "as_of"}
IDS = [
    "valid", "due", "assessment_coverage", "institution_completion", "pool_share",
    "good_prospects_share", "evaluated_share", "transfer_recordals", "transferred_share",
    "contract_value", "industrialization_rate", "high_value_industrialization",
]  # fmt: skip
BAD = f"{ASSESSED}\nP2,2024-03-02,=1+1,@5\nP3,2024-03-02,是,5"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    Steward(folder).deliver(institutions=INSTITUTIONS, patents=PATENTS)
    return folder


@pytest.fixture
def steward(first, tmp_path):
    """A home of one edition: four institutions and two patents."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return Steward(tmp_path)


def run(steward, *words, lang="en_GB.UTF-8"):
    """A command in the steward's home."""
    env = {"MILESTONES_HOME": str(steward.home.path), "LC_ALL": lang}
    return CliRunner().invoke(app, list(map(str, words)), env=env)


def publish(steward, *words, lang="en_GB.UTF-8", **texts):
    files = steward.files(**texts)
    return run(steward, "publish", *files, "--received-on", "2024-07-10", *words, lang=lang)


def read_json(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(result, *parts, code=1):
    """This exit code, nothing on standard output, a sentence and no traceback on the other."""
    assert result.exit_code == code and result.stdout == ""
    assert "Traceback" not in result.stderr
    assert all(part in result.stderr for part in parts), result.stderr
    return result.stderr


# publish


def test_publish_prints_the_account_of_each_file_as_json(steward):
    printed = read_json(publish(steward, "--json", a=BAD, patents=PATENTS))
    assert [list(file) for file in printed] == [FILE_KEYS, FILE_KEYS]
    assert [list(file.values())[1:] for file in printed] == [
        ["assessments", 3, 1, 2, 0, 0, 0],
        ["patents", 2, 0, 0, 2, 0, 0],
    ]
    assert printed[0]["file"].endswith("a.csv")


def test_publish_ends_well_with_rejected_rows_and_lists_them(steward):
    result = publish(steward, a=BAD)
    assert result.exit_code == 0
    assert "3 rows in = 1 accepted + 2 rejected + 0 identical" in result.stdout
    assert "a.csv, row 3, column C convertible: “=1+1” is not understood." in result.stdout
    assert f"Edition {steward.home.current_id()} stands." in result.stdout


def test_publish_in_chinese_has_no_english(steward):
    text = BAD.replace("application_no,assessed_on,convertible,stars",
                       "申请号,盘点日期,是否入库,自评星级")  # fmt: skip
    result = publish(steward, lang="zh_CN.UTF-8", 盘点=text)
    said = re.sub(r"\S+\.csv|[0-9a-f]{16}", "", result.stdout)
    assert "读入 3 行 = 接收 1 行 + 退回 2 行 + 重复 0 行" in said
    assert not re.search("[a-z]{2,}", said)
    assert "第 3 行 C 是否入库 列：无法识别“=1+1”" in said


def test_publish_says_why_nothing_was_published(steward):
    was = steward.home.current_id()
    result = publish(steward, a=ASSESSED, unknown="甲,乙\n1,2")
    refused(result, "Nothing was published", "unknown.csv", "no known kind", "甲 | 乙", code=2)
    assert steward.home.current_id() == was
    refused(run(steward, "publish", steward.folder / "none.csv"), "none.csv", code=2)
    refused(run(steward, "check", steward.folder / "none.csv"), "none.csv", code=2)
    refused(
        run(steward, "publish", *steward.files(a=ASSESSED), "--received-on", "2024-07-10",
            "--as-of", "2024-07-11"),
        "2024-07-11", code=2,
    )  # fmt: skip


def test_publish_takes_a_folder_and_leaves_hidden_and_temporary_files_aside(steward):
    folder = steward.folder / "delivery"
    folder.mkdir()
    for name in ("b.csv", ".hidden.csv", "~$b.xlsx"):
        (folder / name).write_text(ASSESSED.replace("P1", P1))
    printed = read_json(run(steward, "publish", folder, "--received-on", "2024-07-10", "--json"))
    assert [Path(file["file"]).name for file in printed] == ["b.csv"]


def test_publish_keeps_note_day_and_as_of(steward):
    publish(steward, "--note", "四月补报", "--as-of", "2024-05-17", a=ASSESSED)
    with steward.edition() as edition:
        assert (edition.note, str(edition.as_of)) == ("四月补报", "2024-05-17")
        assert str(edition.received_on) == "2024-07-10"


def test_real_filings_do_not_go_to_a_synthetic_home(tmp_path):
    steward = Steward(tmp_path)
    steward.home.require(synthetic=True)
    refused(publish(steward, institutions=INSTITUTIONS), "never share a home", code=2)
    assert steward.home.edition_ids() == []


def test_a_busy_home_is_said_to_be_busy(steward):
    with steward.home.at_work():
        refused(publish(steward, a=ASSESSED), "Another command is at work", code=2)


# check


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and path.name != "lock"}  # fmt: skip


def test_check_changes_nothing_and_ends_with_1_on_a_rejection(steward):
    before = contents(steward.home.path)
    files = steward.files(a=BAD)
    result = run(steward, "check", *files, "--received-on", "2024-07-10", "--json")
    assert result.exit_code == 1
    assert [file["rejected"] for file in json.loads(result.stdout)] == [2]
    good = run(steward, "check", *steward.files(b=ASSESSED), "--received-on", "2024-07-10")
    assert good.exit_code == 0 and "1 accepted" in good.stdout
    assert contents(steward.home.path) == before


def test_a_bad_file_that_is_checked_again_after_publishing_shows_what_is_wrong_again(steward):
    files = [*steward.files(a=BAD), "--received-on", "2024-07-10"]
    run(steward, "publish", *files)
    again = run(steward, "check", *files)
    assert "3 rows in = 0 accepted + 0 rejected + 3 identical" in again.stdout
    assert "a.csv, row 3, column C convertible: “=1+1” is not understood." in again.stdout
    assert "2 rows of files that were delivered before were rejected then" in again.stdout
    assert again.exit_code == 1
    new = run(steward, "check", *steward.files(b=ASSESSED), *files)
    assert "a.csv, row 3, column C" in new.stdout and new.exit_code == 1


@pytest.mark.parametrize("command", ["check", "publish"])
def test_json_tells_of_refused_files_too(steward, command):
    before = content(steward.home.path)
    files = steward.files(a=ASSESSED, bad="x,y\n1,2")
    result = run(steward, command, *files, "--json")
    assert result.exit_code == 2 and "bad.csv" in result.stderr
    (told,) = json.loads(result.stdout)
    assert (told["file"], told["rule"]) == (str(files[1]), "unknown_kind")
    assert told["params"]["header"] == "x | y"
    assert "no known kind of filing" in told["sentence"]["en"]
    assert re.search("[\u4e00-\u9fff]", told["sentence"]["zh"])
    assert content(steward.home.path) == before


@pytest.mark.parametrize(
    "words",
    [(), ("nothing",), ("check",), ("check", "a", "--so"), ("publish", "a", "--as-of", "soon"),
     ("indicators", "--as-of", "x"), ("figure", "overview"), ("verify", "not there")],
)  # fmt: skip
def test_wrong_usage_has_an_exit_code_of_its_own(steward, words):
    assert run(steward, *words).exit_code == 64


def test_check_writes_a_report_whose_text_stays_text(steward):
    report = steward.folder / "report.xlsx"
    extra = "application_no,recorded_on,mode,remark\nP1,2024-03-01,licence,x"
    files = steward.files(a=BAD, b=extra)
    result = run(steward, "check", *files, "--received-on", "2024-07-10", "--report", report)
    assert result.exit_code == 1
    book = CalamineWorkbook.from_path(report)
    header, account, _ = book.get_sheet_by_name("文件 Files").to_python()
    assert header[:3] == ["文件\nFile", "类型\nWhat it is", "读入行数\nRows in"]
    assert account[1:] == ["盘点清单 list of assessments", 3, 1, 2, 0, 0, 0]
    header, *rows = book.get_sheet_by_name("问题 Findings").to_python()
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(one["行\nRow"], one["列\nColumn"], one["单元格\nCell"]) for one in found] == [
        (3, "C convertible", "=1+1"), (3, "D stars", "@5"), (4, "A application_no", P3),
        ("", "", ""),
    ]  # fmt: skip
    for one in found[:3]:
        assert "第" in one["说明"] and one["单元格\nCell"] in one["说明"]
        assert "row" in one["Explanation"] and one["单元格\nCell"] in one["Explanation"]
        assert not re.search("[\u3400-\u9fff]", one["Explanation"])
    shutil.unpack_archive(report, steward.folder / "book", "zip")
    sheets = list((steward.folder / "book" / "xl" / "worksheets").glob("*.xml"))
    assert len(sheets) == 2 and not any("<f>" in path.read_text() for path in sheets)


# editions, rollback, withdraw


def test_editions_are_listed_with_their_deliveries(steward):
    was = steward.home.current_id()
    publish(steward, "--note", "second", a=ASSESSED)
    lines = run(steward, "editions").stdout.splitlines()
    assert lines[0].split()[:3] == [was, "2024-06-30", "2024-07-10"]
    assert lines[1].split()[:2] == ["*", steward.home.current_id()]
    assert [line.split()[0] for line in lines[-2:]] == ["1", "2"]
    assert "institutions.csv" in lines[-2] and "second" in lines[-1]


def test_rollback_and_withdraw_say_what_is_left_out(steward):
    was = steward.home.current_id()
    publish(steward, a=ASSESSED)
    rolled = run(steward, "rollback", was)
    assert rolled.exit_code == 0 and was in rolled.stdout and "a.csv" in rolled.stdout
    later = publish(steward, b=ASSESSED.replace("P1", "P2"))
    assert later.exit_code == 0 and "a.csv" in later.stdout + later.stderr
    withdrawn = run(steward, "withdraw", "2")
    assert withdrawn.exit_code == 0 and steward.home.current_id() == was


def test_what_cannot_be_rolled_back_to_or_withdrawn(steward):
    refused(run(steward, "rollback", "0123456789abcdef"), "0123456789abcdef")
    refused(run(steward, "rollback", "../../etc"), "no edition")
    refused(run(steward, "withdraw", "7"), "no delivery 7")
    refused(run(steward, "withdraw", "1"), "No delivery would be left")


def test_an_empty_home_is_said_to_be_empty(tmp_path):
    steward = Steward(tmp_path)
    refused(run(steward, "indicators", "--json"), "no edition", "Publish filings first")
    assert run(steward, "editions").exit_code == 0
    refused(run(steward, "withdraw", "1"), "no delivery 1")


# indicators


def test_indicators_as_json(steward):
    publish(steward, a=ASSESSED)
    printed = read_json(run(steward, "indicators", "--json"))
    assert [value["id"] for value in printed] == IDS
    for value in printed:
        assert set(value) == VALUE_KEYS | ({"reason"} if value["value"] is None else set())
        assert value["as_of"] == "2024-06-30"
    coverage = printed[IDS.index("assessment_coverage")]
    assert (coverage["value"], coverage["numerator"], coverage["denominator"]) == (0.5, 1, 2)
    units = {value["unit"] for value in printed}
    assert units == {"patents", "share", "times", "CNY"}


def test_indicators_of_a_selection(steward):
    def due(*words):
        return read_json(run(steward, "indicators", "--json", *words))[1]["value"]

    assert due() == 2
    assert due("--province", "330000", "--province", "110000") == 2
    assert due("--province", "110000") == 0
    assert due("--kind", "university") == 1
    assert due("--department", "中国科学院") == due("--department", "教育部") == 1
    assert due("--department", "中国科学院", "--department", "教育部") == 2
    assert due("--field", "0") == 2 and due("--field", "6") == 0
    assert due("--patents", "inventions") == 2
    assert due("--as-of", "2024-02-29", "--edition", steward.home.current_id()) == 2
    assert due("--province", "710000") == 0


def test_a_choice_is_one_however_it_is_typed(steward):
    steward.deliver(institutions=INSTITUTIONS)
    with steward.edition() as edition:
        typed = selection_from_options(
            edition,
            province=["330000", "110000", "330000"],
            kind=["university", "hospital"],
            field=[9, 3, 9],
        )
        address, _ = Selection.parse(typed.to_query(), edition)
    assert typed == address and typed.fields == (3, 9)


def test_indicators_of_an_earlier_edition(steward):
    was = steward.home.current_id()
    publish(steward, a=ASSESSED)
    earlier = read_json(run(steward, "indicators", "--json", "--edition", was))
    assert earlier[IDS.index("assessment_coverage")]["numerator"] == 0


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("--province", "33000"), ("--province 33000", "330000")),
        (("--province", "浙江"), ("--province 浙江",)),
        (("--kind", "universities"), ("--kind universities", "university")),
        (("--department", "教育"), ("教育部",)),
        (("--field", "36"), ("--field 36",)),
        (("--patents", "designs"), ("--patents designs",)),
        (("--as-of", "2024-07-01"), ("2024-07-01", "as-of date")),
        (("--edition", "0123456789abcdef"), ("0123456789abcdef",)),
    ],
)
def test_what_is_not_there_is_answered_with_a_sentence(steward, words, parts):
    for form in ((), ("--json",)):
        refused(run(steward, "indicators", *form, *words), *parts)


def test_indicators_for_people(steward):
    publish(steward, a=ASSESSED)
    english = run(steward, "indicators").stdout
    assert "Assessment coverage: 50.0% = 1 / 2\n" in english
    chinese = run(steward, "indicators", "--province", "110000", lang="zh_CN.UTF-8").stdout
    assert "盘点覆盖率：无法评估" in chinese
    assert not re.search("[A-Za-z]{2,}", chinese)


# The house


def test_a_demo_too_small_is_refused_before_anything_is_made(tmp_path):
    steward = Steward(tmp_path)
    result = run(steward, "demo", "--patents", "10")
    assert result.exit_code == 64 and "--patents" in result.output
    assert not steward.home.path.exists()


def test_python_dash_m_milestones(steward):
    """The module runs by itself, prints JSON and nothing else, and progress goes elsewhere."""
    files = steward.files(a=ASSESSED)
    done = subprocess.run(
        [sys.executable, "-m", "milestones", "publish", *files, "--received-on", "2024-07-10",
         "--json"],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "MILESTONES_HOME": str(steward.home.path), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert json.loads(done.stdout)[0]["accepted"] == 1
    assert "Publishing" in done.stderr and "%" not in done.stderr


@pytest.mark.skipif(not README.exists(), reason="there is no README yet")
def test_every_command_is_in_the_readme():
    text = README.read_text(encoding="utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands]
    said = re.compile("(?:milestones |`)(\\w+)[ `]")
    assert sorted(set(filter(None, names)) - set(said.findall(text))) == []


def test_every_option_of_the_design_is_there():
    wanted = {
        "demo": ("--patents", "--seed"),
        "check": ("--json", "--report"),
        "publish": ("--note", "--received-on", "--as-of", "--json"),
        "indicators": ("--json", "--province", "--kind", "--department", "--field", "--patents",
                       "--as-of", "--edition"),
        "editions": (), "rollback": (), "withdraw": (),
    }  # fmt: skip
    for command, options in wanted.items():
        result = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"})
        assert result.exit_code == 0
        assert all(option in result.output for option in options), command


def test_numbers_of_patents_are_those_of_the_filings(steward):
    assert {number for (number,) in steward.table("patents", "application_no")} == {P1, P2}


def test_of_many_refused_files_the_first_are_named_and_the_others_counted(capsys):
    refusals = [(f"{number}.csv", FilingRefused("empty_file")) for number in range(250)]
    with pytest.raises(Exit), handle_errors(Locale("en")):
        raise DeliveryRefusedError(refusals)
    said = capsys.readouterr().err.splitlines()
    assert said[1].startswith("  0.csv: ") and said[-1] == "  … and 150 more."
    assert len(said) == 102


def test_too_little_memory_for_filings_is_no_damaged_edition(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("MILESTONES_HOME", str(tmp_path))
    with pytest.raises(Exit), handle_errors(Locale("en")):
        raise duckdb.OutOfMemoryException("could not allocate block of size 256.0 KiB")
    said = capsys.readouterr().err
    assert "not enough memory" in said and "rollback" not in said
