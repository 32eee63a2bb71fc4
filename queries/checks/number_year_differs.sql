-- question: which numbers carry another year than the filing day?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'filed_on' as field,
    'number_year_differs' as rule,
    'warning' as severity,
    json_object('year', number_year)::varchar as detail
from delivered_patents
where number_year <> year(filed_on) and number_problem is null
