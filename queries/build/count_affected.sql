-- question: of which patents may the counts be others than in the edition before?
-- parameters: none
-- grain: patent_no

create or replace view stage.new_days as
select before.as_of + 1 as first_day, edition.as_of as last_day
from edition
cross join base.edition as before;

-- Others count as before: nothing that is known of them is of these days.
create or replace table stage.recounted_patents as
with dated as (
    select rows.patent_no
    from base.patents as rows
    cross join new_days
    where rows.granted_on between new_days.first_day and new_days.last_day
    union all
    select rows.patent_no
    from base.patents as rows
    cross join new_days
    where rows.lapsed_on between new_days.first_day and new_days.last_day
    union all
    select rows.patent_no
    from base.assessments as rows
    cross join new_days
    where rows.assessed_on between new_days.first_day and new_days.last_day
    union all
    select rows.patent_no
    from base.evaluations as rows
    cross join new_days
    where rows.evaluated_on between new_days.first_day and new_days.last_day
    union all
    select rows.patent_no
    from base.transfers as rows
    cross join new_days
    where rows.recorded_on between new_days.first_day and new_days.last_day
    union all
    select rows.patent_no
    from base.products as rows
    cross join new_days
    where
        rows.industrialized_on
        between new_days.first_day and new_days.last_day
)
from affected_patents
union
select base_patents.patent_key
from base_patents
semi join dated using (patent_no);

-- What a patent came to before is taken off: it stands here a second time,
-- under a number below zero.
create or replace table stage.counted_patents as
select patents.*, 1::tinyint as weight, edition.as_of
from patents
semi join recounted_patents using (patent_key)
cross join edition
union all by name
select
    patents.* replace (-patents.patent_no as patent_no),
    -1::tinyint as weight,
    edition.as_of
from base.patents
semi join recounted_patents using (patent_key)
cross join base.edition;

create or replace table stage.counted_assessments as
select *
from assessments
semi join counted_patents using (patent_no)
union all by name
select rows.* replace (-rows.patent_no as patent_no)
from base.assessments as rows
semi join counted_patents
    on counted_patents.patent_no = -rows.patent_no;

create or replace table stage.counted_evaluations as
select *
from evaluations
semi join counted_patents using (patent_no)
union all by name
select rows.* replace (-rows.patent_no as patent_no)
from base.evaluations as rows
semi join counted_patents
    on counted_patents.patent_no = -rows.patent_no;

create or replace table stage.counted_transfers as
select *
from transfers
semi join counted_patents using (patent_no)
union all by name
select rows.* replace (-rows.patent_no as patent_no)
from base.transfers as rows
semi join counted_patents
    on counted_patents.patent_no = -rows.patent_no;

create or replace table stage.counted_products as
select *
from products
semi join counted_patents using (patent_no)
union all by name
select rows.* replace (-rows.patent_no as patent_no)
from base.products as rows
semi join counted_patents
    on counted_patents.patent_no = -rows.patent_no;

create or replace view stage.counted_first_assessments as
select patent_no, min(assessed_on) as assessed_on
from counted_assessments
group by patent_no;

-- What is summed up from movements is summed up anew for these.
create or replace table stage.counted_areas as
select province, kind
from institutions
semi join (
    from touched_institutions
    union
    select movements.institution_no
    from base.movements
    cross join new_days
    where movements.day between new_days.first_day and new_days.last_day
) using (institution_no)
group by all;
