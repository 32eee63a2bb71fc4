-- question: how many findings of each rule did each delivery bring, and about whom?
-- parameters: none
-- grain: delivery_no, institution_no, rule, severity

-- Each rejected row counts once, under the first of its rules by name.
create or replace table finding_counts as
with found as (
    select filing_no, row_no, field, rule, severity
    from offences
    union all
    select filing_no, row_no, field, rule, severity
    from note
    union all
    select filing_no, row_no, field, rule, severity
    from unmatched_notes
    union all
    select filing_no, row_no, field, rule, severity
    from kept_findings
    anti join summed_offences using (rule)
),
placed as (
    select
        filing_no,
        row_no,
        rule,
        severity,
        severity = 'rejection'
        and row_number() over (
            partition by filing_no, row_no, severity order by rule, field
        ) = 1 as is_first
    from found
),
made as (
    select
        filing.delivery_no,
        concerned.institution_no,
        placed.rule,
        placed.severity,
        count(*) as findings,
        count(*) filter (where placed.is_first) as rejected_rows
    from placed
    join filing
        on filing.filing_no = placed.filing_no
    left join concerned
        on
            concerned.filing_no = placed.filing_no
            and concerned.row_no = placed.row_no
    group by all
)
from made
union all by name
from kept_finding_counts
order by delivery_no, severity, rule, institution_no;
