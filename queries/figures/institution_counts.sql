-- question: how many patents of each institution are due and assessed, by day?
-- parameters: institution_level, institution_to, as_of, departments, fields
-- grain: institution_no, is_invention, day

select
    institution_no,
    any_value(province) as province,
    any_value(kind) as kind,
    is_invention,
    day,
    sum(due)::bigint as due,
    sum(assessed)::bigint as assessed
from
    flows(
        $institution_level, $institution_to, $as_of, null, null, $departments,
        $fields, 'all'
    )
where due <> 0 or assessed <> 0
group by institution_no, is_invention, day
order by institution_no, is_invention, day
