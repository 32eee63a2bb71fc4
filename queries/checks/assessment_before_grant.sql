-- question: which assessments are older than the patent's grant?
-- parameters: none
-- grain: filing_no, row_no, field

select
    assessments.filing_no,
    assessments.row_no,
    'assessed_on' as field,
    'assessment_before_grant' as rule,
    'rejection' as severity,
    json_object('granted_on', patent_keys.granted_on)::varchar as detail
from delivered_assessments as assessments
join patent_keys using (patent_key)
where assessments.assessed_on < patent_keys.granted_on
