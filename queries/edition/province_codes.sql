-- question: which codes of provinces are there?
-- parameters: none
-- grain: code

select code
from provinces
order by code
