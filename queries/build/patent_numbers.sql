-- question: which number does each patent have in this edition?
-- parameters: none
-- grain: patent_no

-- Patents of an institution follow each other as deliveries brought them, so
-- that all keep their numbers when others come.
create or replace table stage.numbered_patents as
select
    institutions.institution_no::bigint * 10000000
    + row_number() over (
        partition by institutions.institution_no
        order by known.delivery_no, known.patent_key
    ) as patent_no,
    known.patent_key,
    institutions.institution_no,
    known.granted_on,
    known.delivery_no
from (
    select patent_key, institution_id, granted_on, delivery_no
    from judged_patents
    union all
    select patent_key, institution_id, granted_on, delivery_no
    from kept_patents
) as known
join institutions using (institution_id)
