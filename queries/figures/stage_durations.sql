-- question: how many days do patents due take for each step, of those that took it?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: step

with counted as (
    select step, days, patents
    from
        selected(
            'durations',
            $as_of,
            $provinces,
            $kinds,
            $departments,
            null,
            $patents
        )
    where $fields::smallint[] is null
    union all
    select step, days, patents
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
    where $fields::smallint[] is not null
),
taken as (
    select step, days, sum(patents) as patents
    from counted
    group by step, days
),
ranked as (
    select
        step,
        days,
        sum(patents) over (partition by step order by days) as up_to,
        sum(patents) over (partition by step) as patents
    from taken
    where days is not null
),
quartiles as (
    select
        step,
        any_value(patents) as patents,
        min(days) filter (where up_to >= patents * 0.25) as first_quartile,
        min(days) filter (where up_to >= patents * 0.5) as median,
        min(days) filter (where up_to >= patents * 0.75) as third_quartile
    from ranked
    group by step
),
disordered as (
    select step, sum(patents) as patents
    from taken
    where days is null
    group by step
),
steps as (
    select unnest(enum_range(null::step))::step as step
)
select
    'step_' || steps.step as step,
    coalesce(quartiles.patents, 0)::bigint as patents,
    quartiles.median,
    quartiles.first_quartile,
    quartiles.third_quartile,
    coalesce(disordered.patents, 0)::bigint as disordered
from steps
left join quartiles using (step)
left join disordered using (step)
order by steps.step
