-- question: on which day does each patent enter or leave, where few do otherwise than before?
-- parameters: none
-- grain: measure, day, institution_no, is_invention, field

create or replace table stage.changed_movements as
from movements_of_stays
where change <> 0;

create or replace table stage.merged_movements as
with rows as (
    from changed_movements
    union all by name
    select * exclude (amount_cny), change > 0 as enters
    from movements_before
    semi join changed_movements
        using (measure, day, institution_no, is_invention, field)
)
select
    measure,
    day,
    institution_no,
    is_invention,
    field,
    sum(change)::integer as change
from rows
group by measure, day, enters, institution_no, is_invention, field
having sum(change) <> 0;

delete from movements_before
where
    (measure, day, institution_no, is_invention, field) in (
        select (measure, day, institution_no, is_invention, field)
        from changed_movements
    )
    or measure in ('transfers', 'unpriced');
insert into movements_before by name
from merged_movements
union all by name
from movements_of_transfers;
alter table movements_before rename to movements;

create or replace view stage.summed_movements as
select movements.*
from movements
join institutions using (institution_no)
semi join counted_areas using (province, kind);
