-- question: which patents are counted: all of the register?
-- parameters: none
-- grain: none; defines views over the register

create or replace view stage.counted_patents as
from patents;

create or replace view stage.counted_assessments as
from assessments;

create or replace view stage.counted_evaluations as
from evaluations;

create or replace view stage.counted_transfers as
from transfers;
