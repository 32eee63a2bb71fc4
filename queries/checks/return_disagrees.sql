-- question: which returns differ from the patent rows of their institution?
-- parameters: none
-- grain: filing_no, row_no, field

with reported as (
    select filing_no, row_no, institution_id, period, field, reported
    from (
        select filing_no, row_no, institution_id, period, due, assessed
        from passing_returns
    )
    unpivot (
        reported for field in (due, assessed)
    )
)
select
    rows.filing_no,
    rows.row_no,
    rows.field,
    'return_disagrees' as rule,
    'warning' as severity,
    json_object('counted', reconciliation.counted)::varchar as detail
from reported as rows
join institutions using (institution_id)
join reconciliation
    on
        reconciliation.institution_no = institutions.institution_no
        and reconciliation.period = rows.period
        and reconciliation.measure = rows.field
where rows.reported <> reconciliation.counted
