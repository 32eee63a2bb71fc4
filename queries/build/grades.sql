-- question: which stars do holders and enterprises give to one patent, by month?
-- parameters: none
-- grain: day, group_no, is_invention, field, own_stars, enterprise_stars

-- A patent counts while it is in the pool and evaluated: its own stars are
-- those of the latest assessment, those of enterprises the highest so far.
create or replace table grades as
with days as (
    select patent_no, evaluated_on, max(stars) as stars
    from counted_evaluations
    group by patent_no, evaluated_on
),
evaluated as (
    select
        patent_no,
        evaluated_on as from_day,
        lead(evaluated_on, 1, date '9999-12-31') over on_days as to_day,
        max(stars) over on_days as stars
    from days
    window on_days as (partition by patent_no order by evaluated_on)
),
stays as (
    select
        pool_stays.weight,
        pool_stays.as_of,
        pool_stays.institution_no,
        pool_stays.is_invention,
        pool_stays.field,
        pool_stays.stars as own_stars,
        evaluated.stars as enterprise_stars,
        greatest(pool_stays.from_day, evaluated.from_day) as from_day,
        least(pool_stays.to_day, evaluated.to_day) as to_day
    from pool_stays
    join evaluated using (patent_no)
),
changes as (
    select
        from_day as day, weight as change, as_of, institution_no, is_invention,
        field, own_stars, enterprise_stars
    from stays
    where from_day < to_day
    union all
    select
        to_day, -weight, as_of, institution_no, is_invention, field,
        own_stars, enterprise_stars
    from stays
    where from_day < to_day
)
select
    least(last_day(changes.day), changes.as_of) as day,
    institution_groups.group_no,
    changes.is_invention,
    changes.field,
    changes.own_stars,
    changes.enterprise_stars,
    sum(changes.change)::integer as patents
from changes
join institution_groups using (institution_no)
where changes.day <= changes.as_of
group by all
having sum(changes.change) <> 0
order by day;
