-- question: which recorded transfers of patents are known?
-- parameters: none
-- grain: patent_no, recorded_on, mode, transferee

-- Exports tell neither who took a patent nor for how much. One of which a list
-- of the same day says more is the same transfer.
create or replace table stage.exported_transfers as
select
    exported.filing_no,
    exported.row_no,
    exported.patent_key,
    exported.state_on as recorded_on,
    row_number() over (
        partition by exported.patent_key, exported.state_on
        order by exported.filing_no, exported.row_no
    ) = 1 as is_first
from standing_exports as exported
join patent_keys using (patent_key)
where
    exported.meaning = 'transfer'
    and exported.state_on > patent_keys.granted_on;

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
),
listed as (
    from once
    union all by name
    from brought_together
),
exported as (
    select patent_key, recorded_on, 'assignment' as mode
    from exported_transfers
    anti join listed
        on
            listed.patent_key = exported_transfers.patent_key
            and listed.recorded_on = exported_transfers.recorded_on
            and listed.mode in ('assignment', 'equity')
    where is_first
)
select
    patent_keys.patent_no,
    facts.recorded_on,
    facts.mode,
    facts.transferee,
    facts.transferee_province,
    facts.amount_cny
from (
    from listed
    union all by name
    from exported
) as facts
join patent_keys using (patent_key)
order by patent_no, recorded_on, mode, transferee;
