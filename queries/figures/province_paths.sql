-- question: how far had each province come by the end of each month?
-- parameters: area_level, area_to, as_of, kinds, departments, fields, patents, cutoff, deadline
-- grain: code, day

with changes as (
    select
        province as code,
        least(
            case
                when day <= $cutoff then $cutoff
                when day <= $deadline then least(last_day(day), $deadline)
                else last_day(day)
            end,
            $as_of
        )::date as day,
        sum(due) as due,
        sum(assessed) as assessed,
        sum(lapsed_open) as lapsed_open,
        sum(good) as good,
        sum(good_industrialized) as good_industrialized
    from
        flows(
            $area_level, $area_to, $as_of, null, $kinds, $departments, $fields,
            $patents
        )
    group by all
),
months as (
    select unnest(generate_series(
        date_trunc('month', $cutoff::date), $as_of::timestamp, interval 1 month
    )) as month
),
days as (
    select distinct
        least(greatest(last_day(month), $cutoff), $as_of)::date as day
    from months
    union
    select least($deadline, $as_of)::date
),
states as (
    select
        provinces.code,
        days.day,
        coalesce(sum(due) over so_far, 0)::bigint as due,
        coalesce(sum(assessed) over so_far, 0)::bigint as assessed,
        coalesce(sum(lapsed_open) over so_far, 0)::bigint as lapsed_open,
        coalesce(sum(good) over so_far, 0)::bigint as good,
        coalesce(sum(good_industrialized) over so_far, 0)::bigint
            as good_industrialized
    from provinces
    cross join days
    left join changes using (code, day)
    where provinces.covered
    window so_far as (partition by provinces.code order by days.day)
)
select
    code, day, due, assessed, lapsed_open, good, good_industrialized
from states
order by code, day
