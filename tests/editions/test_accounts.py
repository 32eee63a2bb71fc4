"""Nothing is lost: every row in is accepted, rejected or identical, whatever was delivered."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from small_home import INSTITUTIONS, Steward, application_no

NUMBERS = [application_no(serial) for serial in range(1, 5)] + ["201610000001.X", "CN101234567A"]
LISTS = {
    "institutions": (
        "institution_id,name,kind,province",
        [("U1", "U5", "U6", ""), ("甲", "乙"), ("高校", "医院", "无"), ("北京", "浙江", "火星")],
    ),
    "patents": (
        "application_no,institution_id,granted_on,lapsed_on,title,holder_rank",
        [NUMBERS, ("U1", "U2", "U5", "U9"), ("2018-01-01", "2019年2月30日"),
         ("", "2024-02-01", "2017-01-01"), ("", "一", "二"), ("", "1", "2")],
    ),
    "assessments": (
        "application_no,assessed_on,convertible,stars",
        [NUMBERS, ("2024-03-01", "20240401", "2030-01-01"), ("是", "否"), ("", "3", "5", "9")],
    ),
    "transfers": (
        "application_no,recorded_on,mode,transferee,amount_cny",
        [NUMBERS, ("2024-03-01", "2023-03-01"), ("转让", "许可"), ("", "甲"), ("", "1,000", "-1")],
    ),
    "returns": (
        "institution_id,period,due,assessed",
        [("U1", "U2", "U9"), ("2024-03", "2024-04"), ("", "3", "4"), ("1", "x")],
    ),
    "lapses": (
        "application_no,lapsed_on",
        [NUMBERS, ("2024-02-01", "2024-03-01", "2017-01-01", "")],
    ),
    "sample_answers": (
        "application_no,sampled_on,is_right,fault",
        [NUMBERS, ("2024-04-30", "2024年5月31日"), ("是", "否", "未查"), ("", "一")],
    ),
}  # fmt: skip

KEYS = {
    "institutions": "institution_id",
    "patents": "application_no",
    "assessments": "patent_no, assessed_on",
    "transfers": "patent_no, recorded_on, mode, transferee",
    "returns": "institution_no, period",
    "sample_answers": "patent_no, sampled_on",
}


@st.composite
def deliveries(draw):
    """Two deliveries of up to three files, of rows that repeat, disagree and break rules."""

    def file():
        header, cells = LISTS[draw(st.sampled_from(sorted(LISTS)))]
        rows = draw(st.lists(st.tuples(*map(st.sampled_from, cells)), min_size=1, max_size=6))
        return "\n".join([header, *(",".join(f'"{cell}"' for cell in row) for row in rows)])

    return [[file() for _ in range(draw(st.integers(1, 3)))] for _ in range(2)]


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A home of institutions, to be copied."""
    folder = tmp_path_factory.mktemp("begun")
    Steward(folder).deliver(institutions=INSTITUTIONS)
    return folder


@pytest.mark.slow
@given(given_deliveries=deliveries())
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_rows_in_are_accepted_rejected_or_identical(begun, given_deliveries):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(begun, folder, dirs_exist_ok=True)
        steward = Steward(Path(folder))
        for number, texts in enumerate(given_deliveries):
            files = {f"d{number}_{place}": text for place, text in enumerate(texts)}
            done = steward.deliver(received_on=date(2024, 7, 10 + number), **files)
            for report, text in zip(done.files, texts, strict=True):
                assert report.rows == text.count("\n")
                assert report.rows == report.accepted + report.rejected + report.identical
                assert report.corrections <= report.accepted
        check_what_is_kept(steward)


def check_what_is_kept(steward):
    """The edition itself says the same of every file, and names each rejected row."""
    with steward.edition() as edition, edition.cursor() as cursor:

        def offending(query):
            return cursor.execute(query).fetchall()

        assert not offending(
            "from filings where rows_in <> accepted + rejected + identical "
            "or least(accepted, rejected, identical) < 0"
        )
        assert not offending(
            "select filing_no from filings left join findings using (filing_no) "
            "group by filing_no, rejected having rejected <> "
            "count(distinct row_no) filter (where severity = 'rejection')"
        )
        assert not offending(
            "from (select delivery_no, sum(rejected) as rejected from filings group by all) "
            "left join (select delivery_no, sum(rejected_rows) as counted from finding_counts "
            "group by all) using (delivery_no) where rejected <> coalesce(counted, 0)"
        )
        assert not offending(
            "from findings where severity = 'rejection' "
            "and (row_no is null or field is null or column_label is null)"
        )
        for table, grain in KEYS.items():
            assert not offending(f"select {grain} from {table} group by all having count(*) > 1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_of_a_file_tells_the_same(tmp_path, encoding):
    steward = Steward(tmp_path)
    path = steward.write("机构名单.csv", INSTITUTIONS, encoding)
    reports, _ = steward.check_files([path])
    assert [report.accepted for report in reports] == [4]
