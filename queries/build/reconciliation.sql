-- question: what do returns say, and what do the patent rows of their institution give?
-- parameters: none
-- grain: institution_no, period, measure

create or replace table reconciliation as
with counted as (
    select
        returns.institution_no,
        returns.period,
        count(*) as due,
        count(*) filter (
            where first_assessments.assessed_on <= last_day(returns.period)
        ) as assessed
    from returns
    join patents
        on
            patents.institution_no = returns.institution_no
            and patents.is_due
    left join first_assessments using (patent_no)
    group by returns.institution_no, returns.period
),
compared as (
    select
        returns.institution_no,
        returns.period,
        unnest(['due', 'assessed']) as measure,
        unnest([returns.due, returns.assessed]) as reported,
        unnest([counted.due, counted.assessed]) as counted
    from returns
    join counted using (institution_no, period)
)
select
    institution_no,
    period,
    measure,
    reported,
    counted
from compared
where reported is not null
order by institution_no, measure, period;
