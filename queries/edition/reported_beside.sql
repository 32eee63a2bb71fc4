-- question: what do institutions report that file no patent rows?
-- parameters: as_of, provinces, kinds, departments
-- grain: one row

with chosen as (
    select institution_no
    from institutions
    where
        ($provinces is null or list_contains($provinces, province))
        and ($kinds is null or list_contains($kinds, kind))
        and (
            $departments is null
            or institution_no in (
                select institution_no
                from institution_departments
                where list_contains($departments, department)
            )
        )
),
latest_returns as (
    select
        returns.institution_no,
        arg_max_null(returns.due, returns.period) as due
    from returns
    join chosen using (institution_no)
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
