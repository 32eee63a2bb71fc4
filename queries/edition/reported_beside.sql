-- question: what do institutions report that file no patent rows?
-- parameters: as_of, provinces, kinds, departments
-- grain: one row

with latest_returns as (
    select
        returns.institution_no,
        arg_max_null(returns.due, returns.period) as due
    from returns
    semi join institutions_of($provinces, $kinds, $departments)
        using (institution_no)
    where
        last_day(returns.period) <= $as_of
        and returns.institution_no not in (
            select institution_no
            from counts
            where level = 'institution'
        )
    group by returns.institution_no
)
select
    count(*) as institutions,
    sum(due)::bigint as due
from latest_returns
