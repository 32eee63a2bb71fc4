-- question: which rows of products have a key that another row has too?
-- parameters: none
-- grain: filing_no, row_no

-- Kept in a table, as rows are looked up fast where keys are known to be few.
create or replace table stage.repeated_keys as
select patent_key
from passing_products
group by all
having count(*) > 1;

create or replace table stage.repeated_products as
select
    patent_key::varchar as key,
    delivery_no,
    filing_no,
    row_no,
    fields,
    patent_key,
    industrialized_on,
    product,
    revenue_cny,
    hash(
        fields,
        patent_key,
        industrialized_on,
        product,
        revenue_cny
    ) as content
from passing_products
join filing_fields using (filing_no)
semi join repeated_keys using (patent_key);

insert into repeated_cells
select 'products' as kind, *
from unlike_cells('repeated_products');

insert into outcomes
select filing_no, row_no, 'identical' as outcome
from alike_rows('repeated_products');
