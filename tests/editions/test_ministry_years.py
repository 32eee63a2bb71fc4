"""The Ministry's lists of other years: without codes, and with the province in a column."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_home import Steward, accounts

from milestones.editions.inputs import DeliveryRefusedError
from milestones.export.alias_proposals import alias_proposals

CODED = """
    序号,学校名称,学校标识码,主管部门,所在地,办学层次,备注
    北京市（1所）
    1,示例大学,4111099001,教育部,北京市,本科,
    浙江省（2所）
    2,示例理工大学,4133099002,浙江省,杭州市,本科,
    3,示例职业学院,4133099003,浙江省,宁波市,专科,
"""
WITHOUT_CODES = """
    序号,学校名称,主管部门,所在地,办学层次,备注
    北京市（1所）
    1,示例大学,中国科学院,北京市,本科,
    浙江省（3所）
    2,示例工学院,浙江省教育厅,杭州市,本科,
    3,示例师范专科学校,浙江省,宁波市,专科,
    4,示例职业学院,浙江省,宁波市,专科,
"""
IN_A_COLUMN = """
    序号,省份,学校名称,学校标识码,主管部门,所在地,办学层次
    1,北京市,示例大学,4111099001,教育部,北京市,本科
    2,广东省,示例海洋大学,4144099004,广东省,湛江市,本科
"""
BY_PLACE = """
    序号,学校名称,学校标识码,主管部门,所在地,办学层次,备注
    1,示例农业大学,4137099005,山东省,山东省,本科,
    2,示例林业大学,4137099006,山东省,青岛市,本科,
"""
ALIASES = """
    别名,机构代码
    示例工学院,4133099002
    示例师范专科学校,4133099007
"""


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> tuple[Steward, dict[str, tuple[int, ...]]]:
    """The lists delivered one after the other, and the aliases last; what became of each."""
    steward = Steward(tmp_path_factory.mktemp("years"))
    counted = {}
    for name, text in {"coded": CODED, "names": WITHOUT_CODES, "column": IN_A_COLUMN}.items():
        counted |= accounts(steward.deliver(**{name: text}).files)
    with steward.edition() as edition:
        assert [each.name for each in alias_proposals(edition)] == [
            "示例工学院",
            "示例师范专科学校",
        ]
    counted |= accounts(steward.deliver(place=BY_PLACE, aliases=ALIASES).files)
    return steward, counted


Years = tuple[Steward, dict[str, tuple[int, ...]]]


def institutions(years: Years) -> dict[str, tuple[str, str]]:
    return {code: (name, province) for code, name, province in years[0].table(
        "institutions", "institution_id", "name", "province")}  # fmt: skip


def test_a_list_without_codes_is_read_where_the_name_is_known(years: Years) -> None:
    """One department is another than the later list says; two names had no code by then."""
    assert years[1]["names"] == (4, 1, 2, 1, 1, 0)


def test_names_get_their_codes_by_confirmation(years: Years) -> None:
    """A former name leaves today's standing; a school that no list codes comes in by its alias."""
    assert years[1]["aliases"] == (2, 2, 0, 0, 0, 0)
    found = institutions(years)
    assert found["4133099002"] == ("示例理工大学", "330000")
    assert found["4133099007"] == ("示例师范专科学校", "330000")
    assert not [each for each in years[0].findings() if each["rule"] == "name_without_code"]


def test_the_province_may_stand_in_a_column(years: Years) -> None:
    assert years[1]["column"] == (2, 2, 0, 0, 1, 0)
    assert institutions(years)["4144099004"] == ("示例海洋大学", "440000")


def test_the_place_is_the_province_where_nothing_else_says_one(years: Years) -> None:
    assert years[1]["place"][:3] == (2, 1, 1)
    assert institutions(years)["4137099005"] == ("示例农业大学", "370000")
    (city,) = [each for each in years[0].findings() if each["rule"] == "unknown_province"]
    assert city["value"] == "青岛市"


def test_another_table_of_names_is_no_list_of_the_ministry(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefusedError):
        Steward(tmp_path).deliver(a="序号,学校名称,主管部门,专利数\n1,示例大学,教育部,5")
