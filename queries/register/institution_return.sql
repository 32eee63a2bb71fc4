-- question: what did one institution last report in a return, up to a day?
-- parameters: institution, as_of
-- grain: one row at most

select
    returns.period,
    last_day(returns.period) as day,
    returns.due,
    returns.assessed,
    returns.pooled,
    returns.evaluated
from returns
join institutions using (institution_no)
where
    institutions.institution_id = $institution
    and last_day(returns.period) <= $as_of
order by returns.period desc
limit 1
