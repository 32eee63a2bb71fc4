-- question: which patents lapsed before they were granted?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'lapsed_on' as field,
    'lapse_before_grant' as rule,
    'rejection' as severity,
    json_object('granted_on', granted_on)::varchar as detail
from delivered_patents
where lapsed_on < granted_on
