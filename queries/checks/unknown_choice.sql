-- question: which cells hold none of the words their column allows?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    unnest(string_split(unknown_choices, ',')) as field,
    'unknown_choice' as rule,
    'rejection' as severity,
    null as detail
from delivered_gaps
where unknown_choices <> ''
