-- One plain script: read, cast, join, test the keys, write the register. The counts follow by
-- the product's own queries. It says nothing of any cell and keeps no account of any row.

set preserve_insertion_order = false;

create table plan (cutoff date, transfers_from date, good_prospects_stars integer);
insert into plan values (date '2023-12-31', date '2024-01-01', 4);

create table institutions as
select
    (row_number() over (order by institution_id))::integer as institution_no,
    institution_id::varchar as institution_id,
    name,
    kind,
    province
from filed_institutions;

create table edition as select date '2026-06-30' as as_of;

create table institution_departments as
select institutions.institution_no, filed.department
from filed_institutions as filed
join institutions using (institution_id)
where filed.department is not null;

create table patents as
select
    (row_number() over (
        order by institutions.institution_no, filed.application_no
    ))::integer as patent_no,
    filed.application_no,
    institutions.institution_no,
    filed.kind,
    filed.granted_on::date as granted_on,
    filed.filed_on::date as filed_on,
    filed.lapsed_on::date as lapsed_on,
    filed.title,
    filed.ipc,
    coalesce(fields.field, 0)::utinyint as field,
    filed.publicly_funded::boolean as publicly_funded,
    filed.granted_on::date <= plan.cutoff
        and (filed.lapsed_on is null or filed.lapsed_on::date > plan.cutoff)
        and filed.transformed_before is null as is_due
from filed_patents as filed
join institutions on institutions.institution_id = filed.institution_id
cross join plan
left join (
    select subclass, any_value(field) as field from ipc_fields group by subclass
) as fields on fields.subclass = left(filed.ipc, 4)
order by patent_no;

create temporary table patent_keys as
select application_no, patent_no from patents;

create table assessments as
select
    patent_no,
    assessed_on::date as assessed_on,
    convertible::boolean as convertible,
    stars::integer as stars,
    willingness,
    maturity::integer as maturity,
    state
from filed_assessments
join patent_keys using (application_no)
order by patent_no, assessed_on;

create table evaluations as
select
    patent_no,
    evaluated_on::date as evaluated_on,
    enterprise,
    enterprise_province,
    stars::integer as stars,
    intent
from filed_evaluations
join patent_keys using (application_no)
order by patent_no, evaluated_on, enterprise;

create table transfers as
select
    patent_no,
    recorded_on::date as recorded_on,
    mode,
    transferee,
    transferee_province,
    amount_cny::decimal(20, 4) as amount_cny
from filed_transfers
join patent_keys using (application_no)
order by patent_no, recorded_on, mode, transferee;

create table products as
select
    patent_no,
    industrialized_on::date as industrialized_on,
    product,
    revenue_cny::decimal(20, 4) as revenue_cny
from filed_products
join patent_keys using (application_no)
order by patent_no;

select error('a key comes twice')
from (
    select 1 from institutions group by institution_id having count(*) > 1
    union all
    select 1 from patents group by application_no having count(*) > 1
    union all
    select 1 from assessments group by patent_no, assessed_on having count(*) > 1
    union all
    select 1 from evaluations
    group by patent_no, evaluated_on, enterprise having count(*) > 1
    union all
    select 1 from transfers
    group by patent_no, recorded_on, mode, transferee having count(*) > 1
    union all
    select 1 from products group by patent_no having count(*) > 1
);

-- The counts look at institutions through this.
create macro described_institutions(institutions, departments) as table
select
    listed.institution_no,
    listed.province,
    listed.kind,
    list_sort(list(parts.department)) as departments
from query_table(institutions) as listed
left join query_table(departments) as parts using (institution_no)
group by all;
