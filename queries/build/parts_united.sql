-- question: what stands in the register, and what was found and counted, of all parts?
-- parameters: none
-- grain: none; fills tables that hold what no part tells

insert into offences by name
from told_offences;

insert into exported_holders by name
from told_exported_holders;

insert into patents by name
select told.* exclude (institution_id), numbered_patents.patent_no
from told_patents as told
join numbered_patents using (patent_key)
order by patent_no;

insert into holders by name
select told.* exclude (patent_key), numbered_patents.patent_no
from told_holders as told
join numbered_patents using (patent_key)
order by patent_no, holder_rank nulls last, told.institution_no;

insert into assessments by name
select told.* exclude (patent_key), numbered_patents.patent_no
from told_assessments as told
join numbered_patents using (patent_key)
order by patent_no, assessed_on;

insert into evaluations by name
select told.* exclude (patent_key), numbered_patents.patent_no
from told_evaluations as told
join numbered_patents using (patent_key)
order by patent_no, evaluated_on, enterprise;

insert into transfers by name
select told.* exclude (patent_key), numbered_patents.patent_no
from told_transfers as told
join numbered_patents using (patent_key)
order by patent_no, recorded_on, mode, transferee;

insert into products by name
select told.* exclude (patent_key), numbered_patents.patent_no
from told_products as told
join numbered_patents using (patent_key)
order by patent_no;

insert into sample_answers by name
select told.* exclude (patent_key), numbered_patents.patent_no
from told_sample_answers as told
join numbered_patents using (patent_key)
order by patent_no, sampled_on;

-- What comes on a day and what goes are told apart.
insert into movements by name
select
    measure,
    day,
    institution_no,
    is_invention,
    field,
    sum(change) as change,
    sum(amount_cny) as amount_cny
from told_movements
group by measure, day, institution_no, is_invention, field, change > 0;

insert into field_durations by name
select * exclude (patents), sum(patents) as patents
from told_field_durations
group by all
order by step;

insert into grades by name
select * exclude (patents), sum(patents) as patents
from told_grades
group by all
having sum(patents) <> 0
order by day;

insert into pool_modes by name
select * exclude (patents), sum(patents) as patents
from told_pool_modes
group by all
having sum(patents) <> 0
order by day;

insert into transfer_counts by name
select
    * exclude (recordals, unpriced, amount_cny),
    sum(recordals) as recordals,
    sum(unpriced) as unpriced,
    sum(amount_cny) as amount_cny
from told_transfer_counts
group by all
order by day;
