-- question: which patents are in industrial use, and since when?
-- parameters: none
-- grain: patent_no

create or replace table products as
with once as (
    select
        patent_key,
        industrialized_on,
        product,
        revenue_cny
    from passing_products
    anti join repeated_products using (filing_no, row_no)
),
brought_together as (
    select
        patent_key,
        latest(
            industrialized_on, 'industrialized_on', fields, filing_no, row_no
        ) as industrialized_on,
        latest(product, 'product', fields, filing_no, row_no) as product,
        latest(revenue_cny, 'revenue_cny', fields, filing_no, row_no)
            as revenue_cny
    from repeated_products
    anti join rejected_rows using (filing_no, row_no)
    group by patent_key
)
select
    patent_keys.patent_no,
    facts.industrialized_on,
    facts.product,
    facts.revenue_cny
from (
    from once
    union all by name
    from brought_together
) as facts
join patent_keys using (patent_key)
order by patent_no;
