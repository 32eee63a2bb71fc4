-- question: which rows of patents have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select patent_key
from passing_patents
group by all
having count(*) > 1;

create or replace table stage.repeated_patents as
select
    concat_ws('|', patent_key, institution_id) as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    patent_key,
    institution_id,
    granted_on,
    title,
    filed_on,
    lapsed_on,
    ipc,
    publicly_funded,
    transformed_before,
    holder_rank,
    hash(
        fields,
        patent_key,
        institution_id,
        granted_on,
        title,
        filed_on,
        lapsed_on,
        ipc,
        publicly_funded,
        transformed_before,
        holder_rank
    ) as content
from passing_patents
join filing_fields using (filing_no)
semi join repeated_keys using (patent_key);

insert into repeated_cells
select 'patents' as kind, *
from unlike_cells('repeated_patents');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_patents');
