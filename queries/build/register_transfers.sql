-- question: which recorded transfers of patents are known?
-- parameters: none
-- grain: patent_no, recorded_on, mode, transferee

create or replace table transfers as
with once as (
    select
        patent_key,
        recorded_on,
        mode,
        transferee,
        transferee_province,
        amount_cny
    from passing_transfers
    anti join repeated_transfers using (filing_no, row_no)
),
brought_together as (
    select
        patent_key,
        recorded_on,
        mode,
        transferee,
        latest(
            transferee_province, 'transferee_province',
            fields, filing_no, row_no
        ) as transferee_province,
        latest(amount_cny, 'amount_cny', fields, filing_no, row_no)
            as amount_cny
    from repeated_transfers
    anti join rejected_rows using (filing_no, row_no)
    group by patent_key, recorded_on, mode, transferee
)
select
    patent_keys.patent_no,
    facts.recorded_on,
    facts.mode,
    facts.transferee,
    facts.transferee_province,
    facts.amount_cny
from (
    from once
    union all by name
    from brought_together
) as facts
join patent_keys using (patent_key)
order by patent_no, recorded_on, mode, transferee;
