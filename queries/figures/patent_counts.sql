-- question: how many patents enter and leave each count, province by province and day by day?
-- parameters: area_level, area_to, as_of, departments, fields
-- grain: province, kind, is_invention, day

select
    province,
    kind,
    is_invention,
    day,
    sum(valid)::bigint as valid,
    sum(due)::bigint as due,
    sum(assessed)::bigint as assessed,
    sum(lapsed_open)::bigint as lapsed_open,
    sum(pooled)::bigint as pooled,
    sum(good)::bigint as good,
    sum(evaluated)::bigint as evaluated,
    sum(evaluated_transferred)::bigint as evaluated_transferred,
    sum(transferred_industrialized)::bigint as transferred_industrialized,
    sum(transfers)::bigint as transfers,
    sum(unpriced)::bigint as unpriced,
    (coalesce(sum(amount_cny), 0) * 10000)::bigint as amount_cny_e4,
    sum(transferred)::bigint as transferred,
    sum(industrialized)::bigint as industrialized,
    sum(good_industrialized)::bigint as good_industrialized
from
    flows(
        $area_level, $area_to, $as_of, null, null, $departments, $fields, 'all'
    )
group by province, kind, is_invention, day
order by province, kind, is_invention, day
