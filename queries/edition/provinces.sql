-- question: which provinces have institutions?
-- parameters: none
-- grain: province

select distinct province
from institutions
order by province
