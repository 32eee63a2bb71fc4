-- question: what have the authorities published on each milestone?
-- parameters: none
-- grain: milestone, series, as_of

with records as (
    select
        case
            when indicator in (
                'assessed', 'assessed_share', 'assessment_coverage',
                'institutions_assessing'
            ) then 'assessment_coverage'
            when indicator in ('industrialization_rate', 'industrialized')
                then 'high_value_industrialization'
        end as milestone,
        published.*
    from published
    where scope not in ('enterprises', 'all holders')
)
select
    milestone,
    indicator || '/' || scope || '/' || universe as series,
    'published_' || indicator as indicator,
    coalesce(provinces.code, scope) as scope,
    universe,
    as_of,
    precision,
    value,
    bound,
    unit,
    source,
    published_on,
    url,
    note,
    coalesce(contains(note, 'declared complete'), false) as is_complete
from records
left join provinces on provinces.name_en = records.scope
where milestone is not null
order by
    milestone, provinces.code is not null, series, as_of
