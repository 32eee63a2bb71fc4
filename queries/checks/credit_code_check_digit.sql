-- question: which credit codes (GB 32100) have a wrong check digit?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'credit_code' as field,
    'credit_code_check_digit' as rule,
    'rejection' as severity,
    null as detail
from delivered_institutions
where not is_credit_code(credit_code)
