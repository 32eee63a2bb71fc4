-- question: which rows of assessments have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select patent_key, assessed_on
from passing_assessments
group by all
having count(*) > 1;

create or replace table stage.repeated_assessments as
select
    concat_ws('|', patent_key, assessed_on) as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    patent_key,
    assessed_on,
    convertible,
    stars,
    willingness,
    maturity,
    state,
    hash(
        fields,
        patent_key,
        assessed_on,
        convertible,
        stars,
        willingness,
        maturity,
        state
    ) as content
from passing_assessments
join filing_fields using (filing_no)
semi join repeated_keys using (patent_key, assessed_on);

insert into repeated_cells
select 'assessments' as kind, *
from unlike_cells('repeated_assessments');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_assessments');
