-- question: on which day does each patent of the register enter or leave each count?
-- parameters: none
-- grain: measure, day, institution_no, is_invention, field

create or replace table movements as
select
    measure, day, institution_no, is_invention, field, change, amount_cny
from (
    select * exclude (enters)
    from movements_of_stays
    union all by name
    from movements_of_transfers
);

create or replace view stage.summed_movements as
from movements;
