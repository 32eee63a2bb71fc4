-- question: in which way are holders willing to transfer the patents of the pool?
-- parameters: as_of, departments, fields
-- grain: province, kind, is_invention, mode, day

with homes as (
    select distinct group_no, province, kind
    from institution_groups
)
select
    homes.province,
    homes.kind,
    cells.is_invention,
    coalesce(cells.willingness, 'unknown')::varchar as mode,
    cells.day,
    sum(patents)::bigint as patents
from
    selected(
        'pool_modes', $as_of, null, null, $departments, $fields, 'all'
    ) as cells
join homes using (group_no)
group by all
order by province, kind, is_invention, mode, day
