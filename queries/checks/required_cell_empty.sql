-- question: which rows leave a required cell empty?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    unnest(string_split(absent, ',')) as field,
    'required_cell_empty' as rule,
    'rejection' as severity,
    null as detail
from delivered_gaps
where absent <> ''
