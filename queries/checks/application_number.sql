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
    number_problem not in (
        'application_no_check_digit', 'publication_number'
    )
