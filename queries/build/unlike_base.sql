-- question: does anything stand otherwise than in the edition before that was to stay as it was?
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
),
rejections_now as (
    from rejected_rows
    semi join history_rows using (filing_no, row_no)
),
rejections_before as (
    select distinct filing_no, row_no
    from base.findings
    semi join history_rows using (filing_no, row_no)
    where severity = 'rejection'
)
select 'rejections' as thing
from (
    (
        from rejections_now
        except
        from rejections_before
    )
    union all
    (
        from rejections_before
        except
        from rejections_now
    )
)
union all
-- An earlier list of lapses speaks to holders who came after it, too.
select 'holders'
from held
semi join history_lapses using (patent_key)
anti join holders_before using (patent_key, institution_id)
