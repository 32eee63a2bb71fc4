-- question: which counts or amounts are below zero?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    field,
    'negative_number' as rule,
    'rejection' as severity,
    null as detail
from delivered_amounts
where amount < 0
