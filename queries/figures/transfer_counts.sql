-- question: how many transfers were recorded, by holder, taker, way and month, and for how much?
-- parameters: as_of, departments, fields
-- grain: province, kind, is_invention, mode, transferee, day

with homes as (
    select distinct group_no, province, kind
    from institution_groups
)
select
    homes.province,
    homes.kind,
    cells.is_invention,
    cells.mode::varchar as mode,
    coalesce(cells.transferee_province, 'unknown')::varchar as transferee,
    cells.day,
    sum(recordals)::bigint as recordals,
    sum(unpriced)::bigint as unpriced,
    (sum(amount_cny) * 10000)::bigint as amount_cny_e4
from
    selected(
        'transfer_counts', $as_of, null, null, $departments, $fields, 'all'
    ) as cells
join homes using (group_no)
group by all
order by province, kind, is_invention, mode, transferee, day
