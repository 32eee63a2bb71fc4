-- question: which patents stand in the register, and for which institution?
-- parameters: none
-- grain: patent_no

create or replace table stage.ipc_technologies as
with symbols as (
    select
        ipc,
        left(upper(compact(ipc)), 4) as subclass,
        try_cast(
            regexp_extract(upper(compact(ipc)), '^.{4}(\d+)', 1) as integer
        ) as main_group
    from (
        select ipc from delivered_patents
        where ipc is not null
        union
        select ipc from delivered_exports
        where ipc is not null
    )
)
select symbols.ipc, coalesce(exact.field, general.field) as field
from symbols
left join ipc_fields as exact
    on
        exact.subclass = symbols.subclass
        and exact.main_group = symbols.main_group
left join ipc_fields as general
    on general.subclass = symbols.subclass and general.main_group is null;

create or replace view stage.patent_keys as
select patent_key, patent_no, granted_on
from numbered_patents
union all
select patent_key, patent_no, granted_on
from untouched_patents;

create or replace table patents as
select
    numbered.patent_no,
    numbered.patent_key,
    application_no(numbered.patent_key) as application_no,
    numbered.institution_no,
    number_kind(numbered.patent_key) as kind,
    numbered.granted_on,
    known.filed_on,
    known.lapsed_on,
    known.title,
    known.ipc,
    coalesce(technology.field, 0)::utinyint as field,
    known.publicly_funded,
    known.transformed_before,
    known.holder_rank::integer as holder_rank,
    (
        numbered.granted_on <= plan.cutoff
        and (known.lapsed_on is null or known.lapsed_on > plan.cutoff)
        and known.transformed_before is null
    ) as is_due,
    numbered.delivery_no
from numbered_patents as numbered
join judged_patents as known using (patent_key)
cross join plan
left join ipc_technologies as technology
    on technology.ipc = known.ipc
order by numbered.patent_no;

create or replace table holders as
select
    patent_keys.patent_no,
    institutions.institution_no,
    held.holder_rank::integer as holder_rank,
    held.institution_id = joint_patents.institution_id as is_counted
from held
join joint_patents
    on joint_patents.patent_key = held.patent_key and joint_patents.is_joint
join patent_keys
    on patent_keys.patent_key = held.patent_key
join institutions
    on institutions.institution_id = held.institution_id
order by patent_no, holder_rank nulls last, institution_no;

create or replace table stage.co_held_rows as
select distinct
    rows.filing_no,
    rows.row_no,
    case
        when list_contains(rows.fields, 'application_no') then 'institution_id'
    end as field,
    joint_patents.institution_id as counted_for
from repeated_patents as rows
join joint_patents
    on
        joint_patents.patent_key = rows.patent_key
        and joint_patents.first_institution_id <> rows.institution_id
        -- A row of an export speaks to holders that it does not name as well.
        and list_has_any(rows.fields, ['application_no', 'holder_rank'])
anti join rejected_rows
    on
        rejected_rows.filing_no = rows.filing_no
        and rejected_rows.row_no = rows.row_no;
