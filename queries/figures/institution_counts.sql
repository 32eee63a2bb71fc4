-- question: how many patents of each institution are due and assessed, by day?
-- parameters: institution_level, institution_to, as_of, departments, fields
-- grain: province, kind, is_invention, institution_no, day

select
    province,
    kind,
    is_invention,
    institution_no,
    day,
    sum(due)::bigint as due,
    sum(assessed)::bigint as assessed
from
    flows(
        $institution_level, $institution_to, $as_of, null, null, $departments,
        $fields, 'all'
    )
where due <> 0 or assessed <> 0
group by province, kind, is_invention, institution_no, day
order by province, kind, is_invention, institution_no, day
