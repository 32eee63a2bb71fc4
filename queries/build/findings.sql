-- question: what was found in the filings, and how many rows of each were taken over?
-- parameters: none
-- grain: filing_no

create or replace macro cells_of(source) as table
    from (
        select raw.*
        from query_table(source) as raw
        semi join offences using (filing_no, row_no)
    )
    unpivot (
        value for field in (columns(* exclude (filing_no, row_no)))
    );

create or replace table findings as
with cells as (
    from cells_of('raw_institutions')
    union all
    from cells_of('raw_patents')
    union all
    from cells_of('raw_assessments')
    union all
    from cells_of('raw_evaluations')
    union all
    from cells_of('raw_transfers')
    union all
    from cells_of('raw_products')
    union all
    from cells_of('raw_returns')
    union all
    from cells_of('raw_sample_answers')
    union all
    from cells_of('raw_aliases')
    union all
    -- Exports name persons, in ragged rows in any column: only what has a digit
    -- is shown.
    select
        * replace (
            case when regexp_matches(value, '[0-9０-９]') then value else '…' end
                as value
        )
    from cells_of('raw_exports')
),
found as (
    select offences.*, cells.value
    from offences
    anti join summed_offences using (rule)
    left join cells using (filing_no, row_no, field)
    union all
    select
        filing_no, null, field, rule, severity,
        json_merge_patch(
            coalesce(detail, '{}'), json_object('rows', count(*))
        )::varchar,
        null
    from offences
    semi join summed_offences using (rule)
    group by filing_no, field, rule, severity, detail
    union all
    select note.*, null
    from note
    union all
    select unmatched_notes.*, null
    from unmatched_notes
)
select
    found.filing_no,
    found.row_no,
    found.field,
    filing_column.label as column_label,
    filing_column.letter as column_letter,
    ltrim(found.value, chr(26)) as value,
    found.rule,
    found.severity,
    found.detail
from found
left join filing_column
    on
        filing_column.filing_no = found.filing_no
        and filing_column.field = found.field
order by all;

create or replace table filings as
with delivered as (
    select filing_no, count(*) as rows_in
    from (
        select filing_no from delivered_institutions
        union all
        select filing_no from delivered_patents
        union all
        select filing_no from delivered_assessments
        union all
        select filing_no from delivered_evaluations
        union all
        select filing_no from delivered_transfers
        union all
        select filing_no from delivered_products
        union all
        select filing_no from delivered_returns
        union all
        select filing_no from delivered_sample_answers
        union all
        select filing_no from delivered_exports
        union all
        select filing_no from delivered_aliases
    )
    group by filing_no
),
rejected as (
    select filing_no, count(*) as rejected
    from rejected_rows
    group by filing_no
),
settled as (
    select
        filing_no,
        count(*) filter (where outcome = 'identical') as identical,
        count(*) filter (where outcome = 'correction') as corrections
    from outcomes
    group by filing_no
),
warned as (
    select filing_no, count(*) as warnings
    from findings
    where severity = 'warning'
    group by filing_no
)
select
    filing.filing_no,
    filing.delivery_no,
    filing.sha256,
    filing.name,
    filing.kind,
    coalesce(delivered.rows_in, 0)::integer as rows_in,
    (
        coalesce(delivered.rows_in, 0)
        - coalesce(rejected.rejected, 0)
        - coalesce(settled.identical, 0)
    )::integer as accepted,
    coalesce(rejected.rejected, 0)::integer as rejected,
    coalesce(settled.identical, 0)::integer as identical,
    coalesce(settled.corrections, 0)::integer as corrections,
    coalesce(warned.warnings, 0)::integer as warnings
from filing
left join delivered using (filing_no)
left join rejected using (filing_no)
left join settled using (filing_no)
left join warned using (filing_no)
order by filing.filing_no;
