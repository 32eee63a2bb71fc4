-- question: what do the filings say of institutions, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_institutions as
with read as (
    select
        cells.filing_no,
        cells.row_no,
        list_contains(filing.fields, 'institution_id') as has_code,
        code(known(cells.institution_id)) as institution_id,
        one_line(known(cells.name)) as name,
        known(cells.kind) as kind_cell,
        own_kind(cells.kind) as kind,
        known(cells.province) as province_cell,
        form.code as province,
        form.reason as province_refused,
        authorities(known(cells.department)) as department,
        one_line(known(cells.name_en)) as name_en,
        upper(compact(known(cells.credit_code))) as credit_code
    from cells('unread_institutions') as cells
    join filing
        on filing.filing_no = cells.filing_no
    left join province_forms as form
        on form.key = province_key(cells.province)
)
select
    *,
    concat_ws(
        ',',
        case when has_code then absent('institution_id', institution_id) end,
        absent('name', name),
        absent('kind', kind_cell),
        absent('province', province_cell)
    ) as absent,
    concat_ws(
        ',',
        lost('name', name),
        lost('department', department),
        lost('name_en', name_en)
    ) as misread,
    concat_ws(',', misread('kind', kind_cell, kind)) as unknown_choices
from read;
