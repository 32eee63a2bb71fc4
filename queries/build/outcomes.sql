-- question: which repeated rows change what is known, and which change nothing?
-- parameters: none
-- grain: filing_no, row_no

insert into outcomes
with known_before as (
    select
        cells.*,
        value is distinct from lag(value) over (
            partition by kind, key, field order by filing_no, row_no
        ) as is_change,
        min({delivery_no: delivery_no, filing_no: filing_no, row_no: row_no})
            over (partition by kind, key) as first_row
    from repeated_cells as cells
    anti join rejected_rows using (filing_no, row_no)
)
select
    filing_no,
    row_no,
    case
        when not bool_or(is_change) then 'identical'
        else 'correction'
    end as outcome
from known_before
where (filing_no, row_no) <> (first_row.filing_no, first_row.row_no)
group by filing_no, row_no, delivery_no, first_row.delivery_no
having not bool_or(is_change) or delivery_no > first_row.delivery_no;
