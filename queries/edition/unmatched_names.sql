-- question: which names in exports and lists is no institution known by?
-- parameters: none
-- grain: name

with names as (
    select
        arg_max(name, filing_no) as name,
        coalesce(len(list_distinct(flatten(list(patent_keys)))), 0) as patents,
        any_value(guesses) as guesses
    from unmatched_names
    group by name_key
)
select
    name,
    patents,
    coalesce(
        list_transform(guesses, lambda guess: guess.institution_id), []
    ) as guessed_ids,
    coalesce(list_transform(guesses, lambda guess: guess.name), [])
        as guessed_names
from names
order by len(guessed_ids) = 0, patents desc, name
