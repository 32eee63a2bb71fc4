-- question: which patents does one institution hold, and how far has each come?
-- parameters: institution, as_of, patents, fields, search, number, state, rows, skipped
-- grain: application_no

with own as (
    select patent_no, is_due, lapsed_on
    from patents
    where
        institution_no = (
            select institution_no
            from institutions
            where institution_id = $institution
        )
        and granted_on <= $as_of
        and ($patents = 'all' or kind = 'invention')
        and (
            $fields::smallint[] is null
            or list_contains($fields::smallint[], field)
        )
        and (
            $search = ''
            or contains(lower(coalesce(title, '')), $search)
            or (
                $number <> ''
                and contains(replace(application_no, '.', ''), $number)
            )
        )
),
assessed as (
    select
        patent_no,
        max(assessed_on) as assessed_on,
        arg_max_null(convertible, assessed_on) as convertible,
        arg_max_null(stars, assessed_on) as stars
    from assessments
    semi join own using (patent_no)
    where assessed_on <= $as_of
    group by patent_no
),
placed as (
    select
        own.patent_no,
        assessed.assessed_on,
        assessed.convertible,
        assessed.stars,
        case
            when not own.is_due then 'not_due'
            when assessed.assessed_on is not null then 'assessed'
            when own.lapsed_on <= $as_of then 'lapsed_open'
            else 'open'
        end as state
    from own
    left join assessed using (patent_no)
),
sheet as (
    select *, count(*) over () as total
    from placed
    where $state = 'all' or state = $state
    order by patent_no
    limit $rows offset $skipped
),
evaluated as (
    select patent_no, count(*) as evaluations
    from evaluations
    semi join sheet using (patent_no)
    where evaluated_on <= $as_of
    group by patent_no
),
transferred as (
    select patent_no, max(recorded_on) as transferred_on
    from transfers
    semi join sheet using (patent_no)
    where recorded_on <= $as_of
    group by patent_no
),
produced as (
    select patent_no, industrialized_on
    from products
    semi join sheet using (patent_no)
    where industrialized_on <= $as_of
)
select
    sheet.total,
    patents.application_no,
    patents.title,
    patents.kind,
    patents.field,
    patents.granted_on,
    case when patents.lapsed_on <= $as_of then patents.lapsed_on end
        as lapsed_on,
    sheet.state,
    sheet.assessed_on,
    sheet.convertible,
    sheet.stars,
    coalesce(evaluated.evaluations, 0) as evaluations,
    transferred.transferred_on,
    produced.industrialized_on
from sheet
join patents using (patent_no)
left join evaluated using (patent_no)
left join transferred using (patent_no)
left join produced using (patent_no)
order by sheet.patent_no
