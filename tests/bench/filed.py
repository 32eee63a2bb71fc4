"""The register of an edition written back as seven Parquet filings without a fault."""

from __future__ import annotations

from pathlib import Path

import duckdb

NUMBERED = "join patents using (patent_no)"
FILED = {
    "institutions": (
        "select institution_id, name, kind, province, any_value(department) as department"
        " from institutions left join institution_departments using (institution_no) group by all"
    ),
    "patents": (
        "select application_no, institution_id, granted_on, title, patents.kind, filed_on,"
        " lapsed_on, ipc, publicly_funded, case when not is_due and granted_on <= cutoff"
        " and (lapsed_on is null or lapsed_on > cutoff) then true end as transformed_before"
        " from patents join institutions using (institution_no) cross join plan"
    ),
    "assessments": (
        "select application_no, assessed_on, convertible, stars, willingness, maturity, state"
        f" from assessments {NUMBERED}"
    ),
    "evaluations": (
        "select application_no, evaluated_on, enterprise, enterprise_province,"
        f" evaluations.stars, intent from evaluations {NUMBERED}"
    ),
    "transfers": (
        "select application_no, recorded_on, mode, transferee, transferee_province,"
        f" amount_cny as 合同金额（元） from transfers {NUMBERED}"
    ),
    "products": (
        "select application_no, industrialized_on, product, revenue_cny as 销售收入（元）"
        f" from products {NUMBERED}"
    ),
}
NEWS = f"""
    select application_no, as_of as assessed_on, convertible, least(assessments.stars + 1, 5)
        as stars, willingness, maturity, state
    from assessments {NUMBERED} join institutions using (institution_no) cross join edition
    where province = (select mode(province) from institutions)
        and assessments.stars is not null
    order by application_no
"""


def write(edition: Path, folder: Path) -> Path:
    """Write the filings into a folder, and give it."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(edition), read_only=True) as connection:
        for name, rows in FILED.items():
            connection.sql(rows).write_parquet(str(folder / f"{name}.parquet"))
    return folder


def write_news(edition: Path, rows: str, path: Path) -> None:
    """Write assessments of the province with most patents, one star better and of the last day."""
    with duckdb.connect(str(edition), read_only=True) as connection:
        connection.sql(f"{NEWS} {rows}").write_parquet(str(path))
