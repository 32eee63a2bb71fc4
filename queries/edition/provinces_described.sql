-- question: which provinces are there, where do they stand on the map, does the plan cover them?
-- parameters: none
-- grain: code

select code, name_en, abbr, tile_row, tile_column, covered
from provinces
order by code
