-- question: which technology maturities are not one to nine?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'maturity' as field,
    'maturity_out_of_range' as rule,
    'rejection' as severity,
    null as detail
from delivered_assessments
where maturity not between 1 and 9
