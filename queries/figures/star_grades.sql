-- question: do enterprises give as many stars as the holders themselves?
-- parameters: as_of, departments, fields
-- grain: province, kind, is_invention, own_stars, enterprise_stars, day

with homes as (
    select distinct group_no, province, kind
    from institution_groups
)
select
    homes.province,
    homes.kind,
    cells.is_invention,
    coalesce(cells.own_stars, 0) as own_stars,
    coalesce(cells.enterprise_stars, 0) as enterprise_stars,
    cells.day,
    sum(patents)::bigint as patents
from
    selected(
        'grades', $as_of, null, null, $departments, $fields, 'all'
    ) as cells
join homes using (group_no)
group by all
order by province, kind, is_invention, own_stars, enterprise_stars, day
