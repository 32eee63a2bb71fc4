-- question: what is counted, where most is counted as in the edition before?
-- parameters: none
-- grain: none; fills the tables of counts up

delete from counts_before
where (province, kind) in (select (province, kind) from counted_areas);
insert into counts_before by name
from counts;
drop table counts;
alter table counts_before rename to counts;

delete from field_counts_before
where
    group_no in (
        select group_no from institution_groups
        semi join counted_areas using (province, kind)
    );
insert into field_counts_before by name
from field_counts;
drop table field_counts;
alter table field_counts_before rename to field_counts;

-- Cells of counts, and by how much they changed.
create or replace macro stage.merged_counts(before, changes) as table
    select columns(* exclude (patents)), sum(patents)::integer as patents
    from (
        from query_table(before)
        union all by name
        from query_table(changes)
    )
    group by all
    having sum(patents) <> 0;

create or replace table field_durations_merged as
select * from merged_counts('field_durations_before', 'field_durations')
order by step;
drop table field_durations;
drop table field_durations_before;
alter table field_durations_merged rename to field_durations;

create or replace table durations_merged as
from merged_counts('durations_before', 'durations');
drop table durations;
drop table durations_before;
alter table durations_merged rename to durations;

create or replace table grades_merged as
select * from merged_counts('grades_before', 'grades')
order by day;
drop table grades;
drop table grades_before;
alter table grades_merged rename to grades;

create or replace table pool_modes_merged as
select * from merged_counts('pool_modes_before', 'pool_modes')
order by day;
drop table pool_modes;
drop table pool_modes_before;
alter table pool_modes_merged rename to pool_modes;

create or replace table transfer_counts_merged as
select
    columns(* exclude (recordals, unpriced, amount_cny)),
    sum(recordals)::integer as recordals,
    sum(unpriced)::integer as unpriced,
    sum(amount_cny)::decimal(20, 4) as amount_cny
from (
    from transfer_counts_before
    union all by name
    from transfer_counts
)
group by all
having sum(recordals) <> 0
order by day;
drop table transfer_counts;
drop table transfer_counts_before;
alter table transfer_counts_merged rename to transfer_counts;
