-- question: which due patents were assessed only after they had lapsed, and when?
-- parameters: none
-- grain: patent_no

with departments as (
    select institution_no, list(department) as departments
    from institution_departments
    group by institution_no
),
lapsed as (
    select patent_no, institution_no, field, kind, lapsed_on
    from patents
    where is_due and lapsed_on is not null
),
first_assessments as (
    select patent_no, min(assessed_on) as assessed_on
    from assessments
    semi join lapsed using (patent_no)
    group by patent_no
)
select
    lapsed.patent_no,
    first_assessments.assessed_on as day,
    institutions.institution_id,
    institutions.province,
    institutions.kind,
    coalesce(departments.departments, []) as departments,
    lapsed.field,
    lapsed.kind = 'invention' as is_invention
from lapsed
join first_assessments using (patent_no)
join institutions using (institution_no)
left join departments using (institution_no)
where first_assessments.assessed_on > lapsed.lapsed_on
order by lapsed.patent_no
