-- question: in which way are holders willing to transfer the patents of the pool?
-- parameters: as_of, provinces, kinds, departments, fields, patents
-- grain: mode

with modes as (
    select unnest(
        [
            'assignment', 'licence', 'open_licence', 'equity', 'own_use',
            'unknown'
        ]
    ) as mode
),
willing as (
    select
        coalesce(willingness, 'unknown') as mode,
        sum(patents)::bigint as patents
    from
        selected(
            'pool_modes', $as_of, $provinces, $kinds, $departments, $fields,
            $patents
        )
    group by all
)
select
    modes.mode,
    coalesce(willing.patents, 0) as patents,
    willing.patents as counted,
    sum(willing.patents) over () as pooled
from modes
left join willing using (mode)
order by modes.mode = 'unknown', willing.patents desc nulls last, modes.mode
