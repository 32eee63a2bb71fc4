-- question: when was each patent due assessed for the first time?
-- parameters: none
-- grain: patent_no

create or replace table stage.first_assessments as
select
    assessments.patent_no,
    patents.institution_no,
    min(assessments.assessed_on) as assessed_on
from assessments
join patents using (patent_no)
where patents.is_due
group by all;
