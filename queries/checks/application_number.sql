-- question: which application numbers are malformed, and how?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'application_no' as field,
    number_problem as rule,
    'rejection' as severity,
    null as detail
from delivered_numbers
where
    number_problem in (
        'application_no_form',
        'application_no_kind',
        'application_no_digit_missing'
    )
