-- question: what do inspectors answer on sampled assessments, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_sample_answers as
with read as (
    select
        filing_no,
        row_no,
        patent_key,
        number_problem,
        number_year,
        check_computed,
        known(application_no) as number_cell,
        known(sampled_on) as sampled_on_cell,
        day(sampled_on) as sampled_on,
        is_right as is_right_cell,
        flag(is_right) as is_right,
        one_line(known(fault)) as fault,
        one_line(known(inspector_unit)) as inspector_unit,
        known(stratified_by) as stratified_by_cell,
        sample_stratum(stratified_by) as stratified_by
    from numbered_cells('unread_sample_answers')
)
select
    columns(* exclude (
        number_cell, sampled_on_cell, is_right_cell, stratified_by_cell
    )),
    concat_ws(
        ',',
        absent('application_no', number_cell),
        absent('sampled_on', sampled_on_cell),
        absent('is_right', is_right_cell)
    ) as absent,
    concat_ws(
        ',',
        misread_day('sampled_on', sampled_on_cell, sampled_on),
        misread('is_right', is_right_cell, is_right),
        lost('fault', fault),
        lost('inspector_unit', inspector_unit)
    ) as misread,
    concat_ws(
        ',', misread('stratified_by', stratified_by_cell, stratified_by)
    ) as unknown_choices
from read;
