-- question: how are rows of one key compared and brought together?
-- parameters: none
-- grain: none; defines macros, and the tables that the kinds fill

create or replace table stage.offences (
    filing_no integer,
    row_no integer,
    field varchar,
    rule varchar,
    severity varchar,
    detail varchar
);

-- Offences that many rows share are told in one line for each file, not row by
-- row, and show no cell: exports hold the names of persons.
create or replace table stage.summed_offences as
select
    unnest([
        'not_granted',
        'no_evidence_of_grant',
        'holder_unknown',
        'alias_not_confirmed'
    ]) as rule;

create or replace view stage.rejected_rows as
select distinct filing_no, row_no from offences
where severity = 'rejection';

create or replace table stage.repeated_cells (
    kind varchar,
    key varchar,
    delivery_no integer,
    filing_no integer,
    row_no integer,
    field varchar,
    value varchar
);

create or replace table stage.outcomes (
    filing_no integer,
    row_no integer,
    outcome varchar
);

-- A later row's cell replaces an earlier one, empty or not, where its file has
-- the column.
create or replace macro latest(x, field, fields, filing_no, row_no) as
arg_max_null(x, { filing_no: filing_no, row_no: row_no })
filter (where list_contains(fields, field));

-- The keys of a table of repeated rows whose rows are not all alike.
create or replace macro unlike_keys(source) as table
    select key
    from query_table(source)
    group by key
    having count(distinct content) > 1;

create or replace macro unlike_cells(source) as table
    with texts as (
        select
            key,
            delivery_no,
            filing_no,
            row_no,
            fields,
            columns(* exclude (
                key, delivery_no, filing_no, row_no, fields, content
            ))::varchar
        from query_table(source)
        semi join unlike_keys(source) using (key)
    )
    select key, delivery_no, filing_no, row_no, field, value
    from texts
    unpivot include nulls (
        value for field in (columns(* exclude (
            key, delivery_no, filing_no, row_no, fields
        )))
    )
    where list_contains(fields, field);

-- Of rows that are all alike, each but the first tells nothing new.
create or replace macro alike_rows(source) as table
    select filing_no, row_no
    from query_table(source)
    anti join unlike_keys(source) using (key)
    qualify row_number() over (
        partition by key order by filing_no, row_no
    ) > 1;

-- What each cell of repeated rows said, and what the key's row before it did.
create or replace macro cell_histories_of(source) as table
    select
        filing_no,
        row_no,
        delivery_no,
        kind,
        key,
        field,
        lag(value) over (
            partition by kind, key, field order by filing_no, row_no
        ) as value_before,
        value,
        -- Lapses may be told before what they end: a patent, a holder.
        min(
            case
                when
                    kind <> 'patents'
                    or field in ('granted_on', 'holder_rank')
                    then {
                        delivery_no: delivery_no,
                        filing_no: filing_no,
                        row_no: row_no
                    }
            end
        ) over (partition by kind, key) as first_row
    from query_table(source);

-- A row of an export has a key for each holder, and an outcome for each.
create or replace macro outcomes_of(histories) as table
    with judged as (
        select
            filing_no,
            row_no,
            delivery_no,
            first_row,
            bool_or(value is distinct from value_before) as is_change
        from query_table(histories)
        group by filing_no, row_no, delivery_no, kind, key, first_row
    )
    select
        filing_no,
        row_no,
        case when is_change then 'correction' else 'identical' end as outcome
    from judged
    where
        (filing_no, row_no) <> (first_row.filing_no, first_row.row_no)
        and (not is_change or delivery_no > first_row.delivery_no);

-- What rows say of patents, as it is compared: under a key for each holder.
create or replace macro patent_claims(source) as table
    select
        concat_ws('|', patent_key, institution_id) as key,
        delivery_no,
        filing_no,
        row_no,
        fields,
        patent_key,
        institution_id,
        granted_on,
        title,
        filed_on,
        lapsed_on,
        ipc,
        publicly_funded,
        transformed_before,
        holder_rank,
        hash(
            fields,
            patent_key,
            institution_id,
            granted_on,
            title,
            filed_on,
            lapsed_on,
            ipc,
            publicly_funded,
            transformed_before,
            holder_rank
        ) as content
    from query_table(source);
