"""A small register whose names are hostile, in two editions, and files of its figures.

Zhejiang's university is called like a formula, its department like a command; Beijing's has a
comma and quotation marks. Each has eight patents due; what becomes of them fills every figure
with at least one number.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from small_home import Steward, application_no

from milestones.editions.edition import Edition
from milestones.export.figure_export import FigureExport, export_figure
from milestones.export.stamp import Stamp
from milestones.figures.compute import compute_figure
from milestones.i18n import LANGS
from milestones.selection import Selection

NUMBERS = [application_no(serial) for serial in range(201, 217)]
FORMULA, COMMAND, AWKWARD = "=HYPERLINK(1)示范大学", "＝cmd|示范部", '示范"学院",一部'
INSTITUTIONS = f"""
    institution_id,name,kind,province,department,name_en
    U1,{FORMULA},university,330000,{COMMAND},@Demo University
    U2,"{AWKWARD.replace('"', '""')}",university,110000,教育部,-Demo College
"""
STAMP = Stamp(
    figure="pipeline",
    selection="province=330000&department=%E6%95%99%E8%82%B2%E9%83%A8",
    as_of="2025-06-30",
    edition="0123456789abcdef",
    plan="stock_patents@0123456789ab",
    rules="1.0123456789ab",
    values="0" * 64,
    langs=("zh",),
)
"""The stamp of no edition, to be written and read back."""
OWN = Selection(provinces=("330000", "110000"), fields=(1, 0), institution="U1")


def tell(folder: Path) -> Steward:
    """Publish the register's two deliveries in a new home."""
    steward = Steward(folder)
    pool = {number: f"2024-03-{day:02},是,{stars}" for number, day, stars in _pool()}
    rest = {number: "2024-11-20,否,2" for number in NUMBERS[6:15]}
    steward.deliver(
        received_on=date(2025, 1, 10),
        institutions=INSTITUTIONS,
        patents=_patents(),
        assessments=_lines("application_no,assessed_on,convertible,stars", {**pool, **rest}),
        evaluations=_lines(
            "application_no,evaluated_on,enterprise,enterprise_province,stars",
            {
                NUMBERS[0]: "2024-05-06,示范企业,320000,5",
                NUMBERS[8]: "2024-06-07,示范企业,110000,4",
            },
        ),
    )
    steward.deliver(
        received_on=date(2025, 7, 10),
        more=_lines("application_no,assessed_on,convertible", {NUMBERS[15]: "2025-03-01,否"}),
        transfers=_lines(
            "application_no,recorded_on,mode,transferee,transferee_province,amount_cny",
            {
                NUMBERS[0]: "2024-08-15,assignment,示范企业,320000,250000.55",
                NUMBERS[8]: "2025-01-15,licence,示范企业,110000,",
            },
        ),
        products=_lines("application_no,industrialized_on", {NUMBERS[0]: "2025-05-05"}),
    )
    return steward


@cache
def sheets(
    edition: Edition, figure: str, selection: Selection = OWN, langs: tuple[str, ...] = LANGS
) -> tuple[FigureExport, ...]:
    """Compute a figure once and give its sheets, one a language."""
    return made(edition, figure, selection, langs)


def made(
    edition: Edition, figure: str, selection: Selection = OWN, langs: tuple[str, ...] = LANGS
) -> tuple[FigureExport, ...]:
    """Make the sheets anew."""
    result = compute_figure(figure, edition, selection)
    return tuple(export_figure(result, edition, lang) for lang in langs)


def _pool() -> list[tuple[str, int, int]]:
    return [(NUMBERS[at], at + 1, 5 if at % 2 else 3) for at in (0, 1, 2, 3, 8, 9)]


def _patents() -> str:
    rows = {
        number: f"{'U1' if at < 8 else 'U2'},2019-05-06,2016-01-01,{'H01B1/00' if at % 3 else ''}"
        for at, number in enumerate(NUMBERS)
    }
    return _lines("application_no,institution_id,granted_on,filed_on,ipc", rows)


def _lines(header: str, rows: dict[str, str]) -> str:
    return "\n".join([header, *(f"{key},{row}" for key, row in rows.items())])
