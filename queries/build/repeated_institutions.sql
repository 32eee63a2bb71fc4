-- question: which rows of institutions have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select institution_id
from passing_institutions
group by all
having count(*) > 1;

create or replace table stage.repeated_institutions as
select
    institution_id as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    institution_id,
    name,
    kind,
    province,
    department,
    name_en,
    credit_code,
    hash(
        fields,
        institution_id,
        name,
        kind,
        province,
        department,
        name_en,
        credit_code
    ) as content
from institution_rows
semi join repeated_keys using (institution_id);

insert into repeated_cells
select 'institutions' as kind, *
from unlike_cells('repeated_institutions');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_institutions');
