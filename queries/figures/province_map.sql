-- question: how much of what is due has each province assessed?
-- parameters: area_level, as_of, kinds, departments, fields, patents
-- grain: code

with totals as (
    select
        province as code,
        sum(due)::bigint as due,
        sum(assessed)::bigint as assessed,
        sum(due - assessed - lapsed_open)::bigint as open,
        sum(good)::bigint as good,
        sum(good_industrialized)::bigint as good_industrialized
    from flows(
        $area_level, $as_of, null, $kinds, $departments, $fields, $patents
    )
    group by province
)
select
    provinces.code,
    provinces.abbr,
    provinces.tile_row,
    provinces.tile_column,
    provinces.covered,
    case when covered then coalesce(totals.due, 0) end as due,
    case when covered then coalesce(totals.assessed, 0) end as assessed,
    totals.assessed / nullif(totals.due, 0) as coverage,
    case when covered then coalesce(totals.open, 0) end as open,
    case when covered then coalesce(totals.good, 0) end as good,
    case when covered then coalesce(totals.good_industrialized, 0) end
        as good_industrialized,
    totals.good_industrialized / nullif(totals.good, 0) as industrialized_share
from provinces
left join totals using (code)
order by provinces.code
