-- question: what was found in the filings, and how many rows of each were taken over?
-- parameters: none
-- grain: filing_no

create or replace macro stage.cells_of(source) as table
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
    from cells_of('raw_lapses')
    union all
    from cells_of('raw_aliases')
    union all
    -- Exports name persons, in ragged rows in any column: only numbers and days
    -- are shown.
    select
        * replace (
            case
                when
                    regexp_matches(value, '[0-9０-９]')
                    and regexp_full_match(
                        upper(value),
                        '(CN|ZL|[TXZ年月日号时分秒]|[^\p{L}])*[A-Z]?[0-9]?'
                    )
                    then value
                else '…'
            end as value
        )
    from cells_of('raw_exports')
),
found as (
    select
        offences.*,
        coalesce(cells.value, kept_cells.value) as value,
        false as is_note
    from offences
    anti join summed_offences using (rule)
    left join cells using (filing_no, row_no, field)
    left join kept_cells using (filing_no, row_no, field)
    union all
    select
        filing_no, null, field, rule, severity,
        json_merge_patch(
            coalesce(detail, '{}'), json_object('rows', count(*))
        )::varchar,
        null,
        true
    from offences
    semi join summed_offences using (rule)
    group by filing_no, field, rule, severity, detail
    union all
    select note.*, null, true
    from note
    union all
    select unmatched_notes.*, null, true
    from unmatched_notes
),
placed as (
    select
        found.filing_no,
        found.row_no,
        found.field,
        filing_columns.label as column_label,
        filing_columns.letter as column_letter,
        -- Where a name may stand, nothing of it is shown.
        case
            when
                found.rule = 'alias_is_a_person'
                or (
                    found.rule = 'application_no_form'
                    and regexp_full_match(
                        compact(found.value),
                        '\p{Han}{2,3}|\p{Han}+[·•]\p{Han}+'
                    )
                )
                then '…'
            else ltrim(found.value, chr(26))
        end as value,
        found.rule,
        found.severity,
        found.detail,
        found.is_note
    from found
    left join filing_columns
        on
            filing_columns.filing_no = found.filing_no
            and filing_columns.field = found.field
)
from placed
union all by name
from kept_findings
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
        select filing_no from delivered_lapses
        union all
        select filing_no from delivered_exports
        union all
        select filing_no from delivered_aliases
    )
    anti join kept_counts using (filing_no)
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
    from (
        from outcomes
        union all by name
        select filing_no, row_no, 'identical' as outcome
        from unchanged_rows
        anti join rejected_rows using (filing_no, row_no)
    )
    group by filing_no
),
counted as (
    select
        filing.filing_no,
        coalesce(delivered.rows_in, 0) as rows_in,
        coalesce(rejected.rejected, 0) as rejected,
        coalesce(settled.identical, 0) as identical,
        coalesce(settled.corrections, 0) as corrections
    from filing
    anti join kept_counts using (filing_no)
    left join delivered using (filing_no)
    left join rejected using (filing_no)
    left join settled using (filing_no)
    union all by name
    from kept_counts
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
    counted.rows_in::integer as rows_in,
    (counted.rows_in - counted.rejected - counted.identical)::integer
        as accepted,
    counted.rejected::integer as rejected,
    counted.identical::integer as identical,
    counted.corrections::integer as corrections,
    coalesce(warned.warnings, 0)::integer as warnings,
    filing.fields,
    filing.amount_factor,
    filing.reading
from filing
join counted using (filing_no)
left join warned using (filing_no)
order by filing.filing_no;
