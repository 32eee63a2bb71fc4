-- question: to which part of the patents does each row of a reading belong?
-- parameters: parts
-- grain: filing_no, row_no

-- All rows of a patent come together; one without a right number may be
-- anywhere.
select
    *,
    (hash(coalesce(patent_key, row_no)) % $parts)::integer as part
from reading_rows
order by part
