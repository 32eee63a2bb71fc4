-- question: in which way are patents transferred, month by month?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: month, mode

with modes as (
    select unnest(['assignment', 'licence', 'open_licence', 'equity']) as mode
),
recorded as (
    select
        date_trunc('month', day)::date as month,
        mode,
        sum(recordals)::bigint as recordals
    from
        selected(
            'transfer_counts',
            $as_of,
            $provinces,
            $kinds,
            $departments,
            $fields,
            $patents
        )
    group by all
),
filled as (
    select
        months.month,
        modes.mode,
        coalesce(recorded.recordals, 0) as recordals,
        months.is_whole
    from months_to($as_of) as months
    cross join modes
    left join recorded using (month, mode)
)
select
    filled.month,
    filled.mode,
    filled.recordals,
    filled.is_whole,
    sum(filled.recordals) over of_month as of_month,
    before.recordals as recordals_before
from filled
left join filled as before
    on
        before.month = filled.month - interval 1 year
        and before.mode = filled.mode
window of_month as (partition by filled.month)
order by
    filled.month,
    list_position(
        ['assignment', 'licence', 'open_licence', 'equity'], filled.mode
    )
