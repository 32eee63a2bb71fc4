-- question: do enterprises give as many stars as the holders themselves?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: own_stars, enterprise_stars

with graded as (
    select
        coalesce(own_stars, 0) as own_stars,
        coalesce(enterprise_stars, 0) as enterprise_stars,
        sum(patents)::bigint as patents
    from
        selected(
            'grades',
            $as_of,
            $provinces,
            $kinds,
            $departments,
            $fields,
            $patents
        )
    group by all
),
stars as (
    select unnest([5, 4, 3, 2, 1, 0]) as stars
),
cells as (
    select own.stars as own_stars, enterprise.stars as enterprise_stars
    from stars as own
    cross join stars as enterprise
)
select
    cells.own_stars,
    cells.enterprise_stars,
    case when own_stars = 0 then 'unknown' else 'stars_' || own_stars end
        as own,
    case
        when enterprise_stars = 0 then 'unknown'
        else 'stars_' || enterprise_stars
    end as enterprise,
    coalesce(graded.patents, 0) as patents,
    graded.patents as counted,
    sum(graded.patents) over () as evaluated
from cells
left join graded using (own_stars, enterprise_stars)
where (own_stars > 0 and enterprise_stars > 0) or graded.patents > 0
order by own_stars desc, enterprise_stars desc
