-- question: how far has each province come, and which have most patents open?
-- parameters: area_level, area_to, as_of, kinds, departments, fields, patents, deadline
-- grain: code

with totals as (
    select
        province as code,
        sum(due)::bigint as due,
        sum(assessed)::bigint as assessed,
        sum(lapsed_open)::bigint as lapsed_open,
        sum(due - assessed - lapsed_open)::bigint as open,
        coalesce(
            sum(due - assessed - lapsed_open) filter (day <= $deadline), 0
        )::bigint as open_at_deadline,
        sum(good)::bigint as good,
        sum(good_industrialized)::bigint as good_industrialized
    from
        flows(
            $area_level, $area_to, $as_of, null, $kinds, $departments, $fields,
            $patents
        )
    group by province
),
known as (
    select
        provinces.code,
        provinces.abbr,
        provinces.tile_row,
        provinces.tile_column,
        provinces.covered,
        case when covered then coalesce(totals.due, 0) end as due,
        case when covered then coalesce(totals.assessed, 0) end as assessed,
        case when covered then coalesce(totals.open, 0) end as open,
        case when covered then coalesce(totals.lapsed_open, 0) end
            as lapsed_open,
        case
            when covered and $as_of > $deadline
                then coalesce(totals.open_at_deadline, 0)
        end as open_at_deadline,
        case when covered then coalesce(totals.good, 0) end as good,
        case when covered then coalesce(totals.good_industrialized, 0) end
            as good_industrialized
    from provinces
    left join totals using (code)
)
select
    code,
    abbr,
    tile_row,
    tile_column,
    covered,
    due,
    assessed,
    open,
    lapsed_open,
    open_at_deadline,
    good,
    good_industrialized
from known
order by code
