-- question: who takes whose patents, province by province and year by year?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: province, transferee, year

with homes as (
    select distinct group_no, province
    from institution_groups
),
recorded as (
    select
        homes.province,
        coalesce(transferee_province, 'unknown') as transferee,
        year(day)::integer as year,
        sum(recordals)::bigint as recordals,
        sum(unpriced)::bigint as unpriced,
        sum(amount_cny)::double as amount_cny
    from
        selected(
            'transfer_counts',
            $as_of,
            $provinces,
            $kinds,
            $departments,
            $fields,
            $patents
        ) as counts
    join homes using (group_no)
    group by all
)
select
    province,
    transferee,
    year,
    recordals,
    sum(recordals) over (partition by province, year) as given,
    case when recordals > unpriced then amount_cny end as amount_cny,
    unpriced
from recorded
order by year desc, recordals desc, province, transferee
