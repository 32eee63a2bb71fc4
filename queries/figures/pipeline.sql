-- question: how many patents reach each stage, of those in the stage before?
-- parameters: area_level, as_of, provinces, kinds, departments, fields, patents
-- grain: stage

with totals as (
    select
        coalesce(sum(valid), 0)::bigint as valid,
        coalesce(sum(due), 0)::bigint as due,
        coalesce(sum(assessed), 0)::bigint as assessed,
        coalesce(sum(pooled), 0)::bigint as pooled,
        coalesce(sum(evaluated), 0)::bigint as evaluated,
        coalesce(sum(evaluated_transferred), 0)::bigint as transferred,
        coalesce(sum(transferred_industrialized), 0)::bigint as industrialized
    from flows(
        $area_level, $as_of, $provinces, $kinds, $departments, $fields, $patents
    )
),
stages as (
    unpivot totals
    on valid, due, assessed, pooled, evaluated, transferred, industrialized
    into name stage value patents
),
ordered as (
    select
        stage,
        list_position(
            ['valid', 'due', 'assessed', 'pooled', 'evaluated', 'transferred',
                'industrialized'],
            stage
        ) as step,
        patents
    from stages
)
select
    step,
    stage,
    patents,
    case when step > 2 then lag(patents) over steps end as patents_before,
    case when step > 2 then patents / nullif(lag(patents) over steps, 0) end
        as share
from ordered
window steps as (order by step)
order by step
