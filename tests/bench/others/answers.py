"""What both other pages show of the register: each answer is asked of DuckDB when it is wanted,
of a flat table that was prepared when the server started."""

from __future__ import annotations

import os
from dataclasses import dataclass

import duckdb
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

REGISTER = "BENCH_REGISTER"
"""The environment's name of the DuckDB file."""
PROGRESS = """
    create table progress as
        select name_zh as province, institutions.name as institution, assessed_on, stars
        from register.patents join register.institutions using (institution_no)
            join register.provinces on institutions.province = code
            left join (
                select patent_no, min(assessed_on) as assessed_on, max(stars) as stars
                from register.assessments group by patent_no) using (patent_no)
        where is_due
"""
CHOSEN = "from progress where len($names) = 0 or province in (select unnest($names))"
TILES = f"select count(*) as due, count(assessed_on) as assessed {CHOSEN}"
BY_PROVINCE = f"""
    select province, count(assessed_on) / count(*) as share {CHOSEN} group by all order by share
"""
BY_MONTH = f"""
    select date_trunc('month', assessed_on) as month, count(assessed_on) as assessed
    {CHOSEN} group by all having assessed > 0 order by month
"""
BY_INSTITUTION = f"""
    select institution, count(*) as due, count(assessed_on) as assessed, avg(stars) as stars
    {CHOSEN} group by all order by due desc, institution limit 100
"""


@dataclass(frozen=True)
class Answers:
    """What was chosen, counted."""

    due: int
    assessed: int
    by_province: pd.DataFrame
    by_month: pd.DataFrame
    by_institution: pd.DataFrame


def connect() -> duckdb.DuckDBPyConnection:
    """Hold the patents that are due in memory, a row each with all that the page wants of it."""
    connection = duckdb.connect()
    connection.execute(f"attach '{os.environ[REGISTER]}' as register (read_only)")
    connection.execute(PROGRESS)
    return connection


def provinces(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Give the names of the provinces."""
    named = connection.sql("select distinct province from progress order by province").fetchall()
    return [name for (name,) in named]


def ask(connection: duckdb.DuckDBPyConnection, chosen: tuple[str, ...]) -> Answers:
    """Count for these provinces; none chosen is all."""

    def frame(query: str) -> pd.DataFrame:
        return connection.cursor().execute(query, {"names": list(chosen)}).df()

    tiles = frame(TILES).iloc[0]
    frames = map(frame, (BY_PROVINCE, BY_MONTH, BY_INSTITUTION))
    return Answers(int(tiles["due"]), int(tiles["assessed"]), *frames)


def figures(answers: Answers) -> tuple[go.Figure, go.Figure]:
    """Draw both charts as most people would."""
    bars = px.bar(answers.by_province, x="share", y="province", title="Assessed by province")
    line = px.line(answers.by_month, x="month", y="assessed", title="Assessed by month")
    return bars, line
