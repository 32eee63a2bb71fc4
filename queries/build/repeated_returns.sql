-- question: which rows of returns have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select institution_id, period
from passing_returns
group by all
having count(*) > 1;

create or replace table stage.repeated_returns as
select
    concat_ws('|', institution_id, period) as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    institution_id,
    period,
    due,
    assessed,
    pooled,
    evaluated,
    transferred,
    industrialized,
    amount_cny,
    hash(
        fields,
        institution_id,
        period,
        due,
        assessed,
        pooled,
        evaluated,
        transferred,
        industrialized,
        amount_cny
    ) as content
from passing_returns
join filing_fields using (filing_no)
semi join repeated_keys using (institution_id, period);

insert into repeated_cells
select 'returns' as kind, *
from unlike_cells('repeated_returns');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_returns');
