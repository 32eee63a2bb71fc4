-- question: which rows have a filled cell to the right of the last header?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'beyond_header' as field,
    'cells_beyond_header' as rule,
    'rejection' as severity,
    null as detail
from (
    select filing_no, row_no, beyond_header from raw_institutions
    union all
    select filing_no, row_no, beyond_header from raw_patents
    union all
    select filing_no, row_no, beyond_header from raw_assessments
    union all
    select filing_no, row_no, beyond_header from raw_evaluations
    union all
    select filing_no, row_no, beyond_header from raw_transfers
    union all
    select filing_no, row_no, beyond_header from raw_products
    union all
    select filing_no, row_no, beyond_header from raw_returns
    union all
    select filing_no, row_no, beyond_header from raw_sample_answers
    union all
    select filing_no, row_no, beyond_header from raw_lapses
    union all
    select filing_no, row_no, beyond_header from raw_exports
    union all
    select filing_no, row_no, beyond_header from raw_aliases
)
where beyond_header is not null
