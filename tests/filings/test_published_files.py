"""The files as the authorities published them."""

import shutil

import pytest

from milestones.i18n import Locale

pytestmark = pytest.mark.real


def test_the_first_issue_of_2025(real_files, read):
    reading = read(real_files / "moe_2025-06-20_first_issue.xls")
    assert (reading.landed.rows_in, len(set(reading.column("institution_id")))) == (2919, 2919)
    (warning,) = [note for note in reading.landed.notes if note.severity == "warning"]
    assert warning.params == {"province": "海南省", "declared": 27, "counted": 28}
    assert set(reading.column("kind")) == {"university"}
    assert len(set(reading.column("province"))) == 31


def test_the_reissue_holds_the_same_rows(real_files, read):
    first = read(real_files / "moe_2025-06-20_first_issue.xls")
    again = read(real_files / "moe_2025-06-20_reissue.xls")
    assert again.rows == first.rows
    assert [note for note in again.landed.notes if note.severity == "warning"] == []


def test_a_province_comes_from_the_section_not_from_the_code(real_files, read):
    reading = read(real_files / "moe_2025-06-20_first_issue.xls")
    place = reading.column("institution_id").index("4111012802")
    assert (reading.column("name")[place], reading.column("province")[place]) == (
        "吉利学院", "四川省",
    )  # fmt: skip


def test_the_list_of_2017_has_its_names_mended(real_files, read):
    reading = read(real_files / "moe_2017.xls")
    assert reading.landed.rows_in == 2631
    assert reading.notes("names_repaired") == [{"count": 26}]
    assert not any("\n" in name for name in reading.column("name"))
    assert "苏州工业园区服务外包职业学院" in reading.column("name")
    assert "上海市\n中国科学院" in reading.column("department")


def test_the_list_of_adult_colleges_is_read(real_files, read):
    reading = read(real_files / "moe_2025_adult_colleges.xls")
    assert reading.landed.rows_in == 248
    assert reading.notes("declared_count_differs") == []
    assert None not in reading.column("province")


@pytest.mark.parametrize("year", [2014, 2019, 2021, 2022, 2023])
def test_yearbooks_are_no_known_kind(year, real_files, refusal):
    refused = refusal(real_files / f"yearbook/valid_patents_{year}.xlsx")
    assert refused.rule == "unknown_kind"
    assert refused.params["header"].replace(" ", "") == "地区|Region|合计Total"


def test_the_list_of_institutes_is_no_known_kind(real_files, refusal):
    refused = refusal(real_files / "research_institutes_2024.xlsx")
    assert refused.rule == "unknown_kind"
    assert refused.params["header"] == "year | index | institution | result | administrator"


@pytest.mark.parametrize("name", ["filing", "filing.xls", "filing.xlsx"])
def test_the_protected_yearbook_says_how_to_save_it_again(name, real_files, refusal, tmp_path):
    shutil.copy(real_files / "yearbook/valid_patents_2023_protected.xls", tmp_path / name)
    refused = refusal(tmp_path / name)
    assert refused.rule == "protected"
    assert "protected" in str(refused) and "save it again" in str(refused)
    assert "保护" in refused.sentence(Locale("zh")) and "另存为" in refused.sentence(Locale("zh"))
