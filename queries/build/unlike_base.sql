-- question: does anything stand so that more must be judged anew than what is affected?
-- parameters: none
-- grain: one row for each thing

with holders_before as (
    select patent_key, institution_id
    from base_patents
    union
    select base_patents.patent_key, institutions.institution_id
    from base.holders
    join base_patents using (patent_no)
    join base.institutions
        on institutions.institution_no = holders.institution_no
)
-- What was accepted and is not any more may have decided what later rows were.
select 'rejections' as thing
from rejected_rows
semi join history_rows using (filing_no, row_no)
anti join rejected_before using (filing_no, row_no)
union all
select 'lapses'
from history_lapses
where exists (from retried_rows)
union all
-- An earlier list of lapses speaks to holders who came after it, too.
select 'holders'
from held
semi join history_lapses using (patent_key)
anti join holders_before using (patent_key, institution_id)
