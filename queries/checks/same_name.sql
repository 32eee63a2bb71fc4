-- question: which institutions share their name with another?
-- parameters: none
-- grain: filing_no, row_no, field

with shared as (
    select name
    from institutions
    group by name
    having count(*) > 1
)
select
    delivered.filing_no,
    delivered.row_no,
    'name' as field,
    'same_name' as rule,
    'warning' as severity,
    json_object(
        'others',
        string_agg(others.institution_id, ', ' order by others.institution_id)
    )::varchar as detail
from passing_institutions as delivered
join institutions using (institution_id)
join shared
    on shared.name = institutions.name
join institutions as others
    on
        others.name = institutions.name
        and others.institution_id <> institutions.institution_id
group by delivered.filing_no, delivered.row_no
