-- question: which code has an institution that a list gives by its name alone?
-- parameters: none
-- grain: codes_of_names: name_key

-- Any name under which a list has given a code, and else an alias; a name with
-- two codes has none.
create or replace table stage.codes_of_names as
with listed as (
    select
        name_key(name) as name_key,
        min(institution_id) as institution_id
    from delivered_institutions
    where institution_id is not null and name is not null
    group by name_key(name)
    having count(distinct institution_id) = 1
),
confirmed as (
    select
        name_key(alias) as name_key,
        arg_max(institution_id, { filing_no: filing_no, row_no: row_no })
            as institution_id
    from delivered_aliases
    where alias is not null and institution_id is not null
    group by name_key(alias)
)
select name_key, institution_id
from listed
union all
select name_key, institution_id
from confirmed
anti join listed using (name_key);

create or replace view stage.passing_institutions as
select
    delivered.* replace (
        coalesce(delivered.institution_id, codes.institution_id)
            as institution_id
    )
from delivered_institutions as delivered
left join codes_of_names as codes
    on
        not delivered.has_code
        and codes.name_key = name_key(delivered.name)
anti join rejected_rows
    on
        rejected_rows.filing_no = delivered.filing_no
        and rejected_rows.row_no = delivered.row_no;

-- A list without codes names nobody anew whom one with codes names.
create or replace view stage.institution_rows as
with coded as (
    select distinct institution_id
    from delivered_institutions
    where institution_id is not null
)
select
    passing.*,
    filing_fields.delivery_no,
    case
        when passing.has_code or coded.institution_id is null
            then filing_fields.fields
        else list_filter(
            filing_fields.fields, lambda field: field <> 'name'
        )
    end as fields
from passing_institutions as passing
join filing_fields
    on filing_fields.filing_no = passing.filing_no
left join coded
    on coded.institution_id = passing.institution_id;
