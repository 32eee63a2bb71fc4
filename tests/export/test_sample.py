"""Samples: drawn again from their seed, within their strata; and a workbook that comes back."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_home import Steward, accounts, application_no
from typer.testing import CliRunner

from milestones.cli import app
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import publish
from milestones.export.sample_workbook import write_sample
from milestones.export.template import WorkbookExistsError
from milestones.progress import sample as sample_module
from milestones.progress.indicators import DayNotCountedError
from milestones.progress.sample import (
    NothingToSampleError,
    Sample,
    SampleDesign,
    SampleTooLargeError,
    SampleTooSmallError,
    allocate,
    draw_sample,
)
from milestones.selection import Selection

EVERYTHING = Selection()
OWNERS = ("U1", "U1", "U1", "U1", "U1", "U2", "U2", "R1", "H1", "H1")
NUMBERS = [application_no(serial) for serial in range(1, 41)]
LATE = NUMBERS[10]
"""Assessed after June, by R1's neighbour in the list; everything else is assessed in March."""


@pytest.fixture(scope="module")
def steward(tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """Forty patents of four institutions in three provinces, one of each ten not assessed."""
    made = Steward(tmp_path_factory.mktemp("sampled"))
    held = [f"{number},{OWNERS[at % 10]},2018-05-01" for at, number in enumerate(NUMBERS)]
    days = {LATE: "2024-07-05"}
    done = [number for at, number in enumerate(NUMBERS) if at % 10 != 4]
    made.deliver(
        institutions="""
            institution_id,name,kind,province,name_en
            U1,示范大学,university,330000,Demo University
            U2,=示范学院,university,110000,
            R1,示范研究院,research_institution,330000,
            H1,示范医院,hospital,310000,
        """,
        patents="\n".join(["application_no,institution_id,granted_on", *held]),
        assessments="\n".join(
            [
                "application_no,assessed_on,convertible,stars,willingness",
                *(f"{number},{days.get(number, '2024-03-01')},是,4,许可" for number in done),
            ]
        ),
    )
    return made


def drawn(steward: Steward, selection: Selection = EVERYTHING, **design: object) -> Sample:
    with steward.edition() as edition:
        return draw_sample(edition, selection, SampleDesign(**{"seed": 7, "size": 12, **design}))


def numbers(sample: Sample) -> list[str]:
    return [patent["application_no"] for patent in sample.patents]


def test_the_same_seed_draws_the_same_patents_and_another_others(steward: Steward) -> None:
    assert drawn(steward) == drawn(steward)
    assert any(numbers(drawn(steward, seed=seed)) != numbers(drawn(steward)) for seed in range(3))


def test_anybody_can_draw_it_again_with_a_hash(steward: Steward) -> None:
    """By the words of the method: Zhejiang's universities, in the order of their hashes."""
    sample = drawn(steward)
    own = {n for at, n in enumerate(NUMBERS) if OWNERS[at % 10] == "U1" and at % 10 != 4} - {LATE}
    order = sorted(own, key=lambda number: hashlib.sha256(f"7:{number}".encode()).hexdigest())
    (stratum,) = (each for each in sample.strata if each.members == ("U1",))
    assert set(order[: stratum.taken]) == own & set(numbers(sample))


@pytest.mark.parametrize("by", ["province", "institution"])
def test_every_stratum_gives_its_number_of_assessed_patents(steward: Steward, by: str) -> None:
    """The default day is the end of June: what was assessed later is not in the frame."""
    sample = drawn(steward, by=by)
    assert [(each.members, each.assessed) for each in sample.strata] == [
        (("U2",), 8),
        (("H1",), 8),
        (("R1",), 4),
        (("U1",), 15),
    ]
    assert sum(each.taken for each in sample.strata) == len(set(numbers(sample))) == 12
    owner = dict(zip(NUMBERS, OWNERS * 4, strict=True))
    taken = Counter(owner[number] for number in numbers(sample))
    assert taken == {each.members[0]: each.taken for each in sample.strata}
    assert LATE not in numbers(sample)


def test_a_share_a_selection_and_a_whole_frame(steward: Steward) -> None:
    assert len(numbers(drawn(steward, share=0.5))) == 18
    assert len(numbers(drawn(steward, share=1.0))) == len(numbers(drawn(steward, size=999))) == 35
    chosen = drawn(steward, Selection(provinces=("330000",), kinds=("university",)), size=3)
    assert {patent["name"] for patent in chosen.patents} == {"示范大学"}


def test_what_cannot_be_sampled_is_refused(
    steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SampleTooSmallError, match="3 < 4"):
        drawn(steward, size=3)
    with pytest.raises(NothingToSampleError):
        drawn(steward, Selection(as_of=date(2024, 2, 29)))
    with pytest.raises(DayNotCountedError):
        drawn(steward, Selection(as_of=date(2024, 7, 31)))
    monkeypatch.setattr(sample_module, "MAX_SIZE", 9)
    with pytest.raises(SampleTooLargeError, match="12 > 9"):
        drawn(steward)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=20), st.integers(0, 2_000))
def test_allocation_is_whole_proportional_and_leaves_nobody_out(sizes, more) -> None:
    total = len(sizes) + more
    takes = allocate(sizes, total)
    assert sum(takes) == min(total, sum(sizes))
    assert all(1 <= take <= size for take, size in zip(takes, sizes, strict=True))
    for size, take in zip(sizes, takes, strict=True):
        for other, given_to_other in zip(sizes, takes, strict=True):
            if given_to_other > 1 and take < size:  # no patent moved would be more even
                assert size / (take + 0.5) <= other / (given_to_other - 0.5) + 1e-9


def test_the_workbook_filled_comes_back_accepted(steward: Steward, tmp_path: Path) -> None:
    """Its columns are read, what inspectors look up is not, and is no formula."""
    sample, path = drawn(steward), tmp_path / "抽查.xlsx"
    with steward.edition() as edition:
        write_sample(path, sample, edition, EVERYTHING)
        with pytest.raises(WorkbookExistsError):
            write_sample(path, sample, edition, EVERYTHING)
        method = "\n".join(
            str(cell.value) for row in openpyxl.load_workbook(path).worksheets[1] for cell in row
        )
        assert edition.id in method and "种子 7" in method and "Seed 7" in method
    with pytest.raises(DeliveryRefusedError, match=r"empty in all rows \(12\).*is_right"):
        steward.check_files([path])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.cell(2, 7).data_type == "s"
    for row in range(2, 14):
        sheet.cell(row, 3).value = "否" if row == 2 else "是"
        sheet.cell(row, 5).value = "示范抽查单位"
    book.save(path)
    done = publish(steward.home, [path], received_on=date(2024, 8, 1))
    assert accounts(done.files) == {"抽查": (12, 12, 0, 0, 0, 0)}
    answers = steward.table("sample_answers", "sampled_on", "is_right", "stratified_by")
    assert Counter(answers) == {
        (date(2024, 6, 30), True, "province"): 11,
        (date(2024, 6, 30), False, "province"): 1,
    }
    counts = steward.table("sample_counts", "assessed", "answered", "wrong")
    assert [sum(column) for column in zip(*counts, strict=True)] == [35, 12, 1]


def test_the_command_says_its_seed(
    steward: Steward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILESTONES_HOME", str(steward.home.path))
    ask = ["sample", "--out", str(tmp_path / "one.xlsx"), "--size", "8", "--by", "institution"]
    done = CliRunner().invoke(app, ask, env={"LANG": "en_GB.UTF-8"})
    assert done.exit_code == 0, done.output
    seed = done.output.split("seed ")[1].split(",")[0]
    again = [*ask[:2], str(tmp_path / "two.xlsx"), *ask[3:], "--seed", seed]
    assert CliRunner().invoke(app, again).exit_code == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    refused = CliRunner().invoke(app, ask)
    assert refused.exit_code == 1
