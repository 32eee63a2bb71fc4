-- question: what does an edition say of itself?
-- parameters: none
-- grain: one row

select id, as_of, received_on, previous, synthetic, note, plan
from edition
