-- question: how many days do patents wait for an enterprise's evaluation, by field?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: field

with taken as (
    select field, days, sum(patents) as patents
    from
        selected(
            'field_durations',
            $as_of,
            $provinces,
            $kinds,
            $departments,
            $fields,
            $patents
        )
    where step = 'evaluated' and days is not null
    group by field, days
),
ranked as (
    select
        field,
        days,
        sum(patents) over (partition by field order by days) as up_to,
        sum(patents) over (partition by field) as patents
    from taken
)
select
    field,
    any_value(patents)::bigint as patents,
    min(days) filter (where up_to >= patents * 0.5) as median,
    min(days) filter (where up_to >= patents * 0.25) as first_quartile,
    min(days) filter (where up_to >= patents * 0.75) as third_quartile
from ranked
group by field
order by field = 0, median desc, patents desc, field
