-- question: which institutions are counted anew, as a patent of their area is affected?
-- parameters: none
-- grain: institution_no; defines views over the register

-- Where institutions come, move or change their departments, all tables by
-- group count otherwise.
create or replace table stage.counted_areas as
with unlike as (
    from described_institutions('institutions', 'institution_departments')
    except
    from described_institutions(
        'base.institutions', 'base.institution_departments'
    )
)
select province, kind
from institutions
where
    institution_no in (from touched_institutions)
    or exists (from unlike)
union
select province, kind
from base.institutions
where exists (from unlike);

create or replace table stage.counted_institutions as
select institution_no
from institutions
semi join counted_areas using (province, kind);

create or replace view stage.counted_patents as
from patents
semi join counted_institutions using (institution_no);

create or replace view stage.counted_assessments as
from assessments
semi join counted_patents using (patent_no);

create or replace view stage.counted_evaluations as
from evaluations
semi join counted_patents using (patent_no);

create or replace view stage.counted_transfers as
from transfers
semi join counted_patents using (patent_no);
