-- question: what have inspectors found of sampled assessments?
-- parameters: none
-- grain: patent_no, sampled_on

create or replace table sample_answers as
with once as (
    select
        patent_key,
        sampled_on,
        is_right,
        fault,
        inspector_unit,
        stratified_by
    from passing_sample_answers
    anti join repeated_sample_answers using (filing_no, row_no)
),
brought_together as (
    select
        patent_key,
        sampled_on,
        latest(is_right, 'is_right', fields, filing_no, row_no) as is_right,
        latest(fault, 'fault', fields, filing_no, row_no) as fault,
        latest(inspector_unit, 'inspector_unit', fields, filing_no, row_no)
            as inspector_unit,
        latest(stratified_by, 'stratified_by', fields, filing_no, row_no)
            as stratified_by
    from repeated_sample_answers
    anti join rejected_rows using (filing_no, row_no)
    group by patent_key, sampled_on
)
select
    patent_keys.patent_no,
    facts.sampled_on,
    facts.is_right,
    facts.fault,
    facts.inspector_unit,
    facts.stratified_by
from (
    from once
    union all by name
    from brought_together
) as facts
join patent_keys using (patent_key)
order by patent_no, sampled_on;
