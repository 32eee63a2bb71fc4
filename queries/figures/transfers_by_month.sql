-- question: how many transfers were recorded each month, for how much, and a year before?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: month

with recorded as (
    select
        date_trunc('month', day)::date as month,
        sum(recordals)::bigint as recordals,
        sum(unpriced)::bigint as unpriced,
        sum(amount_cny)::double as amount_cny
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
        months.is_whole,
        coalesce(recorded.recordals, 0) as recordals,
        coalesce(recorded.unpriced, 0) as unpriced,
        case
            when recorded.recordals is null then 0
            when recorded.recordals > recorded.unpriced then recorded.amount_cny
        end as amount_cny
    from months_to($as_of) as months
    left join recorded using (month)
)
select
    filled.month,
    filled.is_whole,
    filled.recordals,
    before.recordals as recordals_before,
    filled.unpriced,
    filled.amount_cny,
    before.amount_cny as amount_before
from filled
left join filled as before on before.month = filled.month - interval 1 year
order by filled.month
