-- question: what do the filings say of patents, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_patents as
with read as (
    select
        filing_no,
        row_no,
        patent_key,
        number_problem,
        number_year,
        number_kind,
        check_computed,
        known(application_no) as number_cell,
        code(known(institution_id)) as institution_id,
        known(granted_on) as granted_on_cell,
        day(granted_on) as granted_on,
        one_line(known(title)) as title,
        known(kind) as kind_cell,
        patent_kind(kind) as kind,
        known(filed_on) as filed_on_cell,
        day(filed_on) as filed_on,
        known(lapsed_on) as lapsed_on_cell,
        day(lapsed_on) as lapsed_on,
        known(ipc) as ipc,
        publicly_funded as publicly_funded_cell,
        flag(publicly_funded) as publicly_funded,
        transformed_before as transformed_before_cell,
        flag(transformed_before) as transformed_flag,
        known(holder_rank) as holder_rank_cell,
        whole(holder_rank) as holder_rank
    from numbered_cells('unread_patents')
)
select
    columns(* exclude (
        granted_on_cell,
        filed_on_cell,
        lapsed_on_cell,
        publicly_funded_cell,
        transformed_before_cell,
        transformed_flag,
        holder_rank_cell,
        number_cell,
        kind_cell
    )),
    case when transformed_flag then true end as transformed_before,
    concat_ws(
        ',',
        absent('application_no', number_cell),
        absent('institution_id', institution_id),
        absent('granted_on', granted_on_cell)
    ) as absent,
    concat_ws(
        ',',
        misread_day('granted_on', granted_on_cell, granted_on),
        misread_day('filed_on', filed_on_cell, filed_on),
        misread_day('lapsed_on', lapsed_on_cell, lapsed_on),
        misread('publicly_funded', publicly_funded_cell, publicly_funded),
        misread(
            'transformed_before', transformed_before_cell, transformed_flag
        ),
        misread('holder_rank', holder_rank_cell, holder_rank),
        lost('title', title),
        lost('ipc', ipc)
    ) as misread,
    concat_ws(',', misread('kind', kind_cell, kind)) as unknown_choices
from read;
