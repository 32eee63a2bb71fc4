-- question: what does an edition say of itself?
-- parameters: none
-- grain: one row

select
    id, as_of, received_on, previous, synthetic, note, plan,
    tables.comment is not null as sealed
from edition
cross join duckdb_tables() as tables
where
    tables.database_name = current_database()
    and tables.schema_name = 'main'
    and tables.table_name = 'edition'
