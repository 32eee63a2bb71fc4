-- question: what do institutions report without patent rows?
-- parameters: none
-- grain: institution_no, period

create or replace table returns as
with reported as (
    select
        institution_id,
        period,
        latest(due, 'due', fields, filing_no, row_no) as due,
        latest(assessed, 'assessed', fields, filing_no, row_no) as assessed,
        latest(pooled, 'pooled', fields, filing_no, row_no) as pooled,
        latest(evaluated, 'evaluated', fields, filing_no, row_no) as evaluated,
        latest(transferred, 'transferred', fields, filing_no, row_no)
            as transferred,
        latest(industrialized, 'industrialized', fields, filing_no, row_no)
            as industrialized,
        latest(amount_cny, 'amount_cny', fields, filing_no, row_no)
            as amount_cny
    from passing_returns
    join filing_fields using (filing_no)
    group by institution_id, period
)
select
    institutions.institution_no,
    reported.period,
    reported.due,
    reported.assessed,
    reported.pooled,
    reported.evaluated,
    reported.transferred,
    reported.industrialized,
    reported.amount_cny
from reported
join institutions using (institution_id)
order by institution_no, period;
