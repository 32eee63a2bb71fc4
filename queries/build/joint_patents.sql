-- question: which patents have rows that are brought together, and for which holder do they count?
-- parameters: none
-- grain: patent_key, institution_id

-- What is known of a patent of several rows, for each holder that they name.
create or replace table stage.held as
select
    patent_key,
    institution_id,
    latest(granted_on, 'granted_on', fields, filing_no, row_no) as granted_on,
    latest(filed_on, 'filed_on', fields, filing_no, row_no) as filed_on,
    latest(lapsed_on, 'lapsed_on', fields, filing_no, row_no) as lapsed_on,
    latest(title, 'title', fields, filing_no, row_no) as title,
    latest(ipc, 'ipc', fields, filing_no, row_no) as ipc,
    latest(publicly_funded, 'publicly_funded', fields, filing_no, row_no)
        as publicly_funded,
    latest(transformed_before, 'transformed_before', fields, filing_no, row_no)
        as transformed_before,
    latest(holder_rank, 'holder_rank', fields, filing_no, row_no)
        as holder_rank,
    min(delivery_no) as delivery_no,
    min({ filing_no: filing_no, row_no: row_no }) as first_row
from repeated_patents
anti join rejected_rows using (filing_no, row_no)
group by patent_key, institution_id;

-- Such a patent is what its counted holder's rows say: the holder of the
-- lowest rank, else the first accepted. One who is named by an export's row
-- that tells no grant takes the grant that others tell. A row of an export may
-- be the first of several holders: of these the first by code.
create or replace table stage.joint_patents as
select
    * replace (
        coalesce(granted_on, max(granted_on) over holding) as granted_on
    ),
    count(*) over holding > 1 as is_joint,
    first_value(institution_id) over (
        holding order by first_row, institution_id
    ) as first_institution_id
from held
window holding as (partition by patent_key)
qualify row_number() over (
    holding order by holder_rank nulls last, first_row, institution_id
) = 1;

create or replace view stage.judged_patents as
select
    patent_key, institution_id, granted_on, filed_on, lapsed_on, title, ipc,
    publicly_funded, transformed_before, holder_rank, delivery_no
from passing_patents
anti join repeated_patents using (filing_no, row_no)
join filing_fields using (filing_no)
union all by name
select * exclude (first_row, is_joint, first_institution_id)
from joint_patents;
