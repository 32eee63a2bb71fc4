-- question: which days lie after the day of receipt or before patent law began?
-- parameters: none
-- grain: filing_no, row_no, field

select
    days.filing_no,
    days.row_no,
    days.field,
    case
        when days.day < date '1985-04-01' then 'day_before_patent_law'
        else 'day_after_receipt'
    end as rule,
    'rejection' as severity,
    json_object('received_on', filing.received_on)::varchar as detail
from delivered_days as days
join filing
    on filing.filing_no = days.filing_no
where days.day < date '1985-04-01' or days.day > filing.received_on
