-- question: which institutions stand in the register?
-- parameters: none
-- grain: institution_id

create or replace table institutions as
with latest_rows as (
    select
        institution_id,
        min(delivery_no) as delivery_no,
        latest(name, 'name', fields, filing_no, row_no) as name,
        latest(name_en, 'name_en', fields, filing_no, row_no) as name_en,
        latest(kind, 'kind', fields, filing_no, row_no) as kind,
        latest(province, 'province', fields, filing_no, row_no) as province,
        latest(department, 'department', fields, filing_no, row_no)
            as department,
        latest(credit_code, 'credit_code', fields, filing_no, row_no)
            as credit_code
    from institution_rows
    group by institution_id
)
-- Who comes later has a higher number, so that those of the others stay.
select
    row_number() over (order by delivery_no, institution_id)::integer
        as institution_no,
    institution_id,
    name,
    name_en,
    kind,
    province,
    department,
    credit_code
from latest_rows
order by institution_no;

create or replace table institution_departments as
with parts as (
    select
        institution_no,
        unnest(string_split(department, chr(10))) as department
    from institutions
)
select distinct institution_no, department
from parts
where department <> ''
order by institution_no, department;

alter table institutions drop column department;

create or replace macro stage.described_institutions(
    institutions, departments
) as table
    select
        listed.institution_no,
        listed.province,
        listed.kind,
        list_sort(list(parts.department)) as departments
    from query_table(institutions) as listed
    left join query_table(departments) as parts using (institution_no)
    group by all;
