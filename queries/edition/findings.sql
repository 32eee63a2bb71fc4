-- question: what was found in the filings of a delivery, or in files by their hash?
-- parameters: delivery_no, file_hashes
-- grain: filing_no, row_no, field, rule, detail

select
    findings.filing_no,
    filings.name as file,
    filings.kind,
    findings.row_no,
    findings.field,
    findings.column_label,
    findings.column_letter,
    findings.value,
    findings.rule,
    findings.severity,
    findings.detail
from findings
join filings using (filing_no)
where
    ($delivery_no is null or filings.delivery_no = $delivery_no)
    and (
        $file_hashes is null
        or list_contains($file_hashes, filings.sha256)
    )
order by
    findings.filing_no,
    findings.row_no nulls first,
    findings.field,
    findings.rule,
    findings.detail
