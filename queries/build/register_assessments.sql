-- question: what is known of the assessment of patents?
-- parameters: none
-- grain: patent_no, assessed_on

create or replace table assessments as
with once as (
    select
        patent_key,
        assessed_on,
        convertible,
        stars,
        willingness,
        maturity,
        state
    from passing_assessments
    anti join repeated_assessments using (filing_no, row_no)
),
brought_together as (
    select
        patent_key,
        assessed_on,
        latest(convertible, 'convertible', fields, filing_no, row_no)
            as convertible,
        latest(stars, 'stars', fields, filing_no, row_no) as stars,
        latest(willingness, 'willingness', fields, filing_no, row_no)
            as willingness,
        latest(maturity, 'maturity', fields, filing_no, row_no) as maturity,
        latest(state, 'state', fields, filing_no, row_no) as state
    from repeated_assessments
    anti join rejected_rows using (filing_no, row_no)
    group by patent_key, assessed_on
)
select
    patent_keys.patent_no,
    facts.assessed_on,
    facts.convertible,
    facts.stars::utinyint as stars,
    facts.willingness,
    facts.maturity::utinyint as maturity,
    facts.state
from (
    from once
    union all by name
    from brought_together
) as facts
join patent_keys using (patent_key)
order by patent_no, assessed_on;
