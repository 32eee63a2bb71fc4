-- question: where do new tables go: to the stage?
-- parameters: none
-- grain: none; names without a database are looked for in both, stage first

set search_path = 'stage.main,building.main'
