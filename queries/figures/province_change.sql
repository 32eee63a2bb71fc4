-- question: what did each province's milestones count on a day and on an earlier one?
-- parameters: area_level, area_to, as_of, since, kinds, departments, fields, patents
-- grain: code

with totals as (
    select
        province as code,
        sum(due)::bigint as due,
        sum(assessed)::bigint as assessed,
        sum(good)::bigint as good,
        sum(good_industrialized)::bigint as good_industrialized,
        coalesce(sum(due) filter (day <= $since), 0)::bigint as due_before,
        coalesce(sum(assessed) filter (day <= $since), 0)::bigint
            as assessed_before,
        coalesce(sum(good) filter (day <= $since), 0)::bigint as good_before,
        coalesce(sum(good_industrialized) filter (day <= $since), 0)::bigint
            as good_industrialized_before
    from
        flows(
            $area_level, $area_to, $as_of, null, $kinds, $departments, $fields,
            $patents
        )
    group by province
)
select
    code,
    due,
    assessed,
    good,
    good_industrialized,
    due_before,
    assessed_before,
    good_before,
    good_industrialized_before
from totals
join provinces using (code)
where covered
order by code
