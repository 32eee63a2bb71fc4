-- question: what do institutions report that file no patent rows?
-- parameters: none
-- grain: institution_no, day

with departments as (
    select institution_no, list(department) as departments
    from institution_departments
    group by institution_no
)
select
    returns.institution_no,
    institutions.province,
    institutions.kind,
    coalesce(departments.departments, []) as departments,
    last_day(returns.period) as day,
    returns.due
from returns
join institutions using (institution_no)
left join departments using (institution_no)
where
    returns.institution_no not in (
        select institution_no
        from counts
        where level = 'institution'
    )
order by returns.institution_no, day
