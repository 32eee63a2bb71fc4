-- question: what have earlier deliveries said of what this one concerns?
-- parameters: none
-- grain: filing_no, row_no

create or replace table stage.history_institutions as
from earlier_institutions;

create or replace table stage.history_patents as
from earlier_patents
semi join affected_patents using (patent_key);

create or replace table stage.history_assessments as
from earlier_assessments
semi join affected_patents using (patent_key);

create or replace table stage.history_evaluations as
from earlier_evaluations
semi join affected_patents using (patent_key);

create or replace table stage.history_transfers as
from earlier_transfers
semi join affected_patents using (patent_key);

create or replace table stage.history_products as
from earlier_products
semi join affected_patents using (patent_key);

create or replace table stage.history_returns as
from earlier_returns;

create or replace table stage.history_sample_answers as
from earlier_sample_answers
semi join affected_patents using (patent_key);

create or replace table stage.history_lapses as
from earlier_lapses
semi join affected_patents using (patent_key);

create or replace table stage.history_exports as
from earlier_exports
semi join affected_patents using (patent_key);

create or replace table stage.history_aliases as
from earlier_aliases;

create or replace view stage.delivered_institutions as
from fresh_institutions
union all by name
from history_institutions;

create or replace view stage.delivered_patents as
from fresh_patents
union all by name
from history_patents;

create or replace view stage.delivered_assessments as
from fresh_assessments
union all by name
from history_assessments;

create or replace view stage.delivered_evaluations as
from fresh_evaluations
union all by name
from history_evaluations;

create or replace view stage.delivered_transfers as
from fresh_transfers
union all by name
from history_transfers;

create or replace view stage.delivered_products as
from fresh_products
union all by name
from history_products;

create or replace view stage.delivered_returns as
from fresh_returns
union all by name
from history_returns;

create or replace view stage.delivered_sample_answers as
from fresh_sample_answers
union all by name
from history_sample_answers;

create or replace view stage.delivered_lapses as
from fresh_lapses
union all by name
from history_lapses;

create or replace view stage.delivered_exports as
from fresh_exports
union all by name
from history_exports;

create or replace view stage.delivered_aliases as
from fresh_aliases
union all by name
from history_aliases;

-- What is compared and brought together: no row that says what is known.
create or replace table stage.compared_patents as
from rows_of_patents('fresh_patents', 'affected_patents')
union all by name
from history_patents;

create or replace table stage.compared_assessments as
from rows_of_patents('fresh_assessments', 'affected_patents')
union all by name
from history_assessments;

create or replace table stage.compared_evaluations as
from rows_of_patents('fresh_evaluations', 'affected_patents')
union all by name
from history_evaluations;

create or replace table stage.compared_transfers as
from rows_of_patents('fresh_transfers', 'affected_patents')
union all by name
from history_transfers;

create or replace table stage.compared_products as
from rows_of_patents('fresh_products', 'affected_patents')
union all by name
from history_products;

create or replace table stage.compared_sample_answers as
from rows_of_patents('fresh_sample_answers', 'affected_patents')
union all by name
from history_sample_answers;

create or replace table stage.compared_lapses as
from rows_of_patents('fresh_lapses', 'affected_patents')
union all by name
from history_lapses;

create or replace table stage.history_rows as
select filing_no, row_no from history_institutions
union all
select filing_no, row_no from history_patents
union all
select filing_no, row_no from history_assessments
union all
select filing_no, row_no from history_evaluations
union all
select filing_no, row_no from history_transfers
union all
select filing_no, row_no from history_products
union all
select filing_no, row_no from history_returns
union all
select filing_no, row_no from history_sample_answers
union all
select filing_no, row_no from history_lapses
union all
select filing_no, row_no from history_aliases;
