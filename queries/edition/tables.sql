-- question: which tables does an edition have?
-- parameters: none
-- grain: table_name

select table_name
from duckdb_tables()
where
    database_name = current_database()
    and schema_name = 'main'
    and not internal
order by table_name
