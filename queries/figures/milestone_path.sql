-- question: how far had the milestones come by each day, by which counts?
-- parameters: path_level, path_to, as_of, provinces, kinds, departments, fields, patents, cutoff
-- grain: trace, day, indicator, source

with changes as (
    select
        greatest(day, $cutoff) as day,
        sum(due) as due,
        sum(assessed) as assessed,
        sum(lapsed_open) as lapsed_open,
        sum(good) as good,
        sum(good_industrialized) as good_industrialized
    from
        flows(
            $path_level, $path_to, $as_of, $provinces, $kinds, $departments,
            $fields, $patents
        )
    group by all
),
states as (
    select
        'measured' as trace,
        day,
        (sum(due) over days)::bigint as due,
        (sum(assessed) over days)::bigint as assessed,
        (sum(lapsed_open) over days)::bigint as lapsed_open,
        (sum(good) over days)::bigint as good,
        (sum(good_industrialized) over days)::bigint as good_industrialized
    from changes
    window days as (order by day)
),
kinds as (
    select case
        when
            list_sort($kinds::varchar[])
            <> ['research_institution', 'university'] then $kinds::varchar[]
    end as chosen
),
universe as (
    select
        case
            when len($provinces::varchar[]) = 1
                then (
                    select name_en from provinces
                    where code = list_extract($provinces::varchar[], 1)
                )
            when $provinces::varchar[] is null
                then 'universities+research_institutions'
        end as scope,
        case
            when kinds.chosen is null and $patents = 'inventions'
                then 'inventions'
            when kinds.chosen is null then 'all patents'
            when kinds.chosen = ['university'] and $patents = 'all'
                then 'all patents, universities only'
        end as universe
    from kinds
    where $departments::varchar[] is null and $fields::smallint[] is null
),
official as (
    select
        'published' as trace,
        published.as_of as day,
        published.indicator,
        published.value,
        published.bound,
        published.source,
        published.published_on
    from published
    inner join universe using (scope, universe)
    where published.unit = 'patents' and published.as_of <= $as_of
)
select
    trace, day, due, assessed, lapsed_open, good, good_industrialized,
    indicator, value, bound, source, published_on
from (
    select * from states
    union all by name
    select * from official
)
order by trace, day, indicator, source
