-- question: what do the filings say of products, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_products as
with read as (
    select
        cells.filing_no,
        cells.row_no,
        cells.patent_key,
        cells.number_problem,
        cells.number_year,
        cells.check_computed,
        known(cells.application_no) as number_cell,
        known(cells.industrialized_on) as industrialized_on_cell,
        day(cells.industrialized_on) as industrialized_on,
        one_line(known(cells.product)) as product,
        known(cells.revenue_cny) as revenue_cell,
        yuan(cells.revenue_cny, filing.amount_factor) as revenue_cny
    from numbered_cells('unread_products') as cells
    join filing
        on filing.filing_no = cells.filing_no
)
select
    columns(* exclude (
        number_cell, industrialized_on_cell, revenue_cell
    )),
    concat_ws(
        ',',
        absent('application_no', number_cell),
        absent('industrialized_on', industrialized_on_cell)
    ) as absent,
    concat_ws(
        ',',
        misread_day(
            'industrialized_on', industrialized_on_cell, industrialized_on
        ),
        misread('revenue_cny', revenue_cell, revenue_cny),
        lost('product', product)
    ) as misread,
    '' as unknown_choices
from read;
