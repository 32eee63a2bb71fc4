-- question: which patents were granted before they were filed?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'granted_on' as field,
    'grant_before_filing' as rule,
    'rejection' as severity,
    json_object('filed_on', filed_on)::varchar as detail
from delivered_patents
where granted_on < filed_on
