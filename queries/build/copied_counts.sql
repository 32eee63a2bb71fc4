-- question: which counts of a copy of the edition before are merged?
-- parameters: none
-- grain: none; the tables that are merged take another name until then

alter table movements rename to movements_before;
alter table counts rename to counts_before;
alter table field_counts rename to field_counts_before;
alter table field_durations rename to field_durations_before;
alter table durations rename to durations_before;
alter table grades rename to grades_before;
alter table pool_modes rename to pool_modes_before;
alter table transfer_counts rename to transfer_counts_before;
