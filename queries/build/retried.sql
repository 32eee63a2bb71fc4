-- question: how do earlier filings count, of which rejected rows are accepted now?
-- parameters: none
-- grain: filing_no

-- What other rows of their patents came to may be another thing now.
create or replace table stage.retried_history as
with keyed as (
    select filing_no, row_no, patent_key from history_patents
    union all
    select filing_no, row_no, patent_key from history_assessments
    union all
    select filing_no, row_no, patent_key from history_evaluations
    union all
    select filing_no, row_no, patent_key from history_transfers
    union all
    select filing_no, row_no, patent_key from history_products
    union all
    select filing_no, row_no, patent_key from history_sample_answers
),
retried_patents as (
    select keyed.patent_key
    from keyed
    semi join retried_rows using (filing_no, row_no)
)
select filing_no, row_no
from keyed
semi join retried_patents using (patent_key);

-- These rows, as they stood in the edition before.
create or replace macro stage.rows_before(source) as table
    select rows.*
    from query_table(source) as rows
    semi join retried_history using (filing_no, row_no)
    anti join rejected_before using (filing_no, row_no);

create or replace view stage.patents_before as
from rows_before('repeated_patents');
create or replace view stage.assessments_before as
from rows_before('repeated_assessments');
create or replace view stage.evaluations_before as
from rows_before('repeated_evaluations');
create or replace view stage.transfers_before as
from rows_before('repeated_transfers');
create or replace view stage.products_before as
from rows_before('repeated_products');
create or replace view stage.sample_answers_before as
from rows_before('repeated_sample_answers');

create or replace table stage.cells_before as
select 'patents' as kind, * from unlike_cells('patents_before')
union all
select 'assessments' as kind, * from unlike_cells('assessments_before')
union all
select 'evaluations' as kind, * from unlike_cells('evaluations_before')
union all
select 'transfers' as kind, * from unlike_cells('transfers_before')
union all
select 'products' as kind, * from unlike_cells('products_before')
union all
select 'sample_answers' as kind, * from unlike_cells('sample_answers_before');

create or replace table stage.cell_histories_before as
from cell_histories_of('cells_before');

create or replace table stage.outcomes_before as
from outcomes_of('cell_histories_before')
union all
select filing_no, row_no, 'identical' as outcome
from (
    from alike_rows('patents_before')
    union all
    from alike_rows('assessments_before')
    union all
    from alike_rows('evaluations_before')
    union all
    from alike_rows('transfers_before')
    union all
    from alike_rows('products_before')
    union all
    from alike_rows('sample_answers_before')
);

insert into retried_counts
select
    filing_no,
    -count(*) filter (where what = 'retried') as rejected,
    coalesce(sum(way) filter (where what = 'identical'), 0) as identical,
    coalesce(sum(way) filter (where what = 'correction'), 0) as corrections
from (
    select filing_no, 'retried' as what, -1 as way
    from retried_rows
    union all
    select filing_no, outcome, 1
    from outcomes
    semi join retried_history using (filing_no, row_no)
    union all
    select filing_no, outcome, -1
    from outcomes_before
)
group by filing_no
