-- question: which sample answers are of patents that nobody had assessed by then?
-- parameters: none
-- grain: filing_no, row_no, field

select
    answers.filing_no,
    answers.row_no,
    'application_no' as field,
    'sample_outside_frame' as rule,
    'warning' as severity,
    json_object('sampled_on', answers.sampled_on)::varchar as detail
from passing_sample_answers as answers
join patent_keys using (patent_key)
anti join first_assessments
    on
        first_assessments.patent_no = patent_keys.patent_no
        and first_assessments.assessed_on <= answers.sampled_on
