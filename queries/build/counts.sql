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
        movements.measure,
        -- What came before the plan is counted on the day before it.
        greatest(movements.day, plan.transfers_from - 1) as day,
        greatest(last_day(movements.day), plan.transfers_from - 1) as month_end,
        institutions.province,
        institutions.kind,
        movements.institution_no,
        movements.is_invention,
        movements.field,
        movements.change,
        movements.amount_cny
    from summed_movements as movements
    join institutions using (institution_no)
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
        measure,
        sum(change) as change,
        sum(amount_cny) as amount_cny
    from placed
    group by grouping sets (
        (measure, day, province, kind, is_invention),
        (measure, month_end, institution_no, is_invention),
        (measure, month_end, province, kind, is_invention, field)
    )
)
select
    level,
    on_day as day,
    province,
    kind,
    institution_no,
    is_invention,
    field,
    coalesce(
        sum(change) filter (where measure = 'valid'), 0
    )::bigint as valid,
    coalesce(
        sum(change) filter (where measure = 'due'), 0
    )::bigint as due,
    coalesce(
        sum(change) filter (where measure = 'assessed'), 0
    )::bigint as assessed,
    coalesce(
        sum(change) filter (where measure = 'lapsed_open'), 0
    )::bigint as lapsed_open,
    coalesce(
        sum(change) filter (where measure = 'pooled'), 0
    )::bigint as pooled,
    coalesce(
        sum(change) filter (where measure = 'good'), 0
    )::bigint as good,
    coalesce(
        sum(change) filter (where measure = 'evaluated'), 0
    )::bigint as evaluated,
    coalesce(
        sum(change) filter (where measure = 'evaluated_transferred'), 0
    )::bigint as evaluated_transferred,
    coalesce(
        sum(change) filter (where measure = 'transferred_industrialized'), 0
    )::bigint as transferred_industrialized,
    coalesce(
        sum(change) filter (where measure = 'transfers'), 0
    )::bigint as transfers,
    sum(amount_cny)::decimal(20, 4) as amount_cny,
    coalesce(
        sum(change) filter (where measure = 'unpriced'), 0
    )::bigint as unpriced,
    coalesce(
        sum(change) filter (where measure = 'transferred'), 0
    )::bigint as transferred,
    coalesce(
        sum(change) filter (where measure = 'industrialized'), 0
    )::bigint as industrialized,
    coalesce(
        sum(change) filter (where measure = 'good_industrialized'), 0
    )::bigint as good_industrialized
from levels
group by level, on_day, province, kind, institution_no, is_invention, field
order by level, day, province, kind, institution_no, is_invention, field;
