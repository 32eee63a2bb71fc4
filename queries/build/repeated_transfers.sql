-- question: which rows of transfers have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select patent_key, recorded_on, mode, transferee
from passing_transfers
group by all
having count(*) > 1;

create or replace table stage.repeated_transfers as
select
    concat_ws(
        '|', patent_key, recorded_on, mode, coalesce(transferee, '')
    ) as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    patent_key,
    recorded_on,
    mode,
    transferee,
    transferee_province,
    amount_cny,
    hash(
        fields,
        patent_key,
        recorded_on,
        mode,
        transferee,
        transferee_province,
        amount_cny
    ) as content
from passing_transfers
join filing_fields using (filing_no)
semi join repeated_keys
    on
        repeated_keys.patent_key = passing_transfers.patent_key
        and repeated_keys.recorded_on = passing_transfers.recorded_on
        and repeated_keys.mode = passing_transfers.mode
        and repeated_keys.transferee
        is not distinct from passing_transfers.transferee;

insert into repeated_cells
select 'transfers' as kind, *
from unlike_cells('repeated_transfers');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_transfers');
