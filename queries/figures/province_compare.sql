-- question: by how much did the counts of the chosen provinces change, month by month?
-- parameters: area_level, as_of, provinces, kinds, departments, fields, patents, cutoff, deadline
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
        sum(valid) as valid,
        sum(due) as due,
        sum(assessed) as assessed,
        sum(lapsed_open) as lapsed_open,
        sum(pooled) as pooled,
        sum(good) as good,
        sum(evaluated) as evaluated,
        sum(evaluated_transferred) as evaluated_transferred,
        sum(transferred_industrialized) as transferred_industrialized,
        sum(transfers) as transfers,
        sum(unpriced) as unpriced,
        sum(amount_cny) as amount_cny,
        sum(transferred) as transferred,
        sum(industrialized) as industrialized,
        sum(good_industrialized) as good_industrialized
    from flows(
        $area_level, $as_of, $provinces, $kinds, $departments, $fields, $patents
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
