-- question: what is known of one institution, its patents counted by holding?
-- parameters: institution, as_of
-- grain: institution_id

with one as (
    select *
    from institutions
    where institution_id = $institution
)
select
    one.institution_id,
    one.name,
    one.name_en,
    one.kind,
    one.province,
    one.credit_code,
    (
        select list(department order by department)
        from institution_departments
        where institution_no = one.institution_no
    ) as departments,
    (
        select count(*)
        from patents
        where institution_no = one.institution_no and granted_on <= $as_of
    ) as patents,
    (
        select count(*)
        from holders
        where institution_no = one.institution_no and not is_counted
    ) as held_with_others
from one
