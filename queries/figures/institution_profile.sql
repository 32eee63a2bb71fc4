-- question: how far had one institution come by each day, on every stage?
-- parameters: institution, as_of, fields, patents, cutoff
-- grain: day

with changes as (
    select
        greatest(day, $cutoff) as day,
        sum(valid) as valid,
        sum(due) as due,
        sum(assessed) as assessed,
        sum(lapsed_open) as lapsed_open,
        sum(pooled) as pooled,
        sum(good) as good,
        sum(evaluated) as evaluated,
        sum(evaluated_transferred) as evaluated_transferred,
        sum(transferred_industrialized) as transferred_industrialized,
        sum(good_industrialized) as good_industrialized
    from wide_movements
    where
        institution_no = (
            select institution_no
            from institutions
            where institution_id = $institution
        )
        and day <= $as_of
        and ($patents = 'all' or is_invention)
        and (
            $fields::smallint[] is null
            or list_contains($fields::smallint[], field)
        )
    group by all
)
select
    'measured' as trace,
    day,
    (sum(valid) over days)::bigint as valid,
    (sum(due) over days)::bigint as due,
    (sum(assessed) over days)::bigint as assessed,
    (sum(lapsed_open) over days)::bigint as lapsed_open,
    (sum(pooled) over days)::bigint as pooled,
    (sum(good) over days)::bigint as good,
    (sum(evaluated) over days)::bigint as evaluated,
    (sum(evaluated_transferred) over days)::bigint
        as evaluated_transferred,
    (sum(transferred_industrialized) over days)::bigint
        as transferred_industrialized,
    (sum(good_industrialized) over days)::bigint as good_industrialized
from changes
window days as (order by day)
order by day
