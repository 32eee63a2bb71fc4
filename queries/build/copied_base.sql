-- question: what of a copy of the edition before is made anew, and what of its register is merged?
-- parameters: none
-- grain: none; the tables that are merged take another name until then

drop table edition;
drop table plan;
drop table deliveries;
drop table filings;
drop table filing_columns;
drop table provinces;
drop table published;
drop table fields;
drop table institutions;
drop table institution_departments;
drop table institution_groups;
drop table returns;
drop table reconciliation;
drop table findings;
drop table corrections;
drop table concerned;
drop table aliases;
drop table unmatched_names;
drop table sample_counts;
drop table finding_counts;
alter table patents rename to patents_before;
alter table holders rename to holders_before;
alter table assessments rename to assessments_before;
alter table evaluations rename to evaluations_before;
alter table transfers rename to transfers_before;
alter table products rename to products_before;
alter table sample_answers rename to sample_answers_before;
