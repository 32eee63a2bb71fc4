"""A slip in a header loses no column in silence: the delivery stops, or says what is not read."""

from __future__ import annotations

import pytest
from small_home import RECEIVED, accounts

from milestones.editions import edition_build
from milestones.editions.delivered_files import HeaderNotFoundError
from milestones.editions.edition_build import make_edition
from milestones.editions.findings import finding_sentence
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import no_progress, publish
from milestones.i18n import Locale

PATENTS = """
    申请号,机构代码,授权公告日,{header}
    P1,U1,2018-05-01,{cell}
    P3,U1,2018-05-01,
"""


def patents(header: str, cell: str) -> str:
    return PATENTS.format(header=header, cell=cell)


SLIPS = {
    "a day": (patents("失效日期", "2021-01-01"), "失效日", 1),
    "yes and no": (patents("计划前是否已转化", "是"), "计划前已转化", 1),
    "text": (patents("主分类编号", "G06F"), "主分类号", 1),
    "stars": ("申请号,盘点日期,是否入库,自评星级等级\nP1,2024-05-05,是,5", "自评星级", 1),
    "a word": ("申请号,盘点日期,是否入库,转化的意愿\nP1,2024-05-05,是,许可", "转化意愿", 1),
    "a part": ("申请号,盘点日期,是否入库,星级\nP1,2024-05-05,是,5", "自评星级", 1),
    "money": (
        "申请号,备案日期,方式,金额（万元）\nP1,2024-05-05,转让,5",
        "合同金额（元） / 合同金额（万元）",
        1,
    ),
    "a count": ("机构代码,报告期,应盘点数\nU1,2024-05,12\nU2,2024-05,3", "应盘点", 2),
}


@pytest.mark.parametrize(("text", "meant", "filled"), SLIPS.values(), ids=SLIPS)
def test_a_slip_stops_the_delivery_and_names_what_is_meant(started, text, meant, filled):
    before = started.home.current_id()
    with pytest.raises(DeliveryRefusedError) as refused:
        started.deliver(slip=text)
    ((_, refusal),) = refused.value.refusals
    assert refusal.rule == "misnamed_column" and refusal.params["filled"] == filled
    assert f"“{meant}”" in refusal.sentence(Locale("zh"))
    assert started.home.current_id() == before


def test_an_amount_without_its_unit_stops_the_delivery(started):
    text = "申请号,备案日期,方式,合同金额\nP1,2024-05-05,转让,5"
    with pytest.raises(DeliveryRefusedError) as refused:
        started.deliver(slip=text)
    ((_, refusal),) = refused.value.refusals
    assert refusal.rule == "unit_not_clear"
    assert "（元） / 合同金额（万元）" in refusal.sentence(Locale("zh"))
    found = started.check(slip=text.replace("转让,5", "转让,面议"))[1]
    assert [each["rule"] for each in found] == ["amount_without_unit"]


def test_other_cells_other_meanings_and_known_headers_stop_nothing(started):
    done = started.deliver(patents=patents("失效日期,预计失效日,申请人", "甲,2021-01-01,某大学"))
    assert accounts(done.files)["patents"] == (2, 1, 0, 1, 0, 0)
    found = started.findings(2)
    assert {(each["severity"], each["row_no"]) for each in found} == {("information", None)}
    said = [finding_sentence(each, Locale("zh")) for each in found]
    assert len(said) == 3 and all("已填单元格数：1" in sentence for sentence in said)


def test_what_is_left_out_is_kept_with_the_delivery(started):
    files = started.files(patents=patents("失效日期,失效日", "2021-01-01,2021-01-01"))
    headers = ["失效日期", "失效日"]
    done = publish(started.home, files, received_on=RECEIVED, left_out=headers)
    (_, newest) = chain = edition_build.current_history(started.home)
    assert newest.left_out == ("失效日期", "失效日")
    assert [found["rule"] for found in started.findings(2)] == ["column_left_out"] * 2
    assert {row[0] for row in started.table("patents", "lapsed_on")} == {None}
    again = publish(started.home, files, received_on=RECEIVED)
    assert (again.edition_id, again.is_new) == (done.edition_id, False)
    rows = started.table("patents")
    started.home.file_of(done.edition_id).unlink()
    for reading in started.home.readings.iterdir():
        reading.unlink()
    started.home.point_at(edition_build.previous_id(chain, edition_build.load(started.home.plan)))
    assert make_edition(started.home, chain, {}, no_progress) == (done.edition_id, True)
    assert started.table("patents") == rows


def test_a_header_to_leave_out_that_no_file_has_is_told(started):
    files = started.files(patents=patents("失效日期", "2021-01-01"))
    with pytest.raises(HeaderNotFoundError, match="失效"):
        publish(started.home, files, received_on=RECEIVED, left_out=["失效日期", "失效"])
