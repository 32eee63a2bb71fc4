-- question: what does a part tell to those who put parts together?
-- parameters: none
-- grain: none; defines views over the tables of a part

-- Institutions, aliases and returns are told by whoever puts parts together.
create or replace view stage.filings_in_parts as
select filing_no
from filing
where kind not in ('institutions', 'aliases', 'returns');

create or replace view stage.told_patents as
select patents.* exclude (patent_no), institutions.institution_id
from patents
join institutions using (institution_no);

create or replace view stage.told_holders as
select holders.* exclude (patent_no), patents.patent_key
from holders
join patents using (patent_no);

create or replace view stage.told_assessments as
select assessments.* exclude (patent_no), patents.patent_key
from assessments
join patents using (patent_no);

create or replace view stage.told_evaluations as
select evaluations.* exclude (patent_no), patents.patent_key
from evaluations
join patents using (patent_no);

create or replace view stage.told_transfers as
select transfers.* exclude (patent_no), patents.patent_key
from transfers
join patents using (patent_no);

create or replace view stage.told_products as
select products.* exclude (patent_no), patents.patent_key
from products
join patents using (patent_no);

create or replace view stage.told_sample_answers as
select sample_answers.* exclude (patent_no), patents.patent_key
from sample_answers
join patents using (patent_no);

create or replace view stage.told_offences as
select offences.*
from offences
semi join filings_in_parts using (filing_no)
anti join offences_of_cells using (filing_no, row_no, rule);

create or replace view stage.told_exported_holders as
select *
from exported_holders
where institution_id is null;

create or replace view stage.told_corrections as
select corrections.*
from corrections
semi join filings_in_parts using (filing_no);

create or replace view stage.told_concerned as
select
    concerned.filing_no,
    concerned.row_no,
    institutions.institution_id,
    patents.patent_key
from concerned
semi join filings_in_parts using (filing_no)
left join institutions
    on institutions.institution_no = concerned.institution_no
left join patents
    on patents.patent_no = concerned.patent_no;

create or replace view stage.told_filings as
select filing_no, rows_in, rejected, identical, corrections
from filings
semi join filings_in_parts using (filing_no);

create or replace view stage.told_movements as
from movements;

create or replace view stage.told_field_durations as
from field_durations;

create or replace view stage.told_grades as
from grades;

create or replace view stage.told_pool_modes as
from pool_modes;

create or replace view stage.told_transfer_counts as
from transfer_counts;
