"""The transfers page answers an analyst's questions, checked against the register's own rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from milestones.editions.data_home import DataHome

from .running import Reader, load_details, reading

FIGURES = (
    "transfers_by_month",
    "transfer_modes",
    "contract_value",
    "transfer_homes",
    "transfer_flows",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SOUGHT = "status of 404"
"""Streamlit looks for its server below the page's address before it looks at the root."""


def counted(home: Path, sql: str) -> tuple[float, ...]:
    """Count in the register itself, by one plain query."""
    with DataHome(home).edition() as edition, edition.cursor() as cursor:
        row = cursor.execute(sql).fetchone()
    assert row is not None
    return row


def panel(reader: Reader, name: str) -> Locator:
    return reader.page.locator(f".st-key-panel_{name}")


def row(reader: Reader, figure: str, first: str) -> list[str]:
    """Open a figure's table and give the row that begins with a name."""
    panel(reader, figure).get_by_text("Table", exact=True).click()
    load_details(reader.page)
    rows = panel(reader, figure).locator("tbody tr")
    found = rows.filter(has=reader.page.get_by_role("cell", name=first, exact=True)).first
    return found.locator("td").all_inner_texts()


@pytest.mark.parametrize(("lang", "width", "scheme"), [("zh", 1440, "light"), ("en", 390, "dark")])
def test_every_figure_answers_its_question(
    browser: Browser, address: str, lang: str, width: int, scheme: str
) -> None:
    with reading(browser, address, lang=lang, width=width, scheme=scheme) as reader:
        page = reader.open("/transfers")
        assert page.evaluate(OVERFLOW) <= 0
        for name in FIGURES:
            end = "？" if lang == "zh" else "?"
            assert panel(reader, name).locator(".question").inner_text().endswith(end)
            assert len(panel(reader, name).locator(".caption").inner_text()) > 10
            assert panel(reader, name).locator(".main-svg text").count() > 3
        assert not [said for said in reader.complaints if SOUGHT not in said]


JIANGSU = (
    "select count(*), count(*) filter (transferee_province = '320000')"
    " from transfers join patents using (patent_no) join institutions using (institution_no)"
    " cross join edition where province = '320000' and recorded_on <= as_of and {}"
)


def test_one_province_is_answered_in_a_sentence(english: Reader, home: Path) -> None:
    english.open("/transfers?province=320000")
    caption = panel(english, "transfer_homes").locator(".caption").inner_text()
    total, kept = counted(home, JIANGSU.format("year(recorded_on) = 2025"))
    assert "of the recordals of Jiangsu since January 2024 go to Jiangsu itself" in caption
    assert f"2025: {kept / total:.1%} ({kept:,} of {total:,})" in caption


def test_growth_is_against_the_same_months_of_the_year_before(english: Reader, home: Path) -> None:
    now, before = counted(
        home,
        "select count(*) filter (recorded_on between date '2025-01-01' and date '2025-09-30'),"
        " count(*) filter (recorded_on between date '2024-01-01' and date '2024-09-30')"
        " from transfers",
    )
    english.open("/transfers?as_of=2025-09")
    caption = panel(english, "transfers_by_month").locator(".caption").inner_text()
    growth = f"{now / before - 1:+.1%}".replace("-", "−")
    assert f"Jan to Sept 2025: {now:,}, {growth}" in caption
    assert f"({before:,})" in caption


@pytest.fixture(scope="module")
def transfers(browser: Browser, address: str) -> Iterator[Reader]:
    """The page as it is before anything is chosen, for tests that choose nothing."""
    with reading(browser, address) as reader:
        reader.open("/transfers")
        yield reader


def test_what_share_of_jiangsus_transfers_goes_to_jiangsu(transfers: Reader, home: Path) -> None:
    total, kept = counted(home, JIANGSU.format("recorded_on >= date '2024-01-01'"))
    words = f"{kept / total:.1%} · {total:,}"
    assert words in panel(transfers, "transfer_homes").locator(".main-svg").first.text_content()
    total, kept = counted(home, JIANGSU.format("recorded_on >= date '2026-01-01'"))
    assert row(transfers, "transfer_homes", "Jiangsu")[1:5] == [
        "2026",
        f"{total:,}",
        f"{kept:,}",
        f"{kept / total:.1%}",
    ]


def test_what_has_no_amount_is_said_to_be_unknown(transfers: Reader, home: Path) -> None:
    total, unpriced = counted(
        home,
        "select count(*), count(*) filter (amount_cny is null) from transfers cross join edition"
        " where recorded_on between date '2024-01-01' and as_of",
    )
    caption = panel(transfers, "contract_value").locator(".caption").inner_text()
    assert f"{unpriced:,} of {total:,} recordals ({unpriced / total:.1%})" in caption
