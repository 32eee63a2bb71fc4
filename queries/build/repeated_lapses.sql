-- question: which rows of one delivery give a known patent another day on which it lapsed?
-- parameters: none
-- grain: filing_no, row_no

create or replace table stage.repeated_lapses as
select
    patent_key::varchar as key,
    delivery_no,
    filing_no,
    row_no,
    ['lapsed_on'] as fields,
    lapsed_on,
    hash(lapsed_on) as content
from exported
semi join exported_grants using (patent_key)
where is_listed
qualify count(*) over (partition by patent_key, delivery_no) > 1;

insert into repeated_cells
select 'lapses' as kind, *
from unlike_cells('repeated_lapses');
