-- question: how far has each institution come with its patents due, and what is left to do?
-- parameters: institution_level, institution_to, as_of, provinces, kinds, departments, fields, patents, cutoff, deadline
-- grain: institution_id

with changes as (
    select
        institution_no,
        day,
        datediff('month', $cutoff::date, greatest(day, $cutoff::date)) as month,
        due,
        assessed,
        lapsed_open
    from
        flows(
            $institution_level, $institution_to, $as_of, $provinces, $kinds,
            $departments, $fields, $patents
        )
    where due <> 0 or assessed <> 0 or lapsed_open <> 0
),
totals as (
    select
        institution_no,
        sum(due) as due,
        sum(assessed) as assessed,
        sum(lapsed_open) as lapsed_open,
        sum(assessed) filter (day <= $deadline) as assessed_at_deadline,
        sum(lapsed_open) filter (day <= $deadline) as lapsed_at_deadline,
        list(month order by month) filter (assessed <> 0) as months,
        list(assessed order by month) filter (assessed <> 0) as steps
    from changes
    group by institution_no
),
last_days as (
    select institution_no, max(day) as assessed_last_on
    from movements
    where
        measure = 'assessed'
        and ($patents = 'all' or is_invention)
        and (
            $fields::smallint[] is null
            or list_contains($fields::smallint[], field)
        )
    group by institution_no
),
departments as (
    select
        institution_no,
        string_agg(department, '、' order by department) as departments,
        bool_or(list_contains($departments::varchar[], department)) as is_chosen
    from institution_departments
    group by institution_no
),
counted as (
    select
        institutions.institution_id,
        institutions.name,
        institutions.name_en,
        institutions.kind,
        institutions.province,
        departments.departments,
        coalesce(totals.due, 0)::bigint as due,
        coalesce(totals.assessed, 0)::bigint as assessed,
        coalesce(totals.lapsed_open, 0)::bigint as lapsed_open,
        coalesce(totals.assessed_at_deadline, 0)::bigint
            as assessed_at_deadline,
        coalesce(totals.lapsed_at_deadline, 0)::bigint as lapsed_at_deadline,
        case
            when totals.assessed = totals.due then last_days.assessed_last_on
        end as completed_on,
        totals.months,
        totals.steps
    from institutions
    left join totals using (institution_no)
    left join last_days using (institution_no)
    left join departments using (institution_no)
    where
        (
            $provinces::varchar[] is null
            or list_contains($provinces::varchar[], institutions.province)
        )
        and (
            $kinds::varchar[] is null
            or list_contains($kinds::varchar[], institutions.kind)
        )
        and ($departments::varchar[] is null or departments.is_chosen)
),
known as (
    select
        *,
        due - assessed - lapsed_open as open,
        case
            when $as_of > $deadline
                then due - assessed_at_deadline - lapsed_at_deadline
        end as open_at_deadline
    from counted
)
select
    institution_id,
    name,
    name_en,
    kind,
    province,
    departments,
    due,
    assessed,
    open,
    open_at_deadline,
    lapsed_open,
    assessed_at_deadline,
    completed_on,
    months,
    steps
from known
order by institution_id
