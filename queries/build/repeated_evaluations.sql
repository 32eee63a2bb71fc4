-- question: which rows of evaluations have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select patent_key, evaluated_on, enterprise
from passing_evaluations
group by all
having count(*) > 1;

create or replace table stage.repeated_evaluations as
select
    concat_ws('|', patent_key, evaluated_on, enterprise) as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    patent_key,
    evaluated_on,
    enterprise,
    enterprise_province,
    stars,
    intent,
    hash(
        fields,
        patent_key,
        evaluated_on,
        enterprise,
        enterprise_province,
        stars,
        intent
    ) as content
from passing_evaluations
join filing_fields using (filing_no)
semi join repeated_keys using (patent_key, evaluated_on, enterprise);

insert into repeated_cells
select 'evaluations' as kind, *
from unlike_cells('repeated_evaluations');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_evaluations');
