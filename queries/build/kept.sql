-- question: what of the edition before stands as it is: all that no affected row tells of?
-- parameters: none
-- grain: none; defines views over the edition before

create or replace view stage.kept_corrections as
from base.corrections
anti join history_rows using (filing_no, row_no);

create or replace view stage.kept_concerned as
select
    concerned.filing_no,
    concerned.row_no,
    institutions.institution_id,
    base_patents.patent_key
from base.concerned
anti join history_rows using (filing_no, row_no)
left join base.institutions using (institution_no)
left join base_patents using (patent_no);

create or replace view stage.kept_findings as
select findings.*
from base.findings
left join history_rows using (filing_no, row_no)
where findings.is_note or history_rows.filing_no is null;

create or replace view stage.kept_cells as
select filing_no, row_no, field, any_value(value) as value
from base.findings
where not is_note
group by all;

-- Filings of patents are judged anew only in part, so that their counts are
-- those of the edition before; others are here in whole.
create or replace view stage.rejected_before as
select distinct filing_no, row_no
from base.findings
semi join history_rows using (filing_no, row_no)
where severity = 'rejection';

create or replace view stage.retried_rows as
from rejected_before
anti join rejected_rows using (filing_no, row_no);

-- How the counts of earlier filings change, where a row is accepted now.
create or replace table stage.retried_counts (
    filing_no integer, rejected bigint, identical bigint, corrections bigint
);

create or replace view stage.kept_counts as
select
    filings.filing_no,
    filings.rows_in,
    filings.rejected + coalesce(retried.rejected, 0) as rejected,
    filings.identical + coalesce(retried.identical, 0) as identical,
    filings.corrections + coalesce(retried.corrections, 0) as corrections
from base.filings
left join retried_counts as retried using (filing_no)
where filings.kind not in ('institutions', 'returns', 'aliases');

create or replace view stage.kept_unmatched as
from base.unmatched_names
where is_holder;

create or replace view stage.kept_finding_counts as
from base.finding_counts
semi join summed_offences using (rule);
