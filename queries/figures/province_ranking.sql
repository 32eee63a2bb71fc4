-- question: which provinces have most patents open, now and at the deadline?
-- parameters: area_level, as_of, kinds, departments, fields, patents, deadline
-- grain: code

with totals as (
    select
        province as code,
        sum(due)::bigint as due,
        sum(assessed)::bigint as assessed,
        sum(lapsed_open)::bigint as lapsed_open,
        sum(due - assessed - lapsed_open)::bigint as open,
        coalesce(
            sum(due - assessed - lapsed_open) filter (day <= $deadline), 0
        )::bigint as open_at_deadline
    from flows(
        $area_level, $as_of, null, $kinds, $departments, $fields, $patents
    )
    group by province
),
known as (
    select
        * replace (
            case when $as_of > $deadline then open_at_deadline end
                as open_at_deadline
        ),
        assessed / due as coverage
    from totals
    where due > 0
)
select
    row_number() over (
        order by known.open desc, open_at_deadline desc, coverage, known.code
    ) as rank,
    known.code,
    known.due,
    known.assessed,
    known.coverage,
    known.open,
    known.lapsed_open,
    known.open_at_deadline
from known
inner join provinces using (code)
where provinces.covered
order by rank
