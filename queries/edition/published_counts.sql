-- question: which counts of patents have the authorities published, and when?
-- parameters: none
-- grain: scope, universe, day, indicator, source

select
    scope,
    universe,
    as_of as day,
    indicator,
    value,
    bound,
    source,
    published_on
from published
where unit = 'patents'
order by day, indicator, source
