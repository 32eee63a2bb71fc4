-- question: which changes of the counts belong to a selection up to a day?
-- parameters: none
-- grain: none; defines the macro flows, which every figure reads

-- Institutions and fields are counted by months: the days since the last
-- month's end come from the movements, none of them if as_of ends a month.
-- It is a constant of each question, so that what is not needed is not read.
create or replace macro counted_to(at_level, as_of) as
    case
        when at_level = 'institution_field' then date '0001-01-01'
        when at_level = 'area' or last_day(as_of) = as_of then as_of::date
        else (date_trunc('month', as_of::date) - interval 1 day)::date
    end;

create or replace macro flows(
    at_level, as_of, provinces, kinds, departments, fields, patents
) as table
    with chosen as (
        select institution_no
        from institution_departments
        where list_contains(departments, institution_departments.department)
    ),
    changes as (
        select counts.* exclude (level)
        from counts
        where
            counts.level = at_level
            and counts.day <= counted_to(at_level, as_of)
        union all
        select wide_movements.*
        from wide_movements
        where
            wide_movements.day > counted_to(at_level, as_of)
            and wide_movements.day <= as_of
        union all
        -- Months before the plan are counted as one, the last of them.
        select wide_movements.*
        from plan
        join wide_movements
            on wide_movements.day <= counted_to(at_level, as_of)
        where
            at_level <> 'area'
            and as_of < plan.transfers_from - 1
    )
    from changes
    where
        (provinces is null or list_contains(provinces, changes.province))
        and (kinds is null or list_contains(kinds, changes.kind))
        and (patents = 'all' or changes.is_invention)
        and (fields is null or list_contains(fields, changes.field))
        and (
            departments is null
            or changes.institution_no in (select institution_no from chosen)
        );
