-- question: which aliases name no institution yet?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'institution_id' as field,
    'alias_not_confirmed' as rule,
    'rejection' as severity,
    null as detail
from delivered_aliases
where alias is not null and institution_id is null
