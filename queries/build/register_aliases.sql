-- question: which other names of institutions has a person confirmed?
-- parameters: none
-- grain: name_key

create or replace table aliases as
select
    alias_key as name_key,
    latest(alias, 'alias', fields, filing_no, row_no) as alias,
    latest(institution_id, 'institution_id', fields, filing_no, row_no)
        as institution_id,
    latest(confirmed_on, 'confirmed_on', fields, filing_no, row_no)
        as confirmed_on,
    latest(note, 'note', fields, filing_no, row_no) as note
from passing_aliases
join filing_fields using (filing_no)
group by alias_key
order by name_key;
