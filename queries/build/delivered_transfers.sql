-- question: what do the filings say of transfers, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_transfers as
with read as (
    select
        cells.filing_no,
        cells.row_no,
        cells.patent_key,
        cells.number_problem,
        cells.number_year,
        cells.check_computed,
        known(cells.application_no) as number_cell,
        known(cells.recorded_on) as recorded_on_cell,
        day(cells.recorded_on) as recorded_on,
        known(cells.mode) as mode_cell,
        transfer_mode(cells.mode) as mode,
        one_line(known(cells.transferee)) as transferee,
        known(cells.transferee_province) as province_cell,
        case
            when province_key(cells.transferee_province) in ('境外', 'abroad')
                then 'abroad'
            else form.code
        end as transferee_province,
        form.reason as province_refused,
        known(cells.amount_cny) as amount_cell,
        yuan(cells.amount_cny, filing.amount_factor) as amount_cny
    from numbered_cells('unread_transfers') as cells
    join filing
        on filing.filing_no = cells.filing_no
    left join province_forms as form
        on form.key = province_key(cells.transferee_province)
)
select
    columns(* exclude (
        number_cell, recorded_on_cell, mode_cell, amount_cell
    )),
    concat_ws(
        ',',
        absent('application_no', number_cell),
        absent('recorded_on', recorded_on_cell),
        absent('mode', mode_cell)
    ) as absent,
    concat_ws(
        ',',
        misread_day('recorded_on', recorded_on_cell, recorded_on),
        misread('amount_cny', amount_cell, amount_cny),
        lost('transferee', transferee)
    ) as misread,
    concat_ws(',', misread('mode', mode_cell, mode)) as unknown_choices
from read;
