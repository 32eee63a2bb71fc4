-- question: which counts of a copy of the edition before are made anew, on another day?
-- parameters: none
-- grain: none

drop table movements;
drop table counts;
drop table field_counts;
drop table field_durations;
drop table durations;
drop table grades;
drop table pool_modes;
drop table transfer_counts;
