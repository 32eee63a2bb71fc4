-- question: which rows of patents have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select patent_key
from passing_patents
group by all
having count(*) > 1;

create or replace view stage.repeated_listings as
from passing_patents
join filing_fields using (filing_no)
semi join repeated_keys using (patent_key);

create or replace table stage.repeated_patents as
from patent_claims('repeated_listings');

insert into repeated_cells
select 'patents' as kind, *
from unlike_cells('repeated_patents');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_patents');
