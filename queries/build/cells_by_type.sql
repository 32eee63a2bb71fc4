-- question: how many of these cells can be read as each type of column?
-- parameters: cells, words
-- grain: one row

with cells as (
    select known(filled(trimmed(cell))) as cell
    from (select unnest($cells::varchar[]) as cell)
)
select
    count(cell) as texts,
    count(day(cell)) as days,
    count(flag(cell)) as flags,
    count(whole(cell)) as whole_numbers,
    count(yuan(cell, 1)) as amounts,
    count(*) filter (
        where list_contains($words::varchar[], lower(compact(cell)))
    ) as choices
from cells
