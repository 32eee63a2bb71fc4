"""A small register with a story that can be counted by hand, in two editions.

Zhejiang and Beijing have ten patents due each. At the deadline Zhejiang has assessed nine and
Beijing eight. In 2025 Zhejiang's last is assessed late, and one of Beijing's two lapses open.
Four of Zhejiang's enter the pool with five stars; of these two are evaluated by enterprises,
one of them is transferred, and that one is industrialized. A hospital has nothing due.
Zhejiang's return of March 2025 misses the late one; Beijing's of May tells one too many. Of the
assessments at the end of 2024 three of Zhejiang's are checked, one is wrong; two of Beijing's are
right, and the answers on a third and on a patent that nobody knows are rejected.
"""

from datetime import date
from pathlib import Path

import pytest
from sharing import once
from small_home import Steward, application_no

from milestones.editions.edition import Edition

NUMBERS = [application_no(serial) for serial in range(101, 122)]
ZHEJIANG, BEIJING, HOSPITAL = NUMBERS[:10], NUMBERS[10:20], NUMBERS[20]
POOLED = set(ZHEJIANG[:4])
LATE, LAPSED = ZHEJIANG[9], BEIJING[9]


def _lines(*lines: str) -> str:
    return "\n".join(lines)


def _patents(*, lapsed: bool) -> str:
    rows = [
        f"{number},{owner},2020-05-06,{'2025-02-01' if lapsed and number == LAPSED else ''}"
        for owner, numbers in (("U1", ZHEJIANG), ("U2", BEIJING))
        for number in numbers
    ]
    rows.append(f"{HOSPITAL},H1,2024-02-03,")
    return _lines("application_no,institution_id,granted_on,lapsed_on", *rows)


def _assessments(day: str, *numbers: str) -> str:
    rows = [f"{number},{day},{'是,5' if number in POOLED else '否,2'}" for number in numbers]
    return _lines("application_no,assessed_on,convertible,stars", *rows)


@pytest.fixture(scope="session")
def steward(tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """The home of the story; nobody changes it."""
    return Steward(once(tmp_path_factory, "figures", _tell))


def _tell(folder: Path) -> None:
    steward = Steward(folder)
    number, other = ZHEJIANG[:2]
    steward.deliver(
        received_on=date(2025, 1, 10),
        institutions=_lines(
            "institution_id,name,kind,province,department,name_en",
            "U1,示范大学,university,330000,教育部,Demo University",
            "U2,示范学院,university,110000,教育部,Demo College",
            "H1,示范医院,hospital,310000,国家卫生健康委,Demo Hospital",
        ),
        patents=_patents(lapsed=False),
        assessments=_assessments("2024-03-20", *ZHEJIANG[:9], *BEIJING[:8]),
        evaluations=_lines(
            "application_no,evaluated_on,enterprise",
            f"{number},2024-05-06,示范企业",
            f"{other},2024-05-07,示范企业",
        ),
    )
    steward.deliver(
        received_on=date(2025, 7, 10),
        patents_again=_patents(lapsed=True),
        assessments=_assessments("2025-03-01", LATE),
        transfers=_lines(
            "application_no,recorded_on,mode,transferee,amount_cny",
            f"{number},2025-01-15,assignment,示范企业,250000",
        ),
        products=_lines("application_no,industrialized_on", f"{number},2025-05-05"),
        returns=_lines(
            "institution_id,period,due,assessed",
            "U1,2025-02,10,9",
            "U1,2025-03,10,9",
            "U2,2025-05,10,9",
        ),
        answers=_lines(
            "application_no,sampled_on,is_right",
            *(f"{each},2024-12-31,{'否' if each == number else '是'}" for each in ZHEJIANG[:3]),
            *(f"{each},2024-12-31,是" for each in BEIJING[:2]),
            f"{BEIJING[2]},2024-12-31,也许",
            f"{application_no(199)},2024-12-31,是",
        ),
    )


@pytest.fixture(scope="session")
def edition(steward: Steward) -> Edition:
    """The second edition, counted up to 30 June 2025."""
    return steward.edition()
