-- question: which patents stand in the register, and for which institution?
-- parameters: none
-- grain: patent_key

create or replace temp table held as
with once as (
    select
        patent_key,
        institution_id,
        granted_on,
        number_kind as kind,
        filed_on,
        lapsed_on,
        title,
        ipc,
        publicly_funded,
        transformed_before,
        holder_rank,
        {filing_no: filing_no, row_no: row_no} as first_row
    from passing_patents
    anti join repeated_patents using (filing_no, row_no)
),
brought_together as (
    select
        patent_key,
        institution_id,
        latest(granted_on, 'granted_on', fields, filing_no, row_no)
            as granted_on,
        number_kind(number_digits(patent_key)) as kind,
        latest(filed_on, 'filed_on', fields, filing_no, row_no) as filed_on,
        latest(lapsed_on, 'lapsed_on', fields, filing_no, row_no) as lapsed_on,
        latest(title, 'title', fields, filing_no, row_no) as title,
        latest(ipc, 'ipc', fields, filing_no, row_no) as ipc,
        latest(publicly_funded, 'publicly_funded', fields, filing_no, row_no)
            as publicly_funded,
        latest(
            transformed_before, 'transformed_before', fields, filing_no, row_no
        ) as transformed_before,
        latest(holder_rank, 'holder_rank', fields, filing_no, row_no)
            as holder_rank,
        min({filing_no: filing_no, row_no: row_no}) as first_row
    from repeated_patents
    anti join rejected_rows using (filing_no, row_no)
    group by patent_key, institution_id
)
from once
union all by name
from brought_together;

-- A patent is what its counted holder's rows say: the holder of the lowest
-- rank, else the first accepted.
create or replace temp table known_patents as
with ranked as (
    select
        *,
        count(*) over holding > 1 as is_joint,
        first_value(institution_id) over (holding order by first_row)
            as first_institution_id,
        row_number() over (
            holding order by holder_rank nulls last, first_row
        ) as place
    from held
    semi join repeated_patents using (patent_key)
    window holding as (partition by patent_key)
)
select columns(* exclude (holder_rank, first_row, place))
from ranked
where place = 1
union all by name
select
    columns(* exclude (holder_rank, first_row)),
    false as is_joint,
    institution_id as first_institution_id
from held
anti join repeated_patents using (patent_key);

create or replace temp table ipc_technologies as
with symbols as (
    select
        ipc,
        left(upper(compact(ipc)), 4) as subclass,
        try_cast(
            regexp_extract(upper(compact(ipc)), '^.{4}(\d+)', 1) as integer
        ) as main_group
    from (select distinct ipc from known_patents where ipc is not null)
)
select symbols.ipc, coalesce(exact.field, general.field) as field
from symbols
left join ipc_fields as exact
    on
        exact.subclass = symbols.subclass
        and exact.main_group = symbols.main_group
left join ipc_fields as general
    on general.subclass = symbols.subclass and general.main_group is null;

create or replace table patents as
select
    row_number() over (
        order by institutions.institution_no, known.patent_key
    )::integer as patent_no,
    application_no(known.patent_key) as application_no,
    institutions.institution_no,
    known.kind,
    known.granted_on,
    known.filed_on,
    known.lapsed_on,
    known.title,
    known.ipc,
    coalesce(technology.field, 0)::utinyint as field,
    known.publicly_funded,
    (
        known.granted_on <= plan.cutoff
        and (known.lapsed_on is null or known.lapsed_on > plan.cutoff)
        and not coalesce(known.transformed_before, false)
    ) as is_due,
    known.patent_key
from known_patents as known
cross join plan
join institutions
    on institutions.institution_id = known.institution_id
left join ipc_technologies as technology
    on technology.ipc = known.ipc
order by patent_no;

create or replace temp table patent_keys as
select patent_key, patent_no, granted_on
from patents;

alter table patents drop column patent_key;

create or replace table holders as
select
    patent_keys.patent_no,
    institutions.institution_no,
    held.holder_rank::integer as holder_rank,
    held.institution_id = known.institution_id as is_counted
from held
join known_patents as known
    on known.patent_key = held.patent_key and known.is_joint
join patent_keys
    on patent_keys.patent_key = held.patent_key
join institutions
    on institutions.institution_id = held.institution_id
order by patent_no, holder_rank nulls last, institution_no;

create or replace temp table co_held_rows as
select
    rows.filing_no,
    rows.row_no,
    known.institution_id as counted_for
from repeated_patents as rows
join known_patents as known
    on
        known.patent_key = rows.patent_key
        and known.first_institution_id <> rows.institution_id
anti join rejected_rows
    on
        rejected_rows.filing_no = rows.filing_no
        and rejected_rows.row_no = rows.row_no;
