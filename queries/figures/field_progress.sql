-- question: how far has each technology field come?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: field

with totals as (
    select
        field,
        sum(valid)::bigint as valid,
        sum(due)::bigint as due,
        sum(assessed)::bigint as assessed,
        sum(lapsed_open)::bigint as lapsed_open,
        sum(pooled)::bigint as pooled,
        sum(evaluated)::bigint as evaluated,
        sum(industrialized)::bigint as industrialized
    from
        selected(
            'field_counts', $as_of, $provinces, $kinds, $departments, $fields,
            $patents
        )
    group by field
)
select
    field,
    due,
    assessed,
    due - assessed - lapsed_open as open,
    pooled,
    evaluated,
    valid,
    industrialized
from totals
where due > 0 or valid > 0
order by field = 0, field
