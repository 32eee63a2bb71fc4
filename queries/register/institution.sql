-- question: what is known of one institution, its patents counted by holding?
-- parameters: institution, as_of
-- grain: institution_id

with one as (
    select *
    from institutions
    where institution_id = $institution
),
granted as (
    select count(*) as patents
    from patents
    where
        institution_no = (select institution_no from one)
        and granted_on <= $as_of
),
shared as (
    select count(*) as patents
    from holders
    where
        institution_no = (select institution_no from one)
        and not is_counted
),
authorities as (
    select list(department order by department) as departments
    from institution_departments
    where institution_no = (select institution_no from one)
)
select
    one.institution_id,
    one.name,
    one.name_en,
    one.kind,
    one.province,
    one.credit_code,
    authorities.departments,
    granted.patents,
    shared.patents as held_with_others
from one
cross join granted
cross join shared
cross join authorities
