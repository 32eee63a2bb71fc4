-- question: which aliases are the registered name of another institution?
-- parameters: none
-- grain: filing_no, row_no, field

with named as (
    select name_key(name) as alias_key, list(institution_id) as institution_ids
    from institutions
    group by name_key(name)
)
select
    passing_aliases.filing_no,
    passing_aliases.row_no,
    'alias' as field,
    'alias_is_a_name' as rule,
    'rejection' as severity,
    json_object('institution_id', named.institution_ids[1])::varchar as detail
from passing_aliases
join named using (alias_key)
where not list_contains(named.institution_ids, passing_aliases.institution_id)
