-- question: which rows about one institution or its patents changed what was known?
-- parameters: institution, rows
-- grain: filing_no, row_no, field

select
    count(*) over () as total,
    corrections.filing_no,
    filings.name as file,
    filings.kind,
    deliveries.received_on,
    corrections.row_no,
    corrections.field,
    corrections.column_label,
    corrections.column_letter,
    corrections.value_before,
    corrections.value,
    patents.application_no
from concerned
join institutions using (institution_no)
join corrections using (filing_no, row_no)
join filings using (filing_no)
join deliveries using (delivery_no)
left join patents using (patent_no)
where institutions.institution_id = $institution
order by corrections.filing_no desc, corrections.row_no, corrections.field
limit $rows
