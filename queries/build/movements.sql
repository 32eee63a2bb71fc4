-- question: on which day does each patent enter or leave each count?
-- parameters: none
-- grain: measure, day, institution_no, is_invention, field

create or replace table stage.life as
with first_evaluations as (
    select patent_no, min(evaluated_on) as evaluated_on
    from counted_evaluations
    group by patent_no
),
first_transfers as (
    select transfers.patent_no, min(transfers.recorded_on) as transferred_on
    from counted_transfers as transfers
    join plan
        on transfers.recorded_on >= plan.transfers_from
    group by transfers.patent_no
)
select
    patents.patent_no,
    patents.weight,
    patents.as_of,
    patents.institution_no,
    patents.kind = 'invention' as is_invention,
    patents.field,
    patents.is_due,
    patents.granted_on,
    coalesce(patents.lapsed_on, date '9999-12-31') as lapsed_on,
    first_assessments.assessed_on,
    first_evaluations.evaluated_on,
    first_transfers.transferred_on,
    products.industrialized_on
from counted_patents as patents
left join counted_first_assessments as first_assessments using (patent_no)
left join first_evaluations using (patent_no)
left join first_transfers using (patent_no)
left join counted_products as products using (patent_no);

-- A due patent is in the pool from an assessment that says convertible to the
-- next one, which may say otherwise.
create or replace table stage.pool_stays as
with spans as (
    select
        patent_no,
        assessed_on as from_day,
        lead(assessed_on, 1, date '9999-12-31') over (
            partition by patent_no order by assessed_on
        ) as to_day,
        convertible,
        stars,
        willingness,
        coalesce(stars >= plan.good_prospects_stars, false) as is_good
    from counted_assessments
    cross join plan
)
select
    life.patent_no,
    life.weight,
    life.as_of,
    life.institution_no,
    life.is_invention,
    life.field,
    spans.from_day,
    spans.to_day,
    spans.stars,
    spans.willingness,
    spans.is_good,
    life.evaluated_on,
    life.transferred_on,
    life.industrialized_on
from spans
join life
    on life.patent_no = spans.patent_no and life.is_due
where spans.convertible;

create or replace type measure as enum(
    'valid', 'due', 'assessed', 'lapsed_open', 'pooled', 'good', 'evaluated',
    'evaluated_transferred', 'transferred_industrialized', 'transfers',
    'unpriced', 'transferred', 'industrialized', 'good_industrialized'
);

-- Each stay lies in one count from from_day until to_day; greatest() passes
-- over nulls, so that each day it takes is asked for first.
create or replace view stage.stays as
select
    'valid' as measure, granted_on as from_day, lapsed_on as to_day,
    institution_no, is_invention, field, weight
from life
union all
select
    'due', date '1985-04-01', date '9999-12-31',
    institution_no, is_invention, field, weight
from life
where is_due
union all
select
    'assessed', assessed_on, date '9999-12-31',
    institution_no, is_invention, field, weight
from life
where is_due and assessed_on is not null
union all
select
    'lapsed_open', lapsed_on, coalesce(assessed_on, date '9999-12-31'),
    institution_no, is_invention, field, weight
from life
where is_due and lapsed_on < date '9999-12-31'
union all
select
    'pooled', from_day, to_day,
    institution_no, is_invention, field, weight
from pool_stays
union all
select
    'good', from_day, to_day,
    institution_no, is_invention, field, weight
from pool_stays
where is_good
union all
select
    'evaluated', greatest(from_day, evaluated_on), to_day,
    institution_no, is_invention, field, weight
from pool_stays
where evaluated_on is not null
union all
select
    'evaluated_transferred',
    greatest(from_day, evaluated_on, transferred_on), to_day,
    institution_no, is_invention, field, weight
from pool_stays
where evaluated_on is not null and transferred_on is not null
union all
select
    'transferred_industrialized',
    greatest(from_day, evaluated_on, transferred_on, industrialized_on),
    to_day, institution_no, is_invention, field, weight
from pool_stays
where
    evaluated_on is not null
    and transferred_on is not null
    and industrialized_on is not null
union all
select
    'transferred', greatest(granted_on, transferred_on), lapsed_on,
    institution_no, is_invention, field, weight
from life
where transferred_on is not null
union all
select
    'industrialized', greatest(granted_on, industrialized_on), lapsed_on,
    institution_no, is_invention, field, weight
from life
where industrialized_on is not null
union all
select
    'good_industrialized', greatest(from_day, industrialized_on), to_day,
    institution_no, is_invention, field, weight
from pool_stays
where is_good and industrialized_on is not null;

-- Who enters and who leaves on one day is not set off.
create or replace view stage.movements_of_stays as
select
    measure::measure as measure, from_day as day, true as enters,
    institution_no, is_invention, field,
    sum(weight)::integer as change
from stays
where from_day < to_day
group by all
union all
select
    measure::measure, to_day, false,
    institution_no, is_invention, field,
    -sum(weight)::integer
from stays
where from_day < to_day and to_day < date '9999-12-31'
group by all;

create or replace view stage.movements_of_transfers as
with placed as (
    select
        transfers.recorded_on as day,
        patents.institution_no,
        patents.kind = 'invention' as is_invention,
        patents.field,
        transfers.amount_cny
    from transfers
    join plan
        on transfers.recorded_on >= plan.transfers_from
    join patents using (patent_no)
)
select
    'transfers'::measure as measure, day, institution_no, is_invention, field,
    count(*)::integer as change, sum(amount_cny) as amount_cny
from placed
group by all
union all
select
    'unpriced'::measure, day, institution_no, is_invention, field,
    count(*)::integer, null
from placed
where amount_cny is null
group by all;
