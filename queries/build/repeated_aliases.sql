-- question: which rows of aliases have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

create or replace table stage.repeated_keys as
select alias_key
from passing_aliases
group by all
having count(*) > 1;

create or replace table stage.repeated_aliases as
select
    alias_key as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    institution_id,
    confirmed_on,
    note,
    hash(fields, institution_id, confirmed_on, note) as content
from passing_aliases
join filing_fields using (filing_no)
semi join repeated_keys using (alias_key);

insert into repeated_cells
select 'aliases' as kind, *
from unlike_cells('repeated_aliases');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_aliases');
