-- question: which cells cannot be read: no day, number or yes-or-no, or no value?
-- parameters: none
-- grain: filing_no, row_no, field

with cells as (
    select filing_no, row_no, unnest(string_split(misread, ',')) as cell
    from delivered_gaps
    where misread <> ''
)
select
    filing_no,
    row_no,
    misread_field(cell) as field,
    misread_rule(cell, 'form_not_understood') as rule,
    'rejection' as severity,
    null as detail
from cells
