"""Every calibrated number, counted in the files: at full size and in a small register."""

import pytest

from milestones.synthetic import calibration
from milestones.synthetic.calibration import FULL, TARGETS, Target

from . import truth
from .conftest import Made
from .measures import MEASURES

TOLERANCE = 0.005


def counted(made: Made, target: Target) -> float:
    sql = MEASURES[target.id]
    days = {"day": target.on} if "$day" in sql else {}
    return truth.number(made.database, sql, **days)


def test_every_target_is_measured() -> None:
    assert set(TARGETS) == set(MEASURES)


def test_published_targets_name_their_source() -> None:
    assert all(target.source for target in TARGETS.values() if target.basis != "chosen")


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.id)
def test_full_register_meets_the_published_number(full: Made, target: Target) -> None:
    assert counted(full, target) == pytest.approx(target.value, rel=TOLERANCE)


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.id)
def test_small_register_keeps_the_proportion(small: Made, target: Target) -> None:
    got = counted(small, target)
    if target.value <= 1:  # a share
        assert got == pytest.approx(target.value, abs=TOLERANCE)
    elif target.id == "institutions":
        assert got == pytest.approx(calibration.Size(small.patents).institutions, rel=TOLERANCE)
    else:
        # Half a per cent, but never less than three patents.
        wanted = target.value * small.patents / FULL
        assert got == pytest.approx(wanted, rel=TOLERANCE, abs=3)


@pytest.mark.slow
def test_the_second_milestone_passes_its_working_target_in_spring_2026(full: Made) -> None:
    sql = MEASURES["good_industrialized"]
    before = truth.number(full.database, sql, day=truth.day("2026-03-31"))
    after = truth.number(full.database, sql, day=truth.day("2026-04-30"))
    assert before < 0.20 < after


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edition", "names"), [(1, ("still_open", "recordals_2024")), (3, ("good_industrialized",))]
)
def test_the_edition_of_the_day_knew_it_already(
    full: Made, edition: int, names: tuple[str, ...]
) -> None:
    """What the edition after a deadline counts agrees with what the last one counts."""
    deliveries = full.deliveries[: edition + 1]
    with truth.read(deliveries) as known:
        then = Made(full.patents, deliveries, known)
        for name in names:
            target = TARGETS[name]
            got = _open_now(then, target) if name == "still_open" else counted(then, target)
            assert got == pytest.approx(target.value, rel=TOLERANCE), name


def _open_now(made: Made, target: Target) -> float:
    """Due, still valid and without any assessment in the files received so far."""
    sql = """
        select count(*) from patent anti join first_assessment using (application_no)
        where is_due and lapsed_on > $day
    """
    return truth.number(made.database, sql, day=target.on)
