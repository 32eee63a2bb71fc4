-- question: which institutions are there?
-- parameters: none
-- grain: institution_id

select institution_id
from institutions
order by institution_id
