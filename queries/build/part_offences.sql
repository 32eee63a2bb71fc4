-- question: which rows of this part have cells beyond the header?
-- parameters: none
-- grain: none; adds what was found in the cells as delivered, which no part has

insert into offences by name
from offences_of_cells
semi join delivered_gaps using (filing_no, row_no);
