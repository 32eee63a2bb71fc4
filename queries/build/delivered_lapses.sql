-- question: what do lists of lapses say, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_lapses as
with read as (
    select
        filing_no,
        row_no,
        patent_key,
        number_problem,
        number_year,
        check_computed,
        known(application_no) as number_cell,
        known(lapsed_on) as lapsed_on_cell,
        day(lapsed_on) as lapsed_on
    from numbered_cells('unread_lapses')
)
select
    columns(* exclude (number_cell, lapsed_on_cell)),
    concat_ws(
        ',',
        absent('application_no', number_cell),
        absent('lapsed_on', lapsed_on_cell)
    ) as absent,
    misread_day('lapsed_on', lapsed_on_cell, lapsed_on) as misread,
    '' as unknown_choices
from read;
