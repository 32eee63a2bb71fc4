-- question: what does each row of exports and lists of lapses prove, and whom does it name?
-- parameters: none
-- grain: exported: filing_no, row_no

-- A name that two institutions bear means neither, unless an alias says which.
create or replace table stage.known_names as
with named as (
    select
        name_key(name) as name_key,
        any_value(institution_id) as institution_id
    from institutions
    group by name_key(name)
    having count(*) = 1
)
select name_key, institution_id from named
union all
select name_key, institution_id
from aliases
anti join named using (name_key);

-- Utility models and designs are published when they are granted, inventions
-- long before; a kind code says which publication a row is about.
create or replace table stage.exported as
with meanings as (
    select
        words.state,
        first(legal_states.meaning order by legal_states.priority) as meaning
    from (select distinct state from delivered_exports) as words
    join legal_states
        on regexp_matches(words.state, legal_states.pattern)
    group by words.state
),
judged as (
    select
        rows.*,
        filing_fields.delivery_no,
        list_contains(filing_fields.fields, 'state') as has_states,
        rows.publication_code = 'A' and not has_states as is_application,
        case
            when is_application then 'before_grant'
            else coalesce(meanings.meaning, 'other')
        end as meaning
    from passing_exports as rows
    join filing_fields using (filing_no)
    left join meanings
        on meanings.state = rows.state
)
select
    filing_no,
    row_no,
    delivery_no,
    patent_key,
    holders,
    meaning,
    case
        when is_legal_state(state) then state
        when state is not null then '…'
        when is_application then '公开'
        else '无数据'
    end as state,
    state_on,
    case
        when publication_code in ('U', 'Y', 'S', 'D', 'B', 'C')
            then published_on
        when has_states and number_kind <> 'invention' then published_on
        when meaning = 'grant' then state_on
    end as granted_on,
    meaning in ('lapse', 'restoration') as tells_lapse,
    case when meaning = 'lapse' then state_on end as lapsed_on,
    title,
    filed_on,
    ipc,
    false as is_listed
from judged
union all by name
-- A list of lapses says it of the patent, whoever holds it.
select
    passing_lapses.filing_no,
    passing_lapses.row_no,
    filing_fields.delivery_no,
    passing_lapses.patent_key,
    []::varchar[] as holders,
    'lapse' as meaning,
    passing_lapses.lapsed_on as state_on,
    true as tells_lapse,
    passing_lapses.lapsed_on,
    true as is_listed
from passing_lapses
join filing_fields using (filing_no);

create or replace table stage.exported_holders as
with listed as (
    select
        filing_no,
        row_no,
        patent_key,
        unnest(holders) as holder,
        generate_subscripts(holders, 1) as holder_rank
    from exported
)
select
    listed.filing_no,
    listed.row_no,
    listed.patent_key,
    listed.holder,
    listed.holder_rank,
    known_names.institution_id
from listed
left join known_names
    on known_names.name_key = name_key(listed.holder);

-- The patents of these rows of which some delivery tells the grant.
create or replace table stage.exported_grants as
with told as (
    select patent_key, granted_on
    from passing_patents
    semi join exported using (patent_key)
    union all
    select patent_key, granted_on
    from exported
    where granted_on is not null
)
select patent_key, min(granted_on) as granted_on
from told
group by patent_key;

-- Those that an institution is known to hold.
create or replace table stage.exported_holdings as
select patent_key, institution_id
from passing_patents
semi join exported using (patent_key)
union
select patent_key, institution_id
from exported_holders
where institution_id is not null;
