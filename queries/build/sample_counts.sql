-- question: of how many assessed patents did each sample answer how many, with which result?
-- parameters: none
-- grain: sampled_on, institution_no

-- A sample is drawn from the patents due that were assessed by its day; answers
-- on other patents count in no rate.
create or replace table sample_counts as
with frames as (
    select
        days.sampled_on,
        movements.institution_no,
        sum(movements.change)::bigint as assessed
    from (select distinct sampled_on from sample_answers) as days
    join movements
        on
            movements.measure = 'assessed'
            and movements.day <= days.sampled_on
    group by all
),
answers as (
    select
        sample_answers.sampled_on,
        first_assessments.institution_no,
        count(*) as answered,
        count(*) filter (where not sample_answers.is_right) as wrong,
        bool_and(
            coalesce(sample_answers.stratified_by = 'institution', false)
        ) as is_by_institution
    from sample_answers
    join first_assessments
        on
            first_assessments.patent_no = sample_answers.patent_no
            and first_assessments.assessed_on <= sample_answers.sampled_on
    group by all
)
select
    frames.sampled_on,
    frames.institution_no,
    frames.assessed,
    coalesce(answers.answered, 0) as answered,
    coalesce(answers.wrong, 0) as wrong,
    answers.is_by_institution
from frames
left join answers using (sampled_on, institution_no)
order by frames.sampled_on, frames.institution_no;
