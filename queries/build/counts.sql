-- question: how do the counts change by day, for areas, fields and institutions?
-- parameters: none
-- grain: level, day, province, kind, institution_no, is_invention, field

-- One movement as a row of counts, each count in its own column.
create or replace view wide_movements as
select
    movements.day,
    institutions.province,
    institutions.kind,
    movements.institution_no,
    movements.is_invention,
    movements.field,
    case when measure = 'valid' then change else 0 end as valid,
    case when measure = 'due' then change else 0 end as due,
    case when measure = 'assessed' then change else 0 end as assessed,
    case when measure = 'lapsed_open' then change else 0 end as lapsed_open,
    case when measure = 'pooled' then change else 0 end as pooled,
    case when measure = 'good' then change else 0 end as good,
    case when measure = 'evaluated' then change else 0 end as evaluated,
    case when measure = 'evaluated_transferred' then change else 0 end
        as evaluated_transferred,
    case when measure = 'transferred_industrialized' then change else 0 end
        as transferred_industrialized,
    case when measure = 'transfers' then change else 0 end as transfers,
    coalesce(amount_cny, 0) as amount_cny,
    case when measure = 'unpriced' then change else 0 end as unpriced,
    case when measure = 'transferred' then change else 0 end as transferred,
    case when measure = 'industrialized' then change else 0 end
        as industrialized,
    case when measure = 'good_industrialized' then change else 0 end
        as good_industrialized
from movements
join institutions using (institution_no);

create or replace table counts as
with placed as (
    select
        wide.*,
        greatest(last_day(wide.day), plan.transfers_from - 1) as month_end
    from wide_movements as wide
    cross join plan
),
levels as (
    select
        case
            when grouping(day) = 0 then 'area'
            when grouping(institution_no) = 0 then 'institution'
            else 'area_field'
        end as level,
        coalesce(day, month_end) as on_day,
        any_value(province) as province,
        any_value(kind) as kind,
        institution_no,
        is_invention,
        field,
        sum(valid)::bigint as valid,
        sum(due)::bigint as due,
        sum(assessed)::bigint as assessed,
        sum(lapsed_open)::bigint as lapsed_open,
        sum(pooled)::bigint as pooled,
        sum(good)::bigint as good,
        sum(evaluated)::bigint as evaluated,
        sum(evaluated_transferred)::bigint as evaluated_transferred,
        sum(transferred_industrialized)::bigint as transferred_industrialized,
        sum(transfers)::bigint as transfers,
        sum(amount_cny)::decimal(20, 4) as amount_cny,
        sum(unpriced)::bigint as unpriced,
        sum(transferred)::bigint as transferred,
        sum(industrialized)::bigint as industrialized,
        sum(good_industrialized)::bigint as good_industrialized
    from placed
    group by grouping sets (
        (day, province, kind, is_invention),
        (month_end, institution_no, is_invention),
        (month_end, province, kind, is_invention, field)
    )
)
select level, on_day as day, columns(* exclude (level, on_day))
from levels
order by level, day, province, kind, institution_no, is_invention, field;
