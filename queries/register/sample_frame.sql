-- question: how many patents due had each institution assessed by a day?
-- parameters: as_of, provinces, kinds, departments
-- grain: institution_id

select
    institutions.institution_id,
    institutions.name,
    institutions.name_en,
    institutions.province,
    institutions.kind,
    sum(movements.change)::bigint as assessed
from movements
join institutions using (institution_no)
semi join institutions_of($provinces, $kinds, $departments)
    using (institution_no)
where movements.measure = 'assessed' and movements.day <= $as_of
group by all
order by
    institutions.province, institutions.kind, institutions.institution_id
