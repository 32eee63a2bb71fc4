-- question: was anything accepted that is rejected now?
-- parameters: none
-- grain: filing_no, row_no

-- It may have decided what later rows were that are not here.
select 'rejections' as thing
from rejected_rows
semi join history_rows using (filing_no, row_no)
anti join rejected_before using (filing_no, row_no)
