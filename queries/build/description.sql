-- question: which tables does an edition open with?
-- parameters: none
-- grain: none; makes the tables that say what the edition is made from

create table building.edition (
    id varchar,
    as_of date,
    received_on date,
    previous varchar,
    synthetic boolean,
    note varchar,
    plan varchar
);

create table building.plan (
    id varchar,
    cutoff date,
    transfers_from date,
    good_prospects_stars integer
);

create table building.deliveries (
    delivery_no integer,
    received_on date,
    note varchar,
    as_of date,
    left_out varchar[]
);

create table filing (
    filing_no integer,
    delivery_no integer,
    received_on date,
    sha256 varchar,
    name varchar,
    kind varchar,
    fields varchar[],
    amount_factor integer,
    reading varchar
);

create view filing_fields as
select filing_no, delivery_no, fields
from filing;

create table building.filing_columns (
    filing_no integer,
    field varchar,
    label varchar,
    letter varchar
);

create table note (
    filing_no integer,
    row_no integer,
    field varchar,
    rule varchar,
    severity varchar,
    detail varchar
);
