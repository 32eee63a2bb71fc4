-- question: which cells hold a day, number or yes-or-no that cannot be read?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    unnest(string_split(misread, ',')) as field,
    'form_not_understood' as rule,
    'rejection' as severity,
    null as detail
from delivered_gaps
where misread <> ''
