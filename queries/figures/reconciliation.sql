-- question: what does each institution's latest return say, and what do its patent rows give?
-- parameters: as_of, provinces, kinds, departments
-- grain: institution_id, measure

with compared as (
    select *
    from reconciliation
    semi join institutions_of($provinces, $kinds, $departments)
        using (institution_no)
    where last_day(period) <= $as_of
),
latest as (
    select
        institution_no,
        measure,
        max(period) as period,
        arg_max(reported, period) as reported,
        arg_max(counted, period) as counted,
        max(period) filter (where reported = counted) as last_alike
    from compared
    group by institution_no, measure
),
since as (
    select
        compared.institution_no,
        compared.measure,
        min(compared.period) as since
    from compared
    join latest using (institution_no, measure)
    where
        compared.period > coalesce(latest.last_alike, date '1985-04-01')
    group by compared.institution_no, compared.measure
)
select
    institutions.institution_id,
    institutions.name,
    institutions.name_en,
    institutions.province,
    latest.measure,
    latest.period,
    latest.reported,
    latest.counted,
    latest.reported - latest.counted as difference,
    since.since
from latest
join institutions using (institution_no)
left join since using (institution_no, measure)
order by institutions.institution_id, latest.measure
