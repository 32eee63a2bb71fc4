-- question: which rows of this delivery say something new, and which patents do they concern?
-- parameters: none
-- grain: filing_no, row_no; affected_patents: patent_key

create or replace macro agrees(field, fields, said, known) as
said is not distinct from known or not list_contains(fields, field);

create or replace macro rows_of_known_patents(source) as table
    select rows.*, filing_fields.fields, patents.patent_no
    from query_table(source) as rows
    join filing_fields
        on filing_fields.filing_no = rows.filing_no
    left join base.patents
        on patents.patent_key = rows.patent_key;

create or replace table stage.unlike as
select fresh.filing_no, fresh.row_no, fresh.patent_key
from fresh_patents as fresh
join filing_fields
    on filing_fields.filing_no = fresh.filing_no
left join base_patents as known
    on known.patent_key = fresh.patent_key
where
    known.patent_no is null
    or known.institution_id is distinct from fresh.institution_id
    or known.patent_no in (select holders.patent_no from base.holders)
    or not (
        agrees('granted_on', fields, fresh.granted_on, known.granted_on)
        and agrees('filed_on', fields, fresh.filed_on, known.filed_on)
        and agrees('lapsed_on', fields, fresh.lapsed_on, known.lapsed_on)
        and agrees('title', fields, fresh.title, known.title)
        and agrees('ipc', fields, fresh.ipc, known.ipc)
        and agrees(
            'publicly_funded', fields,
            fresh.publicly_funded, known.publicly_funded
        )
        and agrees(
            'transformed_before', fields,
            fresh.transformed_before, known.transformed_before
        )
        and agrees('holder_rank', fields, fresh.holder_rank, known.holder_rank)
    )
union all
select fresh.filing_no, fresh.row_no, fresh.patent_key
from rows_of_known_patents('fresh_assessments') as fresh
left join base.assessments as known
    on
        known.patent_no = fresh.patent_no
        and known.assessed_on = fresh.assessed_on
where
    known.patent_no is null
    or not (
        agrees('convertible', fields, fresh.convertible, known.convertible)
        and agrees('stars', fields, fresh.stars, known.stars)
        and agrees('willingness', fields, fresh.willingness, known.willingness)
        and agrees('maturity', fields, fresh.maturity, known.maturity)
        and agrees('state', fields, fresh.state, known.state)
    )
union all
select fresh.filing_no, fresh.row_no, fresh.patent_key
from rows_of_known_patents('fresh_evaluations') as fresh
left join base.evaluations as known
    on
        known.patent_no = fresh.patent_no
        and known.evaluated_on = fresh.evaluated_on
        and known.enterprise = fresh.enterprise
where
    known.patent_no is null
    or not (
        agrees(
            'enterprise_province', fields,
            fresh.enterprise_province, known.enterprise_province
        )
        and agrees('stars', fields, fresh.stars, known.stars)
        and agrees('intent', fields, fresh.intent, known.intent)
    )
union all
select fresh.filing_no, fresh.row_no, fresh.patent_key
from rows_of_known_patents('fresh_transfers') as fresh
left join base.transfers as known
    on
        known.patent_no = fresh.patent_no
        and known.recorded_on = fresh.recorded_on
        and known.mode = fresh.mode
        and known.transferee is not distinct from fresh.transferee
where
    known.patent_no is null
    or not (
        agrees(
            'transferee_province', fields,
            fresh.transferee_province, known.transferee_province
        )
        and agrees('amount_cny', fields, fresh.amount_cny, known.amount_cny)
    )
union all
select fresh.filing_no, fresh.row_no, fresh.patent_key
from rows_of_known_patents('fresh_products') as fresh
left join base.products as known
    on known.patent_no = fresh.patent_no
where
    known.patent_no is null
    or not (
        agrees(
            'industrialized_on', fields,
            fresh.industrialized_on, known.industrialized_on
        )
        and agrees('product', fields, fresh.product, known.product)
        and agrees('revenue_cny', fields, fresh.revenue_cny, known.revenue_cny)
    )
union all
select fresh.filing_no, fresh.row_no, fresh.patent_key
from rows_of_known_patents('fresh_sample_answers') as fresh
left join base.sample_answers as known
    on
        known.patent_no = fresh.patent_no
        and known.sampled_on = fresh.sampled_on
where
    known.patent_no is null
    or not (
        agrees('is_right', fields, fresh.is_right, known.is_right)
        and agrees('fault', fields, fresh.fault, known.fault)
        and agrees(
            'inspector_unit', fields, fresh.inspector_unit, known.inspector_unit
        )
        and agrees(
            'stratified_by', fields, fresh.stratified_by, known.stratified_by
        )
    )
union all
select fresh.filing_no, fresh.row_no, fresh.patent_key
from fresh_lapses as fresh
left join base_patents as known
    on known.patent_key = fresh.patent_key
where
    coalesce(known.lapsed_on <> fresh.lapsed_on, true)
    or known.patent_no in (select holders.patent_no from base.holders);

create or replace view stage.fresh_keys as
select filing_no, row_no, patent_key from fresh_patents
union all
select filing_no, row_no, patent_key from fresh_assessments
union all
select filing_no, row_no, patent_key from fresh_evaluations
union all
select filing_no, row_no, patent_key from fresh_transfers
union all
select filing_no, row_no, patent_key from fresh_products
union all
select filing_no, row_no, patent_key from fresh_sample_answers
union all
select filing_no, row_no, patent_key from fresh_lapses;

-- Patents that earlier rows gave to an institution which comes only now.
create or replace view stage.awaited_patents as
select patent_key
from earlier_patents
semi join (
    select institution_id
    from fresh_institutions
    anti join base.institutions using (institution_id)
) using (institution_id);

-- A patent that one row changes is judged anew with all its rows.
create or replace table stage.affected_patents as
select patent_key
from unlike
where patent_key is not null
union
select patent_key
from awaited_patents
where patent_key is not null;

create or replace view stage.unchanged_rows as
select filing_no, row_no
from fresh_keys
anti join affected_patents using (patent_key)
where patent_key is not null;

create or replace macro stage.rows_of_patents(source, patents) as table
    from query_table(source) as rows
    where
        rows.patent_key is null
        or rows.patent_key in (
            select chosen.patent_key from query_table(patents) as chosen
        );

-- Those without which later deliveries cannot be judged. Where a row is
-- rejected that may be accepted later, what came after it counts.
create or replace table stage.remembered_patents as
from affected_patents
union
select base_patents.patent_key
from base.findings
join base.concerned using (filing_no, row_no)
join base_patents using (patent_no)
where findings.severity = 'rejection';

-- A lapse counts for holders who come after it.
create or replace view stage.needless_rows as
select fresh_keys.filing_no, fresh_keys.row_no
from fresh_keys
anti join fresh_lapses
    on
        fresh_lapses.filing_no = fresh_keys.filing_no
        and fresh_lapses.row_no = fresh_keys.row_no
anti join remembered_patents
    on remembered_patents.patent_key = fresh_keys.patent_key
where fresh_keys.patent_key is not null;
