-- question: how many patents and institutions stand in each count on a day?
-- parameters: as_of, area_level, area_to, institution_level, institution_to, provinces, kinds, departments, fields, patents
-- grain: one row

with totals as (
    select
        coalesce(sum(valid), 0)::bigint as valid,
        coalesce(sum(due), 0)::bigint as due,
        coalesce(sum(assessed), 0)::bigint as assessed,
        coalesce(sum(lapsed_open), 0)::bigint as lapsed_open,
        coalesce(sum(pooled), 0)::bigint as pooled,
        coalesce(sum(good), 0)::bigint as good,
        coalesce(sum(evaluated), 0)::bigint as evaluated,
        coalesce(sum(evaluated_transferred), 0)::bigint
            as evaluated_transferred,
        coalesce(sum(transferred_industrialized), 0)::bigint
            as transferred_industrialized,
        coalesce(sum(transfers), 0)::bigint as transfers,
        coalesce(sum(unpriced), 0)::bigint as unpriced,
        coalesce(sum(amount_cny), 0)::double as amount_cny,
        coalesce(sum(transferred), 0)::bigint as transferred,
        coalesce(sum(industrialized), 0)::bigint as industrialized,
        coalesce(sum(good_industrialized), 0)::bigint as good_industrialized
    from flows(
        $area_level, $area_to, $as_of, $provinces, $kinds, $departments,
        $fields, $patents
    )
),
institutions_due as (
    select
        institution_no,
        sum(due) as due,
        sum(assessed) as assessed
    from
        flows(
            $institution_level, $institution_to, $as_of, $provinces, $kinds,
            $departments, $fields, $patents
        )
    group by institution_no
    having sum(due) > 0
),
completion as (
    select
        count(*) as institutions_due,
        count(*) filter (where coalesce(assessed, 0) = due)
            as institutions_complete
    from institutions_due
)
select
    totals.valid,
    totals.due,
    totals.assessed,
    totals.lapsed_open,
    totals.due - totals.assessed - totals.lapsed_open as still_open,
    totals.pooled,
    totals.good,
    totals.evaluated,
    totals.evaluated_transferred,
    totals.transferred_industrialized,
    totals.transfers,
    totals.unpriced,
    case
        when totals.transfers = 0 or totals.transfers > totals.unpriced
            then totals.amount_cny
    end as amount_cny,
    totals.transferred,
    totals.industrialized,
    totals.good_industrialized,
    completion.institutions_due,
    completion.institutions_complete
from totals
cross join completion
