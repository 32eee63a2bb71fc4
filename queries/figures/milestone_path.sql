-- question: how far had the milestones come by each day, by which counts?
-- parameters: path_level, path_to, as_of, departments, fields, cutoff
-- grain: province, kind, is_invention, day

select
    province,
    kind,
    is_invention,
    greatest(day, $cutoff) as day,
    sum(due)::bigint as due,
    sum(assessed)::bigint as assessed,
    sum(lapsed_open)::bigint as lapsed_open,
    sum(good)::bigint as good,
    sum(good_industrialized)::bigint as good_industrialized
from
    flows(
        $path_level, $path_to, $as_of, null, null, $departments, $fields, 'all'
    )
group by all
order by province, kind, is_invention, day
