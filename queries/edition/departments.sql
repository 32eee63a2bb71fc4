-- question: which departments are in charge of institutions?
-- parameters: none
-- grain: department

select distinct department
from institution_departments
order by department
