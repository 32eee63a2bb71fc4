-- question: of which earlier filings must a cell be shown that the edition before did not show?
-- parameters: none
-- grain: filing_no

select
    filing.filing_no,
    filing.delivery_no,
    filing.received_on,
    filing.sha256,
    filing.name,
    deliveries.left_out,
    filing.kind
from filing
join deliveries using (delivery_no)
where
    filing.filing_no in (
        select offences.filing_no
        from offences
        semi join history_rows using (filing_no, row_no)
        anti join kept_cells using (filing_no, row_no, field)
    )
order by filing.filing_no
