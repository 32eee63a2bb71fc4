"""The reference tables hold together, and keep apart what must not be mixed."""

import csv
import os
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from milestones import query

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
REAL = os.environ.get("MILESTONES_REAL_FILES", "")
REASONS = {"header", "total", "subtotal", "several", "not_a_province"}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def rows(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def key(form):
    return "".join(unicodedata.normalize("NFKC", form).split()).lower()


PROVINCES = rows(REFERENCE / "provinces.csv")
FORMS = {row["key"]: row for row in rows(REFERENCE / "province_forms.csv")}
PUBLISHED = rows(REFERENCE / "published.csv")
FIELDS = rows(REFERENCE / "fields.csv")
IPC = rows(REFERENCE / "ipc_fields.csv")


def test_the_build_names_the_columns_of_each_table_in_their_order():
    """It reads them by place."""
    tables = re.findall(r"/(\w+)\.csv'(.*?)\n    \}", query.sql("build/reference"), re.DOTALL)
    assert len(tables) == 6
    for table, columns in tables:
        named = re.findall(r"'(\w+)': '", columns)
        assert named == list(rows(REFERENCE / f"{table}.csv")[0]), table


# Provinces


def test_the_plan_covers_31_of_34_provinces():
    assert len({row["code"] for row in PROVINCES}) == len(PROVINCES) == 34
    covered = [row["code"] for row in PROVINCES if row["covered"] == "true"]
    assert len(covered) == 31
    assert {row["code"] for row in PROVINCES} - set(covered) == {"710000", "810000", "820000"}


def test_names_abbreviations_and_tiles_are_each_taken_once():
    for columns in (["name_zh"], ["full_zh"], ["name_en"], ["abbr"], ["tile_row", "tile_column"]):
        assert len({tuple(row[name] for name in columns) for row in PROVINCES}) == 34, columns


def test_the_ministrys_institutions_add_up():
    assert sum(int(row["regular_heis_2025"] or 0) for row in PROVINCES) == 2919
    blank = {row["code"] for row in PROVINCES if not row["regular_heis_2025"]}
    assert blank == {row["code"] for row in PROVINCES if row["covered"] == "false"}


def test_the_provinces_names_are_known_forms():
    for row in PROVINCES:
        for name in ("code", "name_zh", "full_zh", "name_en"):
            assert FORMS[key(row[name])]["code"] == row["code"]


def test_every_form_has_its_key_and_either_a_code_or_a_reason():
    assert len(FORMS) == len(rows(REFERENCE / "province_forms.csv"))
    codes = {row["code"] for row in PROVINCES}
    for row in FORMS.values():
        assert row["key"] == key(row["form"].replace("\\n", "\n"))
        assert (row["code"] in codes) != (row["reason"] in REASONS)
        assert bool(row["code"]) != bool(row["reason"])


@pytest.mark.parametrize(
    ("form", "code", "reason"),
    [
        ("　浙　江　省　", "330000", ""),
        ("ZHEJIANG", "330000", ""),
        ("Ｚｈｅｊｉａｎｇ", "330000", ""),
        ("内 蒙 古", "150000", ""),
        ("上海市\n中国科学院", "310000", ""),
        ("新疆生产建设兵团", "650000", ""),
        ("Tibet", "540000", ""),
        ("四藏", "540000", ""),
        ("全    国", "", "total"),
        ("地 区", "", "header"),
        ("东北", "", "subtotal"),
        ("Hong Kong,\nMacao & Taiwan", "", "several"),
        ("Ｈong Kong，", "", "several"),
        ("国 外", "", "not_a_province"),
    ],
)
def test_forms_are_found_whatever_their_white_space_width_and_case(form, code, reason):
    assert (FORMS[key(form)]["code"], FORMS[key(form)]["reason"]) == (code, reason)


@pytest.mark.real
@pytest.mark.skipif(not REAL, reason="MILESTONES_REAL_FILES is not set")
def test_every_form_seen_in_real_files_is_known():
    seen = rows(Path(REAL) / "province_forms_seen.csv")
    assert len(seen) == 48
    for row in seen:
        for form in row["raw_form"].replace("\\n", "\n").split(" / "):
            assert FORMS[key(form)]["code"] == row["gb2260"], form


# Published figures


def published(indicator, scope="universities+research_institutions"):
    return [
        (row["as_of"], row["universe"], float(row["value"]))
        for row in PUBLISHED
        if (row["indicator"], row["scope"]) == (indicator, scope)
    ]


def test_every_published_figure_has_its_source_universe_and_day():
    for row in PUBLISHED:
        assert all(row[name] for name in ("indicator", "scope", "universe", "unit", "source"))
        assert date.fromisoformat(row["as_of"])
        assert float(row["value"]) > 0
        assert row["bound"] in ("", "more than", "approx")
        assert row["precision"] in ("day", "half-year", "year")
        assert re.fullmatch(r"(\d{4}(-\d\d-\d\d)?)?", row["published_on"])
        assert row["url"].startswith("http") or not row["url"]


def test_no_figure_is_published_twice():
    names = ("indicator", "scope", "universe", "as_of")
    assert max(Counter(tuple(row[name] for name in names) for row in PUBLISHED).values()) == 1


def test_all_patents_and_inventions_assessed_are_separate_rows():
    """Trap: 914,000 and 1,349,000 are patents of all kinds, 636,000 and 850,000 inventions."""
    assert published("assessed") == [
        ("2024-04-24", "all patents", 914_000),
        ("2024-04-24", "inventions", 636_000),
        ("2024-06-30", "inventions", 850_000),
        ("2024-11-29", "all patents", 1_349_000),
    ]


def test_the_two_shares_assessed_have_two_names_and_two_universes():
    """Trap: over 60 % of all valid inventions, then over 95 % of the inventions due."""
    (april,), (june,) = published("assessed_share"), published("assessment_coverage")
    assert april == ("2024-04-24", "inventions over all valid inventions", 60)
    assert june == ("2024-06-30", "inventions over inventions due", 95)
    assert june[2] / 100 > 850_000 / 1_023_000
    bounds = {row["bound"] for row in PUBLISHED if row["indicator"] in ("assessed_share",)}
    assert bounds == {"more than"}


def test_recordals_of_a_half_year_and_of_a_year_are_told_apart():
    """Trap: 23,000 and 76,000 are different counts."""
    told = {
        (row["precision"], row["value"])
        for row in PUBLISHED
        if row["indicator"] == "transfer_recordals" and row["scope"].startswith("universities")
    }
    assert told == {("half-year", "23000"), ("year", "76000")}


def test_rates_keep_their_names():
    """Trap: industrialization, implementation and licence rates are different ratios."""
    rates = {row["indicator"] for row in PUBLISHED if row["indicator"].endswith("_rate")}
    assert rates == {"industrialization_rate", "implementation_rate", "licence_rate"}


def test_published_figures_are_told_in_both_languages():
    pairs = [("indicator_en", "indicator_zh"), ("source", "source_zh"), ("note", "note_zh")]
    for row in PUBLISHED:
        for english, chinese in [*pairs, ("scope_en", "scope_zh"), ("universe", "universe_zh")]:
            assert bool(row[english]) == bool(CHINESE.search(row[chinese])), row
            assert not CHINESE.search(row[english])


# Fields of technology


def field_of(symbol):
    """Look a symbol up as the register does: sub-class and main group, else the sub-class."""
    found = {(row["subclass"], row["main_group"]): int(row["field"]) for row in IPC}
    subclass, group = symbol[:4], symbol[4:].partition("/")[0].strip()
    return found.get((subclass, group)) or found.get((subclass, ""), 0)


def test_there_are_35_fields_in_5_sectors_and_all_are_reached():
    assert [int(row["field"]) for row in FIELDS] == list(range(1, 36))
    assert Counter(row["sector_en"] for row in FIELDS) == {
        "Electrical engineering": 8,
        "Instruments": 5,
        "Chemistry": 11,
        "Mechanical engineering": 8,
        "Other fields": 3,
    }
    assert len({(row["sector_zh"], row["sector_en"]) for row in FIELDS}) == 5
    assert len({row["name_zh"] for row in FIELDS}) == len({row["name_en"] for row in FIELDS}) == 35
    assert {int(row["field"]) for row in IPC if row["origin"] == "WIPO"} == set(range(1, 36))


def test_every_place_of_the_ipc_has_one_field():
    assert len({(row["subclass"], row["main_group"]) for row in IPC}) == len(IPC)
    for row in IPC:
        assert re.fullmatch(r"[A-H]\d\d[A-Z]", row["subclass"])
        assert re.fullmatch(r"(|[1-9]\d*)", row["main_group"])


def test_a_sub_class_is_either_whole_or_divided():
    whole = {row["subclass"] for row in IPC if not row["main_group"]}
    divided = {row["subclass"] for row in IPC if row["main_group"]}
    assert divided == {"A61K", "B01D", "C13B", "E01F", "G01N", "H04N"}
    assert not whole & divided


def test_the_table_of_wipo_is_complete():
    origins = Counter(row["origin"] for row in IPC)
    assert origins == {"WIPO": 761, "successor": 16}


def test_a_successor_has_the_field_of_the_place_it_was_split_from():
    for row in IPC:
        assert bool(row["split_from"]) == (row["origin"] == "successor")
        if row["split_from"]:
            assert int(row["field"]) == field_of(row["split_from"].replace(" ", ""))


@pytest.mark.parametrize(
    ("symbol", "field"),
    [
        ("A61K31/00", 16), ("A61K8/02", 14), ("A61K", 0), ("A61B5/00", 13), ("G06Q10/06", 7),
        ("G06F17/30", 6), ("H04N1/00", 3), ("H04N21/00", 4), ("H04N5/225", 2), ("H04N19/00", 2),
        ("H04L29/06", 4), ("G01N33/48", 11), ("G01N3/08", 10), ("B01D53/00", 24),
        ("B01D61/00", 23), ("E01F8/00", 24), ("E01F9/00", 35), ("C13B5/00", 29), ("H01L21/00", 8),
        ("H10K50/00", 8), ("G06V10/00", 6), ("B64U10/00", 32), ("Z99Z1/00", 0),
    ],
)  # fmt: skip
def test_the_longest_match_gives_the_field(symbol, field):
    assert field_of(symbol) == field
