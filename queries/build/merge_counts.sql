-- question: what is counted, where some is counted as in the edition before?
-- parameters: none
-- grain: none; fills the tables of counts up

delete from movements_before
where institution_no in (from counted_institutions);
insert into movements_before by name
from movements;
drop table movements;
alter table movements_before rename to movements;

delete from counts_before
where (province, kind) in (select (province, kind) from counted_areas);
insert into counts_before by name
from counts;
drop table counts;
alter table counts_before rename to counts;

create or replace table stage.counted_groups as
select group_no
from institution_groups
semi join counted_areas using (province, kind)
union
select group_no
from base.institution_groups
semi join counted_areas using (province, kind);

delete from field_counts_before
where group_no in (from counted_groups);
insert into field_counts_before by name
from field_counts;
drop table field_counts;
alter table field_counts_before rename to field_counts;

delete from field_durations_before
where group_no in (from counted_groups);
insert into field_durations_before by name
from field_durations;
drop table field_durations;
alter table field_durations_before rename to field_durations;

delete from durations_before
where group_no in (from counted_groups);
insert into durations_before by name
from durations;
drop table durations;
alter table durations_before rename to durations;

delete from grades_before
where group_no in (from counted_groups);
insert into grades_before by name
from grades;
drop table grades;
alter table grades_before rename to grades;

delete from pool_modes_before
where group_no in (from counted_groups);
insert into pool_modes_before by name
from pool_modes;
drop table pool_modes;
alter table pool_modes_before rename to pool_modes;

delete from transfer_counts_before
where group_no in (from counted_groups);
insert into transfer_counts_before by name
from transfer_counts;
drop table transfer_counts;
alter table transfer_counts_before rename to transfer_counts;
