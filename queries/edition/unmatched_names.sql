-- question: under which names are patents held that no institution is known by?
-- parameters: none
-- grain: name

with names as (
    select
        arg_max(name, filing_no) as name,
        len(list_distinct(flatten(list(patent_keys)))) as patents,
        any_value(guesses) as guesses
    from unmatched_holders
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
