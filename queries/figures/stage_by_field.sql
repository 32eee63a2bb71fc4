-- question: how many patents reach each stage, by technology field?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: field

with totals as (
    select
        field,
        sum(due)::bigint as due,
        sum(assessed)::bigint as assessed,
        sum(pooled)::bigint as pooled,
        sum(evaluated)::bigint as evaluated,
        sum(transferred)::bigint as transferred,
        sum(pipeline_industrialized)::bigint as industrialized
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
    pooled,
    evaluated,
    transferred,
    industrialized
from totals
where due > 0
order by field = 0, field
