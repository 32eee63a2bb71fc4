-- question: what do institutions without patent rows report, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace table stage.delivered_returns as
with read as (
    select
        cells.filing_no,
        cells.row_no,
        code(known(cells.institution_id)) as institution_id,
        known(cells.period) as period_cell,
        month(cells.period) as period,
        whole(cells.due) as due,
        whole(cells.assessed) as assessed,
        whole(cells.pooled) as pooled,
        whole(cells.evaluated) as evaluated,
        whole(cells.transferred) as transferred,
        whole(cells.industrialized) as industrialized,
        yuan(cells.amount_cny, filing.amount_factor) as amount_cny,
        concat_ws(
            ',',
            misread('period', known(cells.period), month(cells.period)),
            misread('due', known(cells.due), whole(cells.due)),
            misread('assessed', known(cells.assessed), whole(cells.assessed)),
            misread('pooled', known(cells.pooled), whole(cells.pooled)),
            misread(
                'evaluated', known(cells.evaluated), whole(cells.evaluated)
            ),
            misread(
                'transferred',
                known(cells.transferred),
                whole(cells.transferred)
            ),
            misread(
                'industrialized',
                known(cells.industrialized),
                whole(cells.industrialized)
            ),
            misread(
                'amount_cny',
                known(cells.amount_cny),
                yuan(cells.amount_cny, filing.amount_factor)
            )
        ) as misread
    from cells('unread_returns') as cells
    join filing
        on filing.filing_no = cells.filing_no
)
select
    columns(* exclude (period_cell, misread)),
    concat_ws(
        ',',
        absent('institution_id', institution_id),
        absent('period', period_cell)
    ) as absent,
    misread,
    '' as unknown_choices
from read;
