-- question: which kinds in which files were delivered, when, and in which order?
-- parameters: none
-- grain: filing_no

select
    deliveries.delivery_no,
    deliveries.received_on,
    deliveries.note,
    deliveries.as_of,
    -- What editions of earlier versions do not have.
    deliveries.* exclude (delivery_no, received_on, note, as_of),
    filings.filing_no,
    filings.sha256,
    filings.name,
    filings.kind,
    filings.rows_in,
    filings.accepted,
    filings.rejected,
    filings.identical,
    filings.corrections,
    filings.warnings
from deliveries
join filings using (delivery_no)
order by filings.filing_no
