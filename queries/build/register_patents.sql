-- question: which patents stand in the register, and for which institution?
-- parameters: none
-- grain: patent_no

-- What is known of a patent of several rows, for each holder that they name.
create or replace table stage.held as
select
    patent_key,
    institution_id,
    latest(granted_on, 'granted_on', fields, filing_no, row_no) as granted_on,
    latest(filed_on, 'filed_on', fields, filing_no, row_no) as filed_on,
    latest(lapsed_on, 'lapsed_on', fields, filing_no, row_no) as lapsed_on,
    latest(title, 'title', fields, filing_no, row_no) as title,
    latest(ipc, 'ipc', fields, filing_no, row_no) as ipc,
    latest(publicly_funded, 'publicly_funded', fields, filing_no, row_no)
        as publicly_funded,
    latest(transformed_before, 'transformed_before', fields, filing_no, row_no)
        as transformed_before,
    latest(holder_rank, 'holder_rank', fields, filing_no, row_no)
        as holder_rank,
    min({ filing_no: filing_no, row_no: row_no }) as first_row
from repeated_patents
anti join rejected_rows using (filing_no, row_no)
group by patent_key, institution_id;

-- Such a patent is what its counted holder's rows say: the holder of the
-- lowest rank, else the first accepted. One who is named by an export's row
-- that tells no grant takes the grant that others tell.
create or replace table stage.joint_patents as
select
    * replace (
        coalesce(granted_on, max(granted_on) over holding) as granted_on
    ),
    count(*) over holding > 1 as is_joint,
    first_value(institution_id) over (holding order by first_row)
        as first_institution_id
from held
window holding as (partition by patent_key)
qualify row_number() over (
    holding order by holder_rank nulls last, first_row
) = 1;

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

create or replace table stage.numbered_patents as
with known as (
    select patent_key, institution_id, granted_on
    from passing_patents
    anti join repeated_patents using (filing_no, row_no)
    union all
    select patent_key, institution_id, granted_on
    from joint_patents
)
select
    row_number() over (
        order by institutions.institution_no, known.patent_key
    )::integer as patent_no,
    known.patent_key,
    institutions.institution_no,
    known.granted_on
from known
join institutions using (institution_id);

create or replace view stage.patent_keys as
select patent_key, patent_no, granted_on
from numbered_patents;

create or replace table patents as
with known as (
    select
        patent_key, filed_on, lapsed_on, title, ipc, publicly_funded,
        transformed_before
    from passing_patents
    anti join repeated_patents using (filing_no, row_no)
    union all
    select
        patent_key, filed_on, lapsed_on, title, ipc, publicly_funded,
        transformed_before
    from joint_patents
)
select
    numbered.patent_no,
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
    (
        numbered.granted_on <= plan.cutoff
        and (known.lapsed_on is null or known.lapsed_on > plan.cutoff)
        and known.transformed_before is null
    ) as is_due
from numbered_patents as numbered
join known using (patent_key)
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
