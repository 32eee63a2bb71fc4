-- question: which names in exports and lists are no institution's, and whose may they be?
-- parameters: none
-- grain: unmatched_names: filing_no, name_key

create or replace table stage.unmatched_rows as
select
    filing_no,
    patent_key,
    holder,
    name_key(holder) as holder_key,
    is_organization(holder) as is_organization,
    true as is_holder
from exported_holders
where institution_id is null
union all
select
    offences.filing_no,
    null,
    delivered_institutions.name,
    name_key(delivered_institutions.name),
    true,
    false
from offences
join delivered_institutions using (filing_no, row_no)
where offences.rule = 'name_without_code';

-- A name may go on where a registered one ends, as those of companies and parts
-- do; else it may be a former one, which begins alike as a rule.
create or replace table stage.holder_guesses as
with names as (
    select distinct holder_key
    from unmatched_rows
    where is_organization
),
known as (
    select institution_id, name, name_key(name) as known_key
    from institutions
),
beginnings as (
    select
        holder_key,
        unnest([
            holder_key[:length] for length in range(2, length(holder_key))
        ]) as known_key
    from names
),
compared as (
    select
        beginnings.holder_key, known.institution_id, known.name, 2 as likeness
    from beginnings
    join known using (known_key)
    union all
    select
        names.holder_key,
        known.institution_id,
        known.name,
        jaro_winkler_similarity(names.holder_key, known.known_key) as likeness
    from names
    join known
        on left(known.known_key, 2) = left(names.holder_key, 2)
    where
        not regexp_matches(names.holder_key, '公司|企业|集团|厂$')
        and not starts_with(names.holder_key, known.known_key)
        and likeness >= 0.85
)
select
    holder_key,
    list(
        { institution_id: institution_id, name: name }
        order by likeness desc, institution_id
    )[:3] as guesses
from compared
group by holder_key;

create or replace table unmatched_names as
with named as (
    select
        unmatched.filing_no,
        unmatched.holder_key as name_key,
        min(unmatched.holder) as name,
        count(*)::integer as rows_in,
        list_sort(
            list(distinct unmatched.patent_key)
            filter (where unmatched.patent_key is not null)
        ) as patent_keys,
        bool_or(unmatched.is_holder) as is_holder,
        any_value(holder_guesses.guesses) as guesses
    from unmatched_rows as unmatched
    left join holder_guesses using (holder_key)
    where unmatched.is_organization
    group by unmatched.filing_no, unmatched.holder_key
)
from named
union all by name
from kept_unmatched
order by filing_no, name;

create or replace table stage.unmatched_notes as
select
    filing_no,
    null::integer as row_no,
    null::varchar as field,
    case when guesses is null then 'holder_unlike' else 'holder_alike' end
        as rule,
    case when guesses is null then 'information' else 'warning' end
        as severity,
    json_object(
        'name', name,
        'rows', rows_in,
        'guesses_zh',
        array_to_string(list_transform(guesses, lambda each: each.name), '、'),
        'guesses_en',
        array_to_string(list_transform(guesses, lambda each: each.name), ', ')
    )::varchar as detail
from unmatched_names
where
    is_holder
    and filing_no not in (select filing_no from kept_unmatched)
union all
select
    filing_no,
    null,
    null,
    'persons_counted',
    'information',
    json_object('rows', count(*))::varchar
from unmatched_rows
where not is_organization
group by filing_no;
