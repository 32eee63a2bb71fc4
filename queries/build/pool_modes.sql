-- question: by which way are holders willing to transfer pooled patents, by month?
-- parameters: none
-- grain: day, group_no, is_invention, field, willingness

create or replace table pool_modes as
with changes as (
    select
        from_day as day, weight as change, as_of, institution_no, is_invention,
        field, willingness
    from pool_stays
    union all
    select
        to_day, -weight, as_of, institution_no, is_invention, field, willingness
    from pool_stays
)
select
    least(last_day(changes.day), changes.as_of) as day,
    institution_groups.group_no,
    changes.is_invention,
    changes.field,
    changes.willingness,
    sum(changes.change)::integer as patents
from changes
join institution_groups using (institution_no)
where changes.day <= changes.as_of
group by all
having sum(changes.change) <> 0
order by day;
