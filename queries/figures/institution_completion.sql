-- question: how many institutions have assessed how much of their patents due, month by month?
-- parameters: institution_level, as_of, provinces, kinds, departments, fields, patents, cutoff
-- grain: day, kind, band

with changes as (
    select
        institution_no,
        kind,
        least(greatest(last_day(day), $cutoff::date), $as_of::date) as day,
        sum(due) as due,
        sum(assessed) as assessed
    from flows(
        $institution_level, $as_of, $provinces, $kinds, $departments, $fields,
        $patents
    )
    where due <> 0 or assessed <> 0
    group by all
),
states as (
    select
        institution_no,
        kind,
        day,
        sum(due) over days as due,
        sum(assessed) over days as assessed
    from changes
    window days as (partition by institution_no order by day)
),
banded as (
    select
        institution_no,
        kind,
        day,
        case
            when assessed = due then 5
            when assessed >= due * 0.9 then 4
            when assessed >= due * 0.5 then 3
            when assessed > 0 then 2
            else 1
        end as band
    from states
    where due > 0
),
spans as (
    select
        kind,
        day,
        band,
        lag(band) over (partition by institution_no order by day) as band_before
    from banded
),
moves as (
    select kind, day, band, 1 as change
    from spans
    where band is distinct from band_before
    union all
    select kind, day, band_before, -1
    from spans
    where band <> band_before
),
days as (
    select last_day(month) as day
    from generate_series($cutoff::date, $as_of::date, interval 1 month)
        as months (month)
    where last_day(month) <= $as_of
    union
    select $as_of::date
),
grid as (
    select days.day, kinds.kind, bands.band
    from days
    cross join (select distinct kind from moves) as kinds
    cross join generate_series(1, 5) as bands (band)
),
sums as (
    select kind, day, band, sum(change) as change
    from moves
    group by all
),
counted as (
    select
        grid.day,
        grid.kind,
        grid.band,
        sum(coalesce(sums.change, 0)) over (
            partition by grid.kind, grid.band order by grid.day
        )::bigint as institutions
    from grid
    left join sums using (day, kind, band)
)
select
    day,
    kind,
    ['band_none', 'band_some', 'band_half', 'band_most', 'band_all'][band]
        as band,
    institutions,
    institutions / nullif(sum(institutions) over (partition by day, kind), 0)
        as share
from counted
order by day desc, kind, counted.band desc
