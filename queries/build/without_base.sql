-- question: what is kept of an edition before this one, where it is built from nothing?
-- parameters: none
-- grain: none; makes the tables of what is kept, empty

create or replace table stage.unchanged_rows (
    filing_no integer, row_no integer
);

create or replace table stage.kept_patents (
    patent_key bigint,
    institution_id varchar,
    granted_on date,
    delivery_no integer
);

create or replace table stage.untouched_patents (
    patent_key bigint, patent_no bigint, granted_on date
);

create or replace table stage.kept_corrections (
    filing_no integer,
    row_no integer,
    field varchar,
    column_label varchar,
    column_letter varchar,
    value_before varchar,
    value varchar
);

create or replace table stage.kept_concerned (
    filing_no integer,
    row_no integer,
    institution_id varchar,
    patent_key bigint
);

create or replace table stage.kept_findings (
    filing_no integer,
    row_no integer,
    field varchar,
    column_label varchar,
    column_letter varchar,
    value varchar,
    rule varchar,
    severity varchar,
    detail varchar,
    is_note boolean
);

create or replace table stage.kept_cells (
    filing_no integer, row_no integer, field varchar, value varchar
);

create or replace table stage.kept_counts (
    filing_no integer,
    rows_in integer,
    rejected integer,
    identical integer,
    corrections integer
);

create or replace table stage.kept_unmatched (
    filing_no integer,
    name_key varchar,
    name varchar,
    rows_in integer,
    patent_keys bigint[],
    is_holder boolean,
    guesses struct(institution_id varchar, "name" varchar)[]
);

create or replace table stage.kept_finding_counts (
    delivery_no integer,
    institution_no integer,
    rule varchar,
    severity varchar,
    findings bigint,
    rejected_rows bigint
);

create or replace view stage.delivered_institutions as
from fresh_institutions;

create or replace view stage.delivered_patents as
from fresh_patents;

create or replace view stage.delivered_assessments as
from fresh_assessments;

create or replace view stage.delivered_evaluations as
from fresh_evaluations;

create or replace view stage.delivered_transfers as
from fresh_transfers;

create or replace view stage.delivered_products as
from fresh_products;

create or replace view stage.delivered_returns as
from fresh_returns;

create or replace view stage.delivered_sample_answers as
from fresh_sample_answers;

create or replace view stage.delivered_lapses as
from fresh_lapses;

create or replace view stage.delivered_exports as
from fresh_exports;

create or replace view stage.delivered_aliases as
from fresh_aliases;

create or replace view stage.compared_patents as
from delivered_patents;

create or replace view stage.compared_assessments as
from delivered_assessments;

create or replace view stage.compared_evaluations as
from delivered_evaluations;

create or replace view stage.compared_transfers as
from delivered_transfers;

create or replace view stage.compared_products as
from delivered_products;

create or replace view stage.compared_sample_answers as
from delivered_sample_answers;

create or replace view stage.compared_lapses as
from delivered_lapses;
