-- question: what is known of the evaluation of patents by enterprises?
-- parameters: none
-- grain: patent_no, evaluated_on, enterprise

create or replace table evaluations as
with once as (
    select
        patent_key,
        evaluated_on,
        enterprise,
        enterprise_province,
        stars,
        intent
    from passing_evaluations
    anti join repeated_evaluations using (filing_no, row_no)
),
brought_together as (
    select
        patent_key,
        evaluated_on,
        enterprise,
        latest(
            enterprise_province, 'enterprise_province',
            fields, filing_no, row_no
        ) as enterprise_province,
        latest(stars, 'stars', fields, filing_no, row_no) as stars,
        latest(intent, 'intent', fields, filing_no, row_no) as intent
    from repeated_evaluations
    anti join rejected_rows using (filing_no, row_no)
    group by patent_key, evaluated_on, enterprise
)
select
    patent_keys.patent_no,
    facts.evaluated_on,
    facts.enterprise,
    facts.enterprise_province,
    facts.stars::utinyint as stars,
    facts.intent
from (
    from once
    union all by name
    from brought_together
) as facts
join patent_keys using (patent_key)
order by patent_no, evaluated_on, enterprise;
