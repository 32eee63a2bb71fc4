-- question: which numbers of 1985 to 1988 came without a check digit?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'application_no' as field,
    'check_digit_added' as rule,
    'warning' as severity,
    json_object('application_no', application_no(patent_key))::varchar as detail
from delivered_numbers
where check_computed and patent_key is not null and number_year <= 1988
