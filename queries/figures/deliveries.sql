-- question: what came with each delivery, and what became of its rows?
-- parameters: none
-- grain: delivery_no

select
    deliveries.delivery_no,
    deliveries.received_on,
    deliveries.note,
    count(distinct filings.sha256)::bigint as files,
    sum(filings.rows_in)::bigint as rows_in,
    sum(filings.accepted - filings.corrections)::bigint as fresh,
    sum(filings.corrections)::bigint as corrected,
    sum(filings.identical)::bigint as identical,
    sum(filings.rejected)::bigint as rejected,
    sum(filings.warnings)::bigint as warnings
from deliveries
join filings using (delivery_no)
group by all
order by deliveries.delivery_no desc
