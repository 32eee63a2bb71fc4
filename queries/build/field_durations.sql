-- question: how many days did patents due wait for each step, by field?
-- parameters: none
-- grain: step, day, group_no, is_invention, field, days

create or replace type step as enum(
    'assessed', 'evaluated', 'transferred', 'industrialized'
);

-- A step taken before the one that it is counted from has no days: it did not
-- wait. Days count from the beginning of the plan, or from a later grant.
create or replace table field_durations as
with steps as (
    select
        'assessed' as step,
        institution_no, is_invention, field, weight, as_of,
        greatest(plan.cutoff + 1, granted_on) as from_day,
        assessed_on as to_day
    from life
    cross join plan
    where is_due
    union all
    select
        'evaluated',
        institution_no, is_invention, field, weight, as_of,
        assessed_on, evaluated_on
    from life
    where is_due
    union all
    select
        'transferred',
        institution_no, is_invention, field, weight, as_of,
        evaluated_on, transferred_on
    from life
    where is_due and assessed_on is not null
    union all
    select
        'industrialized',
        institution_no, is_invention, field, weight, as_of,
        transferred_on, industrialized_on
    from life
    where is_due and assessed_on is not null
)
select
    steps.step::step as step,
    least(last_day(greatest(from_day, to_day)), as_of) as day,
    institution_groups.group_no,
    steps.is_invention,
    steps.field,
    case when to_day >= from_day then (to_day - from_day)::smallint end as days,
    sum(weight)::integer as patents
from steps
join institution_groups using (institution_no)
where from_day <= as_of and to_day <= as_of
group by all
having sum(weight) <> 0
order by step;
