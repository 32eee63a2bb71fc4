-- question: which codes of institutions has a spreadsheet spoiled, and which are none?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'institution_id' as field,
    institution_code_fault(institution_id) as rule,
    'rejection' as severity,
    null as detail
from delivered_institutions
where institution_code_fault(institution_id) is not null
