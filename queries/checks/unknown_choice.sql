-- question: which cells hold none of the words their column allows?
-- parameters: none
-- grain: filing_no, row_no, field

with cells as (
    select filing_no, row_no, unnest(string_split(unknown_choices, ',')) as cell
    from delivered_gaps
    where unknown_choices <> ''
)
select
    filing_no,
    row_no,
    misread_field(cell) as field,
    misread_rule(cell, 'unknown_choice') as rule,
    'rejection' as severity,
    null as detail
from cells
