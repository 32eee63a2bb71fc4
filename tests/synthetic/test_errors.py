"""What is typed by hand: deliberate errors, told apart by the tests' own independent reader."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from oracle import oracle

from milestones.synthetic import generate


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> oracle.Build:
    """What becomes of every row of a small register."""
    deliveries = generate(tmp_path_factory.mktemp("errors"), 4_000)
    return oracle.build([oracle.Delivery(made.received_on, made.paths) for made in deliveries])


def by_hand(path: Path) -> bool:
    return path.stem.endswith("_by_hand")


def test_forty_to_eighty_rows_are_rejected(account: oracle.Build) -> None:
    assert 40 <= sum(report.rejected for report in account.reports) <= 80


def test_only_rows_typed_by_hand_are_rejected(account: oracle.Build) -> None:
    rejected = [report.path for report in account.reports if report.rejected]
    assert rejected
    assert all(by_hand(path) for path in rejected)


def test_every_delivery_has_some_of_each_sort(account: oracle.Build) -> None:
    for number in range(5):
        reports = [report for report in account.reports if report.delivery == number]
        assert any(report.rejected for report in reports)
        assert number == 0 or any(report.corrections for report in reports if by_hand(report.path))
    rules = {rule for report in account.reports for _, rule in report.rejections}
    assert len(rules) >= 15


def test_a_list_sent_again_is_identical(account: oracle.Build) -> None:
    lists = [report for report in account.reports if report.path.stem == "institutions"]
    assert lists[-1].identical == lists[-1].rows
    assert any(0 < report.corrections < report.rows for report in lists)


def test_rows_in_are_accounted_for(account: oracle.Build) -> None:
    for report in account.reports:
        assert report.rows == report.accepted + report.rejected + report.identical


def test_rows_typed_by_hand_hold_texts(account: oracle.Build) -> None:
    for report in account.reports:
        if by_hand(report.path):
            assert {str(field.type) for field in pq.read_schema(report.path)} == {"string"}


def test_returns_wait_for_the_list_that_brings_their_institution(tmp_path: Path) -> None:
    deliveries = generate(tmp_path, 2_000)
    first = oracle.build([oracle.Delivery(deliveries[0].received_on, deliveries[0].paths)])
    waiting = [report for report in first.reports if report.path.stem == "returns"]
    assert waiting[0].rejected == 6
    assert {rule for _, rule in waiting[0].rejections} == {"institution_unknown"}
