-- question: how far has each technology field come?
-- parameters: as_of, departments, fields
-- grain: province, kind, is_invention, field, day

with homes as (
    select distinct group_no, province, kind
    from institution_groups
)
select
    homes.province,
    homes.kind,
    cells.is_invention,
    cells.field,
    cells.day,
    sum(valid)::bigint as valid,
    sum(due)::bigint as due,
    sum(assessed)::bigint as assessed,
    sum(lapsed_open)::bigint as lapsed_open,
    sum(pooled)::bigint as pooled,
    sum(evaluated)::bigint as evaluated,
    sum(transferred)::bigint as transferred,
    sum(industrialized)::bigint as industrialized,
    sum(pipeline_industrialized)::bigint as pipeline_industrialized
from
    selected(
        'field_counts', $as_of, null, null, $departments, $fields, 'all'
    ) as cells
join homes using (group_no)
group by all
order by province, kind, is_invention, field, day
