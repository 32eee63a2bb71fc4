"""The register as it follows from the Parquet files alone, for the tests to count.

Only what DuckDB reads from the files is used here, nothing of the code that wrote them. Rows typed
by hand (corrections and deliberate errors, a few dozen) are left out.
"""

from collections.abc import Sequence
from datetime import date

import duckdb

from milestones.synthetic import Delivery

_KINDS = ("institutions", "patents", "assessments", "evaluations", "transfers", "products")

_REGISTER = """
    create table institution as
    select
        institution_id,
        arg_max(kind, received_on) as kind,
        arg_max(province, received_on) as province,
        arg_max(department, received_on) as department
    from institutions group by institution_id;

    create table patent as
    select
        patents.application_no,
        patents.institution_id,
        patents.kind,
        patents.granted_on,
        patents.filed_on,
        coalesce(lapses.lapsed_on, patents.lapsed_on, date '9999-12-31') as lapsed_on,
        patents.granted_on <= date '2023-12-31'
        and coalesce(lapses.lapsed_on, patents.lapsed_on, date '9999-12-31') > date '2023-12-31'
            as valid_at_cutoff,
        valid_at_cutoff and not transformed_before as is_due,
        institution.kind as holder,
        institution.province
    from patents
    join institution on institution.institution_id = patents.institution_id
    left join lapses on lapses.application_no = patents.application_no
    where coalesce(holder_rank, 1) = 1;

    create table first_assessment as
    select application_no, min(assessed_on) as assessed_on
    from assessments join patent using (application_no)
    where is_due group by application_no;

    create macro latest(day) as table
    select
        application_no,
        arg_max(convertible, assessed_on) as pooled,
        arg_max(convertible and coalesce(stars, 0) >= 4, assessed_on) as good
    from assessments
    join patent using (application_no)
    where assessed_on <= day and is_due group by application_no;
"""


def read(deliveries: Sequence[Delivery]) -> duckdb.DuckDBPyConnection:
    """A database with one table a kind (`received_on` added) and the register they make."""
    connection = duckdb.connect()
    for kind in _KINDS:
        _read_kind(connection, deliveries, kind, kind)
    _read_kind(connection, deliveries, "patents_lapsed", "lapses")
    connection.execute(_REGISTER)
    return connection


def _read_kind(
    connection: duckdb.DuckDBPyConnection,
    deliveries: Sequence[Delivery],
    name: str,
    table: str,
) -> None:
    paths = [str(path) for delivery in deliveries for path in delivery.paths if path.stem == name]
    if not paths:
        connection.execute(
            f"create table {table} (application_no varchar, lapsed_on date, received_on date)"
        )
        return
    connection.execute(
        f"create table {table} as select * exclude (filename), "
        "split_part(filename, '/', -2)::date as received_on "
        "from read_parquet($paths, filename = true)",
        {"paths": paths},
    )


def number(connection: duckdb.DuckDBPyConnection, sql: str, **params: object) -> float:
    """The single number that a query gives."""
    row = connection.execute(sql, params or None).fetchone()
    assert row is not None
    return float(row[0])


def day(text: str) -> date:
    """Short for date.fromisoformat."""
    return date.fromisoformat(text)
