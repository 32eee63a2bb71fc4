-- question: what stands in the register, of this delivery and of those before?
-- parameters: none
-- grain: patent_no

create or replace table stage.kept_numbers as
select kept_patents.patent_no as base_no, numbered_patents.patent_no
from kept_patents
join numbered_patents using (patent_key)
where kept_patents.patent_no <> numbered_patents.patent_no;

create or replace table stage.replaced_numbers as
select patent_no
from base_patents
semi join affected_patents using (patent_key)
union all
select base_no
from kept_numbers;

-- The rows that no affected patent tells of, where their patents have other
-- numbers now.
create or replace macro stage.kept_rows(source) as table
    select rows.* exclude (patent_no), kept_numbers.patent_no
    from query_table(source) as rows
    join kept_numbers
        on kept_numbers.base_no = rows.patent_no;

delete from patents_before
where patent_no in (from replaced_numbers);
insert into patents_before by name
from patents
union all by name
from kept_rows('base.patents');
drop table patents;
alter table patents_before rename to patents;

delete from holders_before
where patent_no in (from replaced_numbers);
insert into holders_before by name
from holders
union all by name
from kept_rows('base.holders');
drop table holders;
alter table holders_before rename to holders;

delete from assessments_before
where patent_no in (from replaced_numbers);
insert into assessments_before by name
from assessments
union all by name
from kept_rows('base.assessments');
drop table assessments;
alter table assessments_before rename to assessments;

delete from evaluations_before
where patent_no in (from replaced_numbers);
insert into evaluations_before by name
from evaluations
union all by name
from kept_rows('base.evaluations');
drop table evaluations;
alter table evaluations_before rename to evaluations;

delete from transfers_before
where patent_no in (from replaced_numbers);
insert into transfers_before by name
from transfers
union all by name
from kept_rows('base.transfers');
drop table transfers;
alter table transfers_before rename to transfers;

delete from products_before
where patent_no in (from replaced_numbers);
insert into products_before by name
from products
union all by name
from kept_rows('base.products');
drop table products;
alter table products_before rename to products;

delete from sample_answers_before
where patent_no in (from replaced_numbers);
insert into sample_answers_before by name
from sample_answers
union all by name
from kept_rows('base.sample_answers');
drop table sample_answers;
alter table sample_answers_before rename to sample_answers;
