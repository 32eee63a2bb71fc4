-- question: which columns have the rows of a kind, as understood?
-- parameters: kind
-- grain: column

select column_name, data_type
from duckdb_columns()
where table_name = 'understood_' || $kind
order by column_index
