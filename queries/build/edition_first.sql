-- question: where do new tables go: to the edition?
-- parameters: none
-- grain: none; names without a database are looked for in both, edition first

set search_path = 'building.main,stage.main'
