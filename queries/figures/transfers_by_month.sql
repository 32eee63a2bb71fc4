-- question: how many transfers were recorded each month, and a year before?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: month

with recorded as (
    select
        date_trunc('month', day)::date as month,
        sum(recordals)::bigint as recordals
    from selected(
        'transfer_counts', $as_of, $provinces, $kinds, $departments, $fields,
        $patents
    )
    group by all
),
filled as (
    select
        months.month,
        coalesce(recorded.recordals, 0) as recordals,
        months.is_whole
    from months_to($as_of) as months
    left join recorded using (month)
)
select
    filled.month,
    filled.recordals,
    filled.is_whole,
    before.recordals as recordals_before,
    case
        when filled.is_whole
            then filled.recordals / nullif(before.recordals, 0) - 1
    end as growth
from filled
left join filled as before on before.month = filled.month - interval 1 year
order by filled.month
