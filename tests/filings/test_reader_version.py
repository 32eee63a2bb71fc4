"""The reader's version stands for the rows that it takes: it is raised whenever these change."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from filing_files import FORMATS, Reading, write, write_xlsx

from milestones.editions.deliveries import READER_VERSION

ROWS = [
    ["申请号", "机构代码", "授权公告日", "专利名称", "备注"],
    ["CN201610895413.X", "4111010001", "2024年3月1日", "一种\n方法", "甲"],
    [" 2016108954133 ", "４１１１０１０００１", "20240301", "=1+1", ""],
    ["", "", "", "", ""],
    ["ZL02190054.X", "4111010001.0", "—", "无", "乙"],
]
LIST = [
    ["全国高等学校名单", "", "", ""],
    ["序号", "学校名称", "学校标识码", "主管部门"],
    ["北京市（2所）", "", "", ""],
    [1.0, "示范\n大学", 4111010001.0, "教育部"],
    [2.0, "示范学院", "4111010002", "北京市"],
]
SEVERAL = [
    ["申请号", "机构代码", "授权公告日*", "盘点日期", "是否入库（是/否）"],
    ["201610895413.X", "4111010001", "2024-03-01", "", ""],
    ["201610895414.4", "", "", "2024-05-05", "是"],
]
KNOWN = {
    4: "1fb6a009fd9da832ee04667486a1e85f57ddd3f450e54b349d541257c1a48e07",
    1: "8b1bfb26303b9c2e1a1efaca5a0514662d4f55c200dc6e478f0cc7abfb15d05e",
    2: "8de76bdc584af63392c1fe0c30773cd83f0c5635c4c1546a2c53f1b069e5043b",
    3: "8de76bdc584af63392c1fe0c30773cd83f0c5635c4c1546a2c53f1b069e5043b",
    5: "1fb6a009fd9da832ee04667486a1e85f57ddd3f450e54b349d541257c1a48e07",
    6: "1fb6a009fd9da832ee04667486a1e85f57ddd3f450e54b349d541257c1a48e07",
    7: "1fb6a009fd9da832ee04667486a1e85f57ddd3f450e54b349d541257c1a48e07",
}
"""The digest of all that is read here, by version; a new version gets a new line."""


def test_the_rows_of_a_version_stay_as_they_are(tmp_path: Path) -> None:
    """If this fails, raise READER_VERSION: editions are named by it and readings kept by it."""
    read = [Reading(write(tmp_path, form, ROWS)).rows for form in FORMATS]
    dated = [*ROWS[:1], ["201610895413.X", "1", date(2024, 3, 1), "真", ""]]
    read.append(Reading(write(tmp_path, "xls", dated)).rows)
    read.append(Reading(write_xlsx(tmp_path / "list", LIST)).rows)
    read += [Reading(write(tmp_path, "utf-8", SEVERAL), kind=kind).rows for kind in (0, 1)]
    digest = hashlib.sha256(repr(read).encode()).hexdigest()
    assert {READER_VERSION: digest} == {READER_VERSION: KNOWN.get(READER_VERSION)}
