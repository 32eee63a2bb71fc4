-- question: what do institutions without patent rows report, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_returns as
with read as (
    select
        cells.filing_no,
        cells.row_no,
        code(known(cells.institution_id)) as institution_id,
        known(cells.period) as period_cell,
        month(cells.period) as period,
        known(cells.due) as due_cell,
        whole(cells.due) as due,
        known(cells.assessed) as assessed_cell,
        whole(cells.assessed) as assessed,
        known(cells.pooled) as pooled_cell,
        whole(cells.pooled) as pooled,
        known(cells.evaluated) as evaluated_cell,
        whole(cells.evaluated) as evaluated,
        known(cells.transferred) as transferred_cell,
        whole(cells.transferred) as transferred,
        known(cells.industrialized) as industrialized_cell,
        whole(cells.industrialized) as industrialized,
        known(cells.amount_cny) as amount_cell,
        yuan(cells.amount_cny, filing.amount_factor) as amount_cny
    from cells('unread_returns') as cells
    join filing
        on filing.filing_no = cells.filing_no
)
select
    columns(* exclude (
        period_cell,
        due_cell,
        assessed_cell,
        pooled_cell,
        evaluated_cell,
        transferred_cell,
        industrialized_cell,
        amount_cell
    )),
    concat_ws(
        ',',
        absent('institution_id', institution_id),
        absent('period', period_cell)
    ) as absent,
    concat_ws(
        ',',
        misread_month('period', period_cell, period),
        misread('due', due_cell, due),
        misread('assessed', assessed_cell, assessed),
        misread('pooled', pooled_cell, pooled),
        misread('evaluated', evaluated_cell, evaluated),
        misread('transferred', transferred_cell, transferred),
        misread('industrialized', industrialized_cell, industrialized),
        misread('amount_cny', amount_cell, amount_cny)
    ) as misread,
    '' as unknown_choices
from read;
