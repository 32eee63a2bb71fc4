-- question: which rows of exports name no institution, and tell nothing of a known patent?
-- parameters: none
-- grain: filing_no, row_no, field

select
    exported.filing_no,
    exported.row_no,
    'holders' as field,
    'holder_unknown' as rule,
    'rejection' as severity,
    null as detail
from exported
left join (
    select distinct filing_no, row_no
    from exported_holders
    where institution_id is not null
) as matched using (filing_no, row_no)
left join (
    select distinct patent_key from exported_holdings
) as held using (patent_key)
where
    matched.filing_no is null
    and not exported.is_listed
    and (
        held.patent_key is null
        or (
            exported.granted_on is null
            and exported.meaning not in ('lapse', 'restoration', 'transfer')
        )
    )
