-- question: what does the edition before say of its filings, and which are its patents?
-- parameters: none
-- grain: filing_no; base_patents: patent_no

insert into filing
select
    filings.filing_no,
    filings.delivery_no,
    deliveries.received_on,
    filings.sha256,
    filings.name,
    filings.kind,
    filings.fields,
    filings.amount_factor,
    filings.reading
from base.filings
join base.deliveries using (delivery_no);

insert into building.filing_columns
from base.filing_columns;

create or replace view stage.base_patents as
select patents.*, institutions.institution_id
from base.patents
join base.institutions using (institution_no);
