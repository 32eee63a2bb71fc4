-- question: what is one institution called?
-- parameters: institution
-- grain: institution_id

select institution_id, name, name_en
from institutions
where institution_id = $institution
