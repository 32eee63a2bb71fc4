-- question: what do the filings say of aliases, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_aliases as
with read as (
    select
        filing_no,
        row_no,
        one_line(known(alias)) as alias,
        code(known(institution_id)) as institution_id,
        known(confirmed_on) as confirmed_on_cell,
        day(confirmed_on) as confirmed_on,
        one_line(known(note)) as note
    from cells('unread_aliases')
)
select
    columns(* exclude (confirmed_on_cell)),
    concat_ws(',', absent('alias', alias)) as absent,
    concat_ws(
        ',',
        misread_day('confirmed_on', confirmed_on_cell, confirmed_on),
        lost('alias', alias),
        lost('note', note)
    ) as misread,
    '' as unknown_choices
from read;
