-- question: which rows name a further holder of a patent?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    field,
    'co_holder' as rule,
    'information' as severity,
    json_object('counted_for', counted_for)::varchar as detail
from co_held_rows
