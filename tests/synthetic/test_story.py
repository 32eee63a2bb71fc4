"""What makes the charts worth looking at: differences, late ones, chains of events."""

import pytest

from . import truth
from .conftest import Made


@pytest.fixture
def rows(small: Made):  # type: ignore[no-untyped-def]
    """Runs a query on the small register."""
    return lambda sql: small.database.execute(sql).fetchall()


def test_provinces_differ_in_spring_2024(small: Made) -> None:
    sql = """
        select stddev(share) from (
            select count(*) filter (assessed_on <= date '2024-03-31') / count(*) as share
            from first_assessment join patent using (application_no)
            group by province having count(*) >= 100
        )
    """
    assert truth.number(small.database, sql) > 0.1


def test_a_handful_of_institutions_hold_the_late_ones(rows) -> None:  # type: ignore[no-untyped-def]
    late = rows("""
        select institution_id, count(*) from first_assessment join patent using (application_no)
        where assessed_on > date '2024-12-31' group by all order by 2 desc
    """)
    assert len(late) <= 30
    assert sum(count for _, count in late[:6]) >= 0.7 * sum(count for _, count in late)


def test_zhejiang_ends_in_time(rows) -> None:  # type: ignore[no-untyped-def]
    assert rows("""
        select count(*) from first_assessment join patent using (application_no)
        where assessed_on > date '2024-12-31' and province = '浙江省'
    """) == [(0,)]


def test_enterprises_are_stricter_and_agree_in_part(rows) -> None:  # type: ignore[no-untyped-def]
    ((own, theirs, together, double),) = rows("""
        with graded as (
            select application_no, arg_max(stars, assessed_on) as own
            from assessments group by application_no
        )
        select avg(own), avg(stars), corr(own, stars), count(*) filter (own = 5 and stars = 5)
        from graded join evaluations using (application_no)
    """)
    assert theirs < own
    assert together > 0.4
    assert double > 0


def test_evaluations_follow_the_pool_by_weeks(rows) -> None:  # type: ignore[no-untyped-def]
    ((soonest, median),) = rows("""
        select min(evaluated_on - assessed_on), median(evaluated_on - assessed_on)
        from evaluations join first_assessment using (application_no)
    """)
    assert soonest > 0
    assert 30 < median < 250


def test_second_assessments_change_the_pool_both_ways(rows) -> None:  # type: ignore[no-untyped-def]
    ((enter, leave),) = rows("""
        with ends as (
            select
                arg_min(convertible, assessed_on) as first,
                arg_max(convertible, assessed_on) as last
            from assessments group by application_no having count(*) > 1
        )
        select count(*) filter (not first and last), count(*) filter (first and not last) from ends
    """)
    assert enter > 10
    assert leave > 10


def test_receivers_are_more_often_at_home(rows) -> None:  # type: ignore[no-untyped-def]
    ((home, abroad, blank),) = rows("""
        select
            avg((starts_with(province, transferee_province))::int),
            avg((transferee_province = '境外')::int),
            avg((amount_cny is null)::int)
        from transfers join patent using (application_no)
    """)
    assert 0.5 < home < 0.8
    assert 0 < abroad < 0.03
    assert 0.1 < blank < 0.4


def test_products_follow_transfers(rows) -> None:  # type: ignore[no-untyped-def]
    ((after, before),) = rows("""
        select
            count(*) filter (industrialized_on >= recorded_on),
            count(*) filter (industrialized_on < recorded_on)
        from products join transfers using (application_no)
        where recorded_on >= date '2024-01-01'
    """)
    assert after > 5 * before


def test_the_industrialization_rate_is_plausible(rows) -> None:  # type: ignore[no-untyped-def]
    for day, low, high in (("2023-12-31", 0.02, 0.04), ("2026-06-30", 0.06, 0.09)):
        ((rate,),) = rows(f"""
            select count(industrialized_on) filter (industrialized_on <= '{day}') / count(*)
            from patent left join products using (application_no)
            where granted_on <= '{day}' and lapsed_on > '{day}'
        """)
        assert low < rate < high


def test_patents_grow_and_lapse(rows) -> None:  # type: ignore[no-untyped-def]
    valid = [
        rows(f"select count(*) from patent where granted_on <= '{day}' and lapsed_on > '{day}'")
        for day in ("2023-12-31", "2024-12-31", "2025-12-31", "2026-06-30")
    ]
    assert valid == sorted(valid)
    assert rows("select count(*) > 0 from lapses") == [(True,)]


def test_some_patents_have_two_holders_and_some_institutions_two_authorities(rows) -> None:  # type: ignore[no-untyped-def]
    assert rows("""
        select count(*) > 5, min(holders), max(holders) from (
            select count(distinct institution_id) as holders from patents
            where holder_rank is not null group by application_no having count(*) > 1
        )
    """) == [(True, 2, 2)]
    ((two,),) = rows("""
        select count(*) from institution
        where contains(department, chr(10)) or contains(department, ' ')
    """)
    assert two > 3


def test_municipalities_call_their_authorities_by_their_own_names(rows) -> None:  # type: ignore[no-untyped-def]
    departments = {department for (department,) in rows("select department from institution")}
    assert {"北京市科学技术委员会", "上海市科学技术委员会", "北京市教委"} <= departments
    assert {"浙江省科学技术厅", "浙江省教育厅"} <= departments
    municipal = {
        name for name in departments if name[:3] in {"北京市", "天津市", "上海市", "重庆市"}
    }
    assert not [name for name in municipal if name.endswith("厅")]


def test_returns_agree_but_for_a_few(small: Made, rows) -> None:  # type: ignore[no-untyped-def]
    paths = [
        str(path)
        for delivery in small.deliveries
        for path in delivery.paths
        if path.stem == "returns"
    ]
    files = ", ".join(f"'{path}'" for path in paths)
    compared = rows(f"""
        with reported as (
            select *, last_day((period || '-01')::date) as day from read_parquet([{files}])
        )
        select assessed = (
            select count(*) from first_assessment join patent using (application_no)
            where patent.institution_id = reported.institution_id and assessed_on <= day
        ) from reported where institution_id in (select institution_id from patent where is_due)
    """)
    agree = sum(same for (same,) in compared)
    assert 0.8 * len(compared) < agree < len(compared)
