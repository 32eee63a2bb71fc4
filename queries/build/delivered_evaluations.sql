-- question: what do the filings say of evaluations, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_evaluations as
with read as (
    select
        cells.filing_no,
        cells.row_no,
        cells.patent_key,
        cells.number_problem,
        cells.number_year,
        cells.check_computed,
        known(cells.application_no) as number_cell,
        known(cells.evaluated_on) as evaluated_on_cell,
        day(cells.evaluated_on) as evaluated_on,
        one_line(known(cells.enterprise)) as enterprise,
        known(cells.enterprise_province) as province_cell,
        form.code as enterprise_province,
        form.reason as province_refused,
        known(cells.stars) as stars_cell,
        whole(cells.stars) as stars,
        one_line(known(cells.intent)) as intent
    from numbered_cells('unread_evaluations') as cells
    left join province_forms as form
        on form.key = province_key(cells.enterprise_province)
)
select
    columns(* exclude (
        number_cell, evaluated_on_cell, stars_cell
    )),
    concat_ws(
        ',',
        absent('application_no', number_cell),
        absent('evaluated_on', evaluated_on_cell),
        absent('enterprise', enterprise)
    ) as absent,
    concat_ws(
        ',',
        misread_day('evaluated_on', evaluated_on_cell, evaluated_on),
        misread('stars', stars_cell, stars),
        lost('enterprise', enterprise),
        lost('intent', intent)
    ) as misread,
    '' as unknown_choices
from read;
