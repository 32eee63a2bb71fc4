-- question: which days in exports and lists of lapses cannot be right beside the grant or the filing?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'filed_on' as field,
    'filing_after_grant' as rule,
    'rejection' as severity,
    json_object('granted_on', granted_on)::varchar as detail
from exported
where granted_on < filed_on
union all
select
    exported.filing_no,
    exported.row_no,
    case when exported.is_listed then 'lapsed_on' else 'state_on' end,
    'lapse_before_grant',
    'rejection',
    json_object('granted_on', grants.granted_on)::varchar
from exported
join exported_grants as grants using (patent_key)
where exported.lapsed_on < grants.granted_on
union all
select
    filing_no,
    row_no,
    'state_on',
    'required_cell_empty',
    'rejection',
    null
from exported
where
    state_on is null
    and (
        meaning in ('lapse', 'restoration', 'transfer')
        or (meaning = 'grant' and granted_on is null)
    )
