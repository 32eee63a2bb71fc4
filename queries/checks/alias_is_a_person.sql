-- question: which aliases are no name of an organization, but may be a person's?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'alias' as field,
    'alias_is_a_person' as rule,
    'rejection' as severity,
    null as detail
from delivered_aliases
where
    regexp_full_match(compact(alias), '\p{Han}{2,4}|\p{Han}+[·•]\p{Han}+')
    and not is_organization(alias)
