-- question: which rows of one delivery say different things of the same key?
-- parameters: none
-- grain: filing_no, row_no, field

with standing as (
    from repeated_cells
    anti join rejected_rows using (filing_no, row_no)
),
differing as (
    select
        one.kind,
        one.key,
        one.filing_no,
        one.row_no,
        min(one.field) as field,
        min({ filing_no: other.filing_no, row_no: other.row_no }) as other
    from standing as one
    join standing as other
        on
            other.kind = one.kind
            and other.key = one.key
            and other.delivery_no = one.delivery_no
            and other.field = one.field
            and other.value is distinct from one.value
    group by one.kind, one.key, one.filing_no, one.row_no
)
select
    differing.filing_no,
    differing.row_no,
    differing.field,
    'conflicting_rows' as rule,
    'rejection' as severity,
    json_object(
        'other_file', filing.name, 'other_row', differing.other.row_no
    )::varchar as detail
from differing
join filing
    on filing.filing_no = differing.other.filing_no
