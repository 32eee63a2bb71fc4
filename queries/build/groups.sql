-- question: which institutions can no filter tell apart?
-- parameters: none
-- grain: institution_no

create or replace table institution_groups as
select
    institution_no,
    dense_rank() over (order by province, kind, departments)::integer
        as group_no,
    province,
    kind
from described_institutions('institutions', 'institution_departments')
order by institution_no;

create or replace macro institutions_of(
    provinces, kinds, departments
) as table
    with chosen as (
        select institution_no
        from institution_departments
        where list_contains(departments, institution_departments.department)
    )
    select institution_no
    from institution_groups
    where
        (provinces is null or list_contains(provinces, province))
        and (kinds is null or list_contains(kinds, kind))
        and (
            departments is null
            or institution_no in (select institution_no from chosen)
        );

create or replace macro groups_of(provinces, kinds, departments) as table
    select group_no
    from institution_groups
    semi join institutions_of(provinces, kinds, departments)
        using (institution_no);

-- The rows of a cube that belong to a selection up to a day. Groups are looked
-- up only where a filter asks for some of them.
create or replace macro selected(
    cube, as_of, provinces, kinds, departments, fields, patents
) as table
    select *
    from query_table(cube) as cells
    where
        cells.day <= as_of
        and (patents = 'all' or cells.is_invention)
        and (fields is null or list_contains(fields, cells.field))
        and (
            (provinces is null and kinds is null and departments is null)
            or cells.group_no in (
                select group_no from groups_of(provinces, kinds, departments)
            )
        );

-- The months of transfers that a cube can count up to a day.
create or replace macro months_to(as_of) as table
    with months as (
        select
            unnest(generate_series(
                date_trunc('month', plan.transfers_from)::date,
                as_of::date,
                interval 1 month
            ))::date as month
        from plan
    )
    select month, last_day(month) <= as_of as is_whole
    from months
    cross join edition
    where least(last_day(month), edition.as_of) <= as_of;
