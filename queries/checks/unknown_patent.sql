-- question: which rows name a patent that no filing has brought?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'application_no' as field,
    'unknown_patent' as rule,
    'rejection' as severity,
    null as detail
from delivered_facts
anti join patent_keys using (patent_key)
where patent_key is not null
