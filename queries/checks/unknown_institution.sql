-- question: which rows name an institution that no filing has brought?
-- parameters: none
-- grain: filing_no, row_no, field

with named as (
    select filing_no, row_no, institution_id from delivered_patents
    union all
    select filing_no, row_no, institution_id from delivered_returns
    union all
    select filing_no, row_no, institution_id from delivered_aliases
)
select
    filing_no,
    row_no,
    'institution_id' as field,
    coalesce(
        institution_code_fault(institution_id), 'unknown_institution'
    ) as rule,
    'rejection' as severity,
    null as detail
from named
anti join institutions using (institution_id)
where institution_id is not null
