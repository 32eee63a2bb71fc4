-- question: which rows of exports are of patents whose grant no delivery tells?
-- parameters: none
-- grain: filing_no, row_no, field

select
    exported.filing_no,
    exported.row_no,
    'state' as field,
    case
        when exported.meaning = 'before_grant' then 'not_granted'
        else 'no_evidence_of_grant'
    end as rule,
    'rejection' as severity,
    json_object('state', exported.state)::varchar as detail
from exported
anti join exported_grants using (patent_key)
where not exported.is_listed
