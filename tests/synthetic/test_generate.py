"""The interface: deliveries, repeatability, sizes, progress."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from milestones.synthetic import Delivery, generate

AS_OF = [
    date(2024, 6, 30), date(2024, 12, 31), date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30),
]  # fmt: skip


def digests(deliveries: list[Delivery], folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for delivery in deliveries
        for path in delivery.paths
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert digests(generate(one, 3_000, seed=7), one) == digests(
        generate(other, 3_000, seed=7), other
    )


def test_another_seed_gives_other_patents(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    first, second = (
        digests(generate(folder, 3_000, seed=seed), folder)
        for folder, seed in ((one, 7), (other, 8))
    )
    assert first["2024-07-05/patents.parquet"] != second["2024-07-05/patents.parquet"]


def test_five_deliveries_a_few_days_after_each_half_year(tmp_path: Path) -> None:
    deliveries = generate(tmp_path, 2_000)
    assert [delivery.as_of for delivery in deliveries] == AS_OF
    assert all(delivery.received_on > delivery.as_of for delivery in deliveries)
    assert all("Synthetic" in made.note and "合成" in made.note for made in deliveries)
    files = [path for delivery in deliveries for path in delivery.paths]
    assert sorted(tmp_path.rglob("*.*")) == sorted(files)


@pytest.mark.parametrize("patents", [2_000, 2_001, 3_333, 9_999])
@pytest.mark.parametrize("seed", [0, 1, 99])
def test_any_size_and_seed_works(tmp_path: Path, patents: int, seed: int) -> None:
    assert len(generate(tmp_path, patents, seed)) == 5


def test_fewer_than_2000_patents_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2000"):
        generate(tmp_path, 1_999)
    assert not list(tmp_path.iterdir())


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    generate(tmp_path, 2_000, progress=lambda part, done: heard.append((part, done)))
    shares = [done for _, done in heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert {part for part, _ in heard} >= {"institutions", "patents", "assessments", "filings"}
