-- question: from which day on can a page look back by months?
-- parameters: none
-- grain: one row

select transfers_from - 1 as first_day
from plan
