-- question: which cells did corrections change, and whom do findings and corrections concern?
-- parameters: none
-- grain: filing_no, row_no, field; concerned: filing_no, row_no

create or replace table corrections as
with changed as (
    from cell_histories
    anti join exported using (filing_no, row_no)
    where value is distinct from value_before
    union all by name
    -- A row of an export says the same to each holder of a patent.
    select distinct on (filing_no, row_no, field) *
    from cell_histories
    semi join exported using (filing_no, row_no)
    where value is distinct from value_before
    order by value_before
),
made as (
    select
        cells.filing_no,
        cells.row_no,
        cells.field,
        filing_columns.label as column_label,
        filing_columns.letter as column_letter,
        cells.value_before,
        cells.value
    from changed as cells
    join outcomes
        on
            outcomes.filing_no = cells.filing_no
            and outcomes.row_no = cells.row_no
            and outcomes.outcome = 'correction'
    left join filing_columns
        on
            filing_columns.filing_no = cells.filing_no
            and filing_columns.field = cells.field
)
from made
union all by name
from kept_corrections
order by filing_no, row_no, field;

create or replace table concerned as
with marked as (
    select filing_no, row_no
    from offences
    where row_no is not null
    union
    select filing_no, row_no
    from corrections
),
named as (
    select filing_no, row_no, institution_id, null as patent_key
    from delivered_institutions
    semi join marked using (filing_no, row_no)
    union all
    select filing_no, row_no, institution_id, null
    from delivered_returns
    semi join marked using (filing_no, row_no)
    union all
    select filing_no, row_no, institution_id, patent_key
    from delivered_patents
    semi join marked using (filing_no, row_no)
    union all
    select filing_no, row_no, null, patent_key
    from delivered_facts
    semi join marked using (filing_no, row_no)
    union all
    select filing_no, row_no, null, patent_key
    from delivered_exports
    semi join marked using (filing_no, row_no)
    union all
    select filing_no, row_no, institution_id, null
    from delivered_aliases
    semi join marked using (filing_no, row_no)
)
select
    named.filing_no,
    named.row_no,
    coalesce(institutions.institution_no, patents.institution_no)
        as institution_no,
    patents.patent_no
from (
    from named
    union all by name
    from kept_concerned
) as named
left join patents using (patent_key)
left join institutions using (institution_id)
where
    coalesce(institutions.institution_no, patents.institution_no)
    is not null
order by institution_no, filing_no, row_no;
