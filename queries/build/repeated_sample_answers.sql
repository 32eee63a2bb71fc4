-- question: which rows of sample answers have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select patent_key, sampled_on
from passing_sample_answers
group by all
having count(*) > 1;

create or replace table stage.repeated_sample_answers as
select
    concat_ws('|', patent_key, sampled_on) as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    patent_key,
    sampled_on,
    is_right,
    fault,
    inspector_unit,
    stratified_by,
    hash(
        fields,
        patent_key,
        sampled_on,
        is_right,
        fault,
        inspector_unit,
        stratified_by
    ) as content
from passing_sample_answers
join filing_fields using (filing_no)
semi join repeated_keys using (patent_key, sampled_on);

insert into repeated_cells
select 'sample_answers' as kind, *
from unlike_cells('repeated_sample_answers');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_sample_answers');
