-- question: what do parts tell that stands as if an edition before had told it?
-- parameters: none
-- grain: none; fills the tables of what is kept

insert into kept_patents by name
select patent_key, institution_id, granted_on, delivery_no
from told_patents;

insert into kept_corrections by name
from told_corrections;

insert into kept_concerned by name
from told_concerned;

insert into kept_counts by name
select
    filing_no,
    sum(rows_in) as rows_in,
    sum(rejected) as rejected,
    sum(identical) as identical,
    sum(corrections) as corrections
from told_filings
group by filing_no;
