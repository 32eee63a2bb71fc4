-- question: by how much did the counts of the chosen provinces change, month by month?
-- parameters: area_level, area_to, as_of, provinces, kinds, departments, fields, patents, cutoff, deadline
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
        sum(valid)::bigint as valid,
        sum(due)::bigint as due,
        sum(assessed)::bigint as assessed,
        sum(lapsed_open)::bigint as lapsed_open,
        sum(pooled)::bigint as pooled,
        sum(good)::bigint as good,
        sum(evaluated)::bigint as evaluated,
        sum(evaluated_transferred)::bigint as evaluated_transferred,
        sum(transferred_industrialized)::bigint
            as transferred_industrialized,
        sum(transfers)::bigint as transfers,
        sum(unpriced)::bigint as unpriced,
        coalesce(sum(amount_cny), 0)::double as amount_cny,
        sum(transferred)::bigint as transferred,
        sum(industrialized)::bigint as industrialized,
        sum(good_industrialized)::bigint as good_industrialized
    from
        flows(
            $area_level, $area_to, $as_of, $provinces, $kinds, $departments,
            $fields, $patents
        )
    where len($provinces::varchar[]) between 2 and 4
    group by all
)
select
    code, day, valid, due, assessed, lapsed_open, pooled, good, evaluated,
    evaluated_transferred, transferred_industrialized, transfers, unpriced,
    amount_cny, transferred, industrialized, good_industrialized
from changes
order by code, day
