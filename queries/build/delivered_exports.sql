-- question: what do CNIPA's exports say, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_exports as
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
        list_filter(
            list_transform(
                string_split_regex(
                    unbracketed(one_line(known(holders))), '\s*[;；]\s*'
                ),
                lambda name: unbracketed(name)
            ),
            lambda name: name <> ''
        ) as holders,
        known(published_on) as published_on_cell,
        day(published_on) as published_on,
        regexp_extract(
            upper(compact(known(publication_no))), '([A-Z])\d?$', 1
        ) as publication_code,
        compact(known(state)) as state,
        known(state_on) as state_on_cell,
        day(state_on) as state_on,
        one_line(known(title)) as title,
        known(filed_on) as filed_on_cell,
        day(filed_on) as filed_on,
        trim(string_split(known(ipc), ';')[1]) as ipc
    from numbered_cells('unread_exports')
)
select
    columns(* exclude (
        number_cell, published_on_cell, state_on_cell, filed_on_cell
    )),
    concat_ws(
        ',',
        absent('application_no', number_cell),
        case when coalesce(len(holders), 0) = 0 then 'holders' end
    ) as absent,
    concat_ws(
        ',',
        misread_day('published_on', published_on_cell, published_on),
        misread_day('state_on', state_on_cell, state_on),
        misread_day('filed_on', filed_on_cell, filed_on),
        lost('title', title),
        lost('ipc', ipc)
    ) as misread,
    '' as unknown_choices
from read;
