-- question: which patents have a kind that their number contradicts?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'kind' as field,
    'kind_disagrees' as rule,
    'warning' as severity,
    json_object('kind', number_kind)::varchar as detail
from delivered_patents
where kind <> number_kind and number_problem is null
