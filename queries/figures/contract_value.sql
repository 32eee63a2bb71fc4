-- question: what are the recorded transfers worth, and how many state no amount?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: month

with recorded as (
    select
        date_trunc('month', day)::date as month,
        sum(recordals)::bigint as recordals,
        sum(unpriced)::bigint as unpriced,
        sum(amount_cny)::double as amount_cny
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
        coalesce(recorded.unpriced, 0) as unpriced,
        case
            when recorded.recordals is null then 0
            when recorded.recordals > recorded.unpriced then recorded.amount_cny
        end as amount_cny,
        months.is_whole
    from months_to($as_of) as months
    left join recorded using (month)
)
select
    filled.month,
    filled.amount_cny,
    filled.recordals,
    filled.unpriced,
    filled.is_whole,
    before.amount_cny as amount_before,
    case
        when filled.is_whole
            then filled.amount_cny / nullif(before.amount_cny, 0) - 1
    end as growth
from filled
left join filled as before on before.month = filled.month - interval 1 year
order by filled.month
