-- question: which patents are counted: all of the register?
-- parameters: none
-- grain: none; defines views over the register

create or replace view stage.counted_patents as
select patents.*, 1::tinyint as weight, edition.as_of
from patents
cross join edition;

create or replace view stage.counted_first_assessments as
from first_assessments;

create or replace view stage.counted_assessments as
from assessments;

create or replace view stage.counted_evaluations as
from evaluations;

create or replace view stage.counted_transfers as
from transfers;

create or replace view stage.counted_products as
from products;
