-- question: what stands in the register, of this delivery and of those before?
-- parameters: none
-- grain: patent_no

create or replace table stage.kept_numbers as
select kept_patents.patent_no as base_no, numbered_patents.patent_no
from kept_patents
join numbered_patents using (patent_key);

delete from patents_before
where patent_no // 10000000 in (from touched_institutions);
insert into patents_before by name
from patents;
insert into patents_before by name
select patents.* exclude (patent_no), kept_numbers.patent_no
from base.patents
join kept_numbers
    on kept_numbers.base_no = patents.patent_no;
drop table patents;
alter table patents_before rename to patents;

delete from holders_before
where patent_no // 10000000 in (from touched_institutions);
insert into holders_before by name
from holders;
insert into holders_before by name
select holders.* exclude (patent_no), kept_numbers.patent_no
from base.holders
join kept_numbers
    on kept_numbers.base_no = holders.patent_no;
drop table holders;
alter table holders_before rename to holders;

delete from assessments_before
where patent_no // 10000000 in (from touched_institutions);
insert into assessments_before by name
from assessments;
insert into assessments_before by name
select assessments.* exclude (patent_no), kept_numbers.patent_no
from base.assessments
join kept_numbers
    on kept_numbers.base_no = assessments.patent_no;
drop table assessments;
alter table assessments_before rename to assessments;

delete from evaluations_before
where patent_no // 10000000 in (from touched_institutions);
insert into evaluations_before by name
from evaluations;
insert into evaluations_before by name
select evaluations.* exclude (patent_no), kept_numbers.patent_no
from base.evaluations
join kept_numbers
    on kept_numbers.base_no = evaluations.patent_no;
drop table evaluations;
alter table evaluations_before rename to evaluations;

delete from transfers_before
where patent_no // 10000000 in (from touched_institutions);
insert into transfers_before by name
from transfers;
insert into transfers_before by name
select transfers.* exclude (patent_no), kept_numbers.patent_no
from base.transfers
join kept_numbers
    on kept_numbers.base_no = transfers.patent_no;
drop table transfers;
alter table transfers_before rename to transfers;

delete from products_before
where patent_no // 10000000 in (from touched_institutions);
insert into products_before by name
from products;
insert into products_before by name
select products.* exclude (patent_no), kept_numbers.patent_no
from base.products
join kept_numbers
    on kept_numbers.base_no = products.patent_no;
drop table products;
alter table products_before rename to products;

delete from sample_answers_before
where patent_no // 10000000 in (from touched_institutions);
insert into sample_answers_before by name
from sample_answers;
insert into sample_answers_before by name
select sample_answers.* exclude (patent_no), kept_numbers.patent_no
from base.sample_answers
join kept_numbers
    on kept_numbers.base_no = sample_answers.patent_no;
drop table sample_answers;
alter table sample_answers_before rename to sample_answers;
