-- question: which repeated rows change what is known, and which change nothing?
-- parameters: none
-- grain: filing_no, row_no

create or replace table stage.cell_histories as
select
    filing_no,
    row_no,
    delivery_no,
    field,
    lag(value) over (
        partition by kind, key, field order by filing_no, row_no
    ) as value_before,
    value,
    min({ delivery_no: delivery_no, filing_no: filing_no, row_no: row_no })
        over (partition by kind, key) as first_row
from repeated_cells
anti join rejected_rows using (filing_no, row_no);

insert into outcomes
with judged as (
    select
        filing_no,
        row_no,
        delivery_no,
        first_row,
        bool_or(value is distinct from value_before) as is_change
    from cell_histories
    group by filing_no, row_no, delivery_no, first_row
)
select
    filing_no,
    row_no,
    case when is_change then 'correction' else 'identical' end as outcome
from judged
where
    (filing_no, row_no) <> (first_row.filing_no, first_row.row_no)
    and (not is_change or delivery_no > first_row.delivery_no);
