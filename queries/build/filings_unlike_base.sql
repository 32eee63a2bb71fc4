-- question: do filings speak of more than the patents that they name?
-- parameters: none
-- grain: row of such a filing

-- What exports say hangs on all institutions and aliases, and is told in sums:
-- where they speak of an affected patent, all is judged anew.
select 'exports' as thing
from fresh_exports
union all
select 'exports'
from earlier_exports
semi join (
    from affected_patents
    union
    select patent_key
    from fresh_keys
) using (patent_key)
union all
-- What an earlier list of lapses came to hangs on what was told after it.
select 'lapses'
from earlier_lapses
semi join affected_patents using (patent_key)
union all
select 'aliases'
from fresh_aliases
