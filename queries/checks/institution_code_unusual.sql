-- question: which files hold codes that are neither the Ministry's nor credit codes?
-- parameters: none
-- grain: filing_no

select
    filing_no,
    min(row_no) as row_no,
    'institution_id' as field,
    'institution_code_unusual' as rule,
    'warning' as severity,
    json_object('rows', count(*))::varchar as detail
from passing_institutions
where not is_usual_institution_code(institution_id)
group by filing_no
