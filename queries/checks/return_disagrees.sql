-- question: which returns differ from the patent rows of their institution?
-- parameters: none
-- grain: filing_no, row_no, field

with states as (
    select
        rows.filing_no,
        rows.row_no,
        rows.due as reported_due,
        rows.assessed as reported_assessed,
        count(*) as due,
        count(*) filter (
            where first.assessed_on <= last_day(rows.period)
        ) as assessed
    from passing_returns as rows
    join institutions using (institution_id)
    join patents
        on
            patents.institution_no = institutions.institution_no
            and patents.is_due
    left join (
        select patent_no, min(assessed_on) as assessed_on
        from assessments
        group by patent_no
    ) as first using (patent_no)
    group by rows.filing_no, rows.row_no, rows.due, rows.assessed
)
select
    filing_no,
    row_no,
    'due' as field,
    'return_disagrees' as rule,
    'warning' as severity,
    json_object('counted', due)::varchar as detail
from states
where reported_due <> due
union all
select
    filing_no,
    row_no,
    'assessed',
    'return_disagrees',
    'warning',
    json_object('counted', assessed)::varchar
from states
where reported_assessed <> assessed
