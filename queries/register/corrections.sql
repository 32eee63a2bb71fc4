-- question: which cells did deliveries correct, from what to what, and where do they stand?
-- parameters: provinces, kinds, departments
-- grain: received_on, file, row_no, field

select
    deliveries.received_on,
    deliveries.note,
    institutions.province,
    institutions.institution_id,
    institutions.name,
    institutions.name_en,
    filings.kind,
    filings.name as file,
    corrections.row_no,
    corrections.field,
    patents.application_no,
    corrections.value_before,
    corrections.value
from corrections
join filings using (filing_no)
join deliveries using (delivery_no)
left join concerned using (filing_no, row_no)
left join institutions using (institution_no)
left join patents using (patent_no)
where
    ($provinces is null and $kinds is null and $departments is null)
    or concerned.institution_no in (
        select institution_no
        from institutions_of($provinces, $kinds, $departments)
    )
order by
    corrections.filing_no desc,
    corrections.row_no,
    corrections.field
