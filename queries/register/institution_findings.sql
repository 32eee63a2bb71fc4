-- question: which rows about one institution or its patents were rejected or warned of?
-- parameters: institution, rows
-- grain: filing_no, row_no, field, rule, detail

select
    count(*) over () as total,
    findings.filing_no,
    filings.name as file,
    filings.kind,
    deliveries.received_on,
    findings.row_no,
    findings.field,
    findings.column_label,
    findings.column_letter,
    findings.value,
    findings.rule,
    findings.severity,
    findings.detail
from concerned
join institutions using (institution_no)
join findings using (filing_no, row_no)
join filings using (filing_no)
join deliveries using (delivery_no)
where institutions.institution_id = $institution
order by
    findings.filing_no desc,
    findings.row_no,
    findings.field,
    findings.rule,
    findings.detail
limit $rows
