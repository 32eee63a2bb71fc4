-- question: which lists without codes name an institution that has none elsewhere?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'name' as field,
    'name_without_code' as rule,
    'rejection' as severity,
    null as detail
from delivered_institutions
where
    not has_code
    and name is not null
    and name_key(name) not in (select name_key from codes_of_names)
