-- question: whose patents may be numbered anew, as one of them is affected?
-- parameters: none
-- grain: institution_no; kept_patents, untouched_patents: patent_no

create or replace table stage.touched_institutions as
select institution_no
from base_patents
semi join affected_patents using (patent_key)
union
select institution_no
from institutions
semi join judged_patents using (institution_id);

create or replace view stage.kept_patents as
select patent_no, patent_key, institution_id, granted_on, delivery_no
from base_patents
anti join affected_patents using (patent_key)
semi join touched_institutions using (institution_no);

create or replace view stage.untouched_patents as
select patent_key, patent_no, granted_on
from base_patents
anti join touched_institutions using (institution_no);
