-- question: which changes of the counts belong to a selection up to a day?
-- parameters: none
-- grain: none; defines the macro flows, which every figure reads

-- The counts of a level answer up to `counted_to`, the movements for the days
-- after it; where none are asked for, none are read.
create or replace macro flows(
    at_level, counted_to, as_of, provinces, kinds, departments, fields, patents
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
            and counts.day <= counted_to
        union all
        select wide_movements.*
        from wide_movements
        where
            wide_movements.day > counted_to
            and wide_movements.day <= as_of
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
