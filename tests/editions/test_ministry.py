"""The Ministry of Education's lists and other real files, as they were published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small_home import PATENTS, Steward, accounts

from milestones.editions.findings import finding_sentence
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import publish
from milestones.i18n import Locale

pytestmark = pytest.mark.real
FIRST, REISSUE = "moe_2025-06-20_first_issue.xls", "moe_2025-06-20_reissue.xls"
DAY = date(2025, 7, 1)


@pytest.fixture(scope="module")
def listed(real_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home with the list of 2025 and two patents of listed universities."""
    steward = Steward(tmp_path_factory.mktemp("listed"))
    text = PATENTS.replace("U1", "4111010001").replace("R1", "4133010335")
    paths = [real_files / FIRST, steward.write("patents.csv", text)]
    publish(steward.home, paths, received_on=DAY)
    return steward


def test_the_list_of_2025(listed: Steward) -> None:
    institutions = listed.table("institutions", "institution_id", "name", "kind", "province")
    assert len(institutions) == 2_919
    assert {kind for _, _, kind, _ in institutions} == {"university"}
    assert ("4111012802", "吉利学院", "university", "510000") in institutions
    assert sum(province == "460000" for *_, province in institutions) == 28
    assert not any("\n" in name for _, name, *_ in institutions)


def test_the_one_warning_of_the_list_of_2025(listed: Steward) -> None:
    (warning,) = (found for found in listed.findings() if found["severity"] == "warning")
    assert warning["rule"] == "declared_count_differs"
    for locale in (Locale("zh"), Locale("en")):
        text = finding_sentence(warning, locale)
        assert all(part in text for part in ("海南省", "27", "28"))
    (filing,) = (row for row in listed.table("filings", "kind", "rows_in", "accepted", "warnings")
                 if row[0] == "institutions")  # fmt: skip
    assert filing == ("institutions", 2_919, 2_919, 1)


def test_departments_are_listed_one_by_one(listed: Steward) -> None:
    with listed.edition() as edition:
        departments = edition.departments
    assert {"教育部", "中国科学院", "江西省"} <= set(departments)
    assert not any(part in each for each in departments for part in ("\n", " ", "　"))


def test_the_reissue_is_identical_and_moves_no_indicator(listed: Steward, real_files: Path) -> None:
    before, institutions = listed.values(), listed.table("institutions")
    done = publish(listed.home, [real_files / REISSUE], received_on=DAY)
    assert accounts(done.files)[Path(REISSUE).stem] == (2_919, 0, 0, 2_919, 0, 0)
    assert listed.values() == before
    assert listed.table("institutions") == institutions


def test_the_list_of_2017(real_files: Path, tmp_path: Path) -> None:
    steward = Steward(tmp_path)
    done = publish(steward.home, [real_files / "moe_2017.xls"], received_on=DAY)
    assert accounts(done.files)["moe_2017"][:4] == (2_631, 2_631, 0, 0)
    names = [name for (name,) in steward.table("institutions", "name")]
    assert len(names) == 2_631
    assert not any(sign in name for name in names for sign in "\r\n")
    (note,) = (found for found in steward.findings() if found["rule"] == "names_repaired")
    assert "26" in finding_sentence(note, Locale("zh"))


@pytest.mark.parametrize(
    ("name", "rule", "said"),
    [
        ("valid_patents_2023_protected.xls", "protected", ("Excel", "XLSX")),
        ("valid_patents_2014.xlsx", "unknown_kind", ("地区",)),
    ],
)
def test_yearbook_files_are_refused_with_advice(
    real_files: Path, tmp_path: Path, name: str, rule: str, said: tuple[str, ...]
) -> None:
    steward = Steward(tmp_path)
    with pytest.raises(DeliveryRefusedError) as refused:
        publish(steward.home, [real_files / "yearbook" / name], received_on=DAY)
    ((path, refusal),) = refused.value.refusals
    assert path.endswith(name) and refusal.rule == rule
    text = refusal.sentence(Locale("zh"))
    assert all(part in text for part in said)
    assert steward.home.current_id() is None
