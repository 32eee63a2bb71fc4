-- question: how do the stages of patents change by field and month, by group?
-- parameters: none
-- grain: day, group_no, is_invention, field

create or replace table field_counts as
with monthly as (
    select
        movements.measure,
        least(
            greatest(last_day(movements.day), plan.cutoff), edition.as_of
        ) as day,
        institution_groups.group_no,
        movements.is_invention,
        movements.field,
        sum(movements.change) as change
    from summed_movements as movements
    join institution_groups using (institution_no)
    cross join edition
    cross join plan
    where
        movements.day <= edition.as_of
        and movements.measure in (
            'valid', 'due', 'assessed', 'lapsed_open', 'pooled', 'evaluated',
            'evaluated_transferred', 'transferred_industrialized',
            'industrialized'
        )
    group by all
)
select
    day,
    group_no,
    is_invention,
    field,
    coalesce(sum(change) filter (measure = 'valid'), 0)::integer as valid,
    coalesce(sum(change) filter (measure = 'due'), 0)::integer as due,
    coalesce(sum(change) filter (measure = 'assessed'), 0)::integer
        as assessed,
    coalesce(sum(change) filter (measure = 'lapsed_open'), 0)::integer
        as lapsed_open,
    coalesce(sum(change) filter (measure = 'pooled'), 0)::integer as pooled,
    coalesce(sum(change) filter (measure = 'evaluated'), 0)::integer
        as evaluated,
    coalesce(sum(change) filter (measure = 'evaluated_transferred'), 0)::integer
        as transferred,
    coalesce(
        sum(change) filter (measure = 'transferred_industrialized'), 0
    )::integer as pipeline_industrialized,
    coalesce(sum(change) filter (measure = 'industrialized'), 0)::integer
        as industrialized
from monthly
group by all
order by day;
