-- question: what do exports and lists of lapses say of patents, beside lists of patents?
-- parameters: none
-- grain: exported_claims: filing_no, row_no, institution_id

create or replace table stage.standing_exports as
from exported anti join rejected_rows using (filing_no, row_no);

create or replace table stage.listed_rows as
select rows.*, filing_fields.delivery_no, filing_fields.fields
from passing_patents as rows
join filing_fields using (filing_no)
semi join standing_exports using (patent_key);

-- What a row shows of the patent itself, it says to each of its holders. In
-- exports, of two days on which a right lapsed or was restored the later one
-- stands, whichever was delivered first. A list's day replaces what was told,
-- as a correction, unless a restoration has ended that lapse.
create or replace table stage.exported_claims as
with shown as (
    select
        *,
        max(case when tells_lapse and not is_listed then state_on end)
            over earlier as told_before,
        max(case when meaning = 'restoration' then state_on end)
            over earlier as restored_before
    from standing_exports
    window earlier as (
        partition by patent_key
        order by filing_no, row_no
        rows between unbounded preceding and 1 preceding
    )
),
listed_lapses as (
    select patent_key, filing_no, max(lapsed_on) as listed_before
    from (
        select patent_key, filing_no, lapsed_on
        from listed_rows
        union all
        select patent_key, filing_no, lapsed_on
        from standing_exports
        where is_listed
    )
    where lapsed_on is not null
    group by patent_key, filing_no
),
settled as (
    select
        shown.*,
        shown.tells_lapse
        and shown.state_on is not null
        and case
            when shown.is_listed
                then coalesce(shown.state_on > shown.restored_before, true)
            else
                coalesce(shown.state_on >= shown.told_before, true)
                and not coalesce(
                    shown.meaning = 'restoration'
                    and listed_lapses.listed_before > shown.state_on,
                    false
                )
        end as settles_lapse
    from shown
    asof left join listed_lapses
        on
            listed_lapses.patent_key = shown.patent_key
            and listed_lapses.filing_no < shown.filing_no
),
named as (
    select
        filing_no, row_no, patent_key, institution_id,
        min(holder_rank) as holder_rank
    from exported_holders
    semi join standing_exports using (filing_no, row_no)
    where institution_id is not null
    group by all
),
holdings as (
    select patent_key, institution_id from listed_rows
    union
    select patent_key, institution_id from named
)
select
    settled.filing_no,
    settled.row_no,
    settled.delivery_no,
    settled.patent_key,
    holdings.institution_id,
    settled.meaning = 'restoration' as is_restoration,
    settled.state_on,
    settled.granted_on,
    settled.lapsed_on,
    named.holder_rank,
    case when named.holder_rank is not null then settled.title end as title,
    case when named.holder_rank is not null then settled.filed_on end
        as filed_on,
    case when named.holder_rank is not null then settled.ipc end as ipc,
    list_filter(
        [
            'institution_id',
            case when settled.granted_on is not null then 'granted_on' end,
            case when settled.settles_lapse then 'lapsed_on' end,
            case when named.holder_rank is not null then 'holder_rank' end,
            case
                when named.holder_rank is not null and settled.title is not null
                    then 'title'
            end,
            case
                when
                    named.holder_rank is not null
                    and settled.filed_on is not null
                    then 'filed_on'
            end,
            case
                when named.holder_rank is not null and settled.ipc is not null
                    then 'ipc'
            end
        ],
        lambda field: field is not null
    ) as fields
from settled
join holdings
    on holdings.patent_key = settled.patent_key
left join named
    on
        named.filing_no = settled.filing_no
        and named.row_no = settled.row_no
        and named.institution_id = holdings.institution_id
where
    named.holder_rank is not null
    or settled.granted_on is not null
    or settled.settles_lapse;

-- A blank in a list of patents, or a lapse that was over, takes back nothing
-- that an earlier export or list of lapses has shown.
create or replace table stage.listed_claims as
with shown as (
    select
        listed_rows.filing_no,
        listed_rows.row_no,
        list_distinct(flatten(list(claims.fields))) as fields,
        max(claims.state_on) filter (where claims.is_restoration)
            as restored_on
    from listed_rows
    join exported_claims as claims
        on
            claims.patent_key = listed_rows.patent_key
            and claims.institution_id = listed_rows.institution_id
            and claims.filing_no < listed_rows.filing_no
    group by all
),
judged as (
    select
        listed_rows.*,
        shown.fields as shown,
        shown.restored_on,
        [
            case when title is null then 'title' end,
            case when filed_on is null then 'filed_on' end,
            case when lapsed_on is null then 'lapsed_on' end,
            case when ipc is null then 'ipc' end,
            case when holder_rank is null then 'holder_rank' end
        ] as blanks
    from listed_rows
    left join shown using (filing_no, row_no)
)
select
    * exclude (shown, restored_on, blanks) replace (
        case
            when shown is null then fields
            else list_filter(
                fields,
                lambda field:
                not (
                    list_contains(shown, field)
                    and list_contains(blanks, field)
                )
                and not (
                    field = 'lapsed_on'
                    and coalesce(lapsed_on <= restored_on, false)
                )
            )
        end as fields
    )
from judged;

create or replace view stage.claims as
select * replace (holder_rank::bigint as holder_rank)
from (
    from listed_claims
    union all by name
    select columns(* exclude (is_restoration, state_on))
    from exported_claims
);

create or replace table stage.claimed_patents as
from patent_claims('claims');

delete from repeated_cells
where
    kind = 'lapses'
    or (kind = 'patents' and key in (select key from claimed_patents));

delete from outcomes
where
    (filing_no, row_no) in (
        select (filing_no, row_no) from listed_claims
    );

delete from repeated_patents
where patent_key in (select patent_key from standing_exports);

insert into repeated_patents by name
from claimed_patents;

create or replace table stage.claimed_cells as
select 'patents' as kind, *
from unlike_cells('claimed_patents');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('claimed_patents');
