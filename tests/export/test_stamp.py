"""A stamp is written in one way, read back whole, and found out when it was edited."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from story import OWN, STAMP, sheets

from milestones.export.stamp import (
    MAX_STAMP_CHARS,
    Stamp,
    StampDamagedError,
    canonical_text,
    join_languages,
    read_stamps,
    values_hash,
    write_stamps,
)
from milestones.figures.compute import compute_figure
from milestones.figures.registry import FIGURES
from milestones.selection import Selection

OTHERS = {
    "figure": "changes",
    "selection": "",
    "as_of": "2025-06-29",
    "edition": "0123456789abcdee",
    "plan": "stock_patents@0123456789ac",
    "rules": "2.0123456789ab",
    "values": "0" * 63 + "1",
    "langs": ["en"],
    "embargo": "2025-07-01T10:00:00",
}


def test_a_stamp_is_one_line_of_ascii_and_comes_back():
    line = STAMP.to_json()
    assert line.isascii() and line.isprintable()
    assert Stamp.from_json(line) == STAMP
    assert line == Stamp.from_json(line).to_json()


def test_other_spacing_and_order_are_the_same_stamp():
    loose = json.dumps(dict(reversed(json.loads(STAMP.to_json()).items())), indent=2)
    assert Stamp.from_json(loose) == STAMP


@pytest.mark.parametrize("field", OTHERS)
def test_an_edited_field_damages_the_stamp(field):
    content = {**STAMP.content(), field: OTHERS[field]}
    with pytest.raises(StampDamagedError):
        Stamp.from_content(content)


@pytest.mark.parametrize("field", STAMP.content())
def test_a_missing_field_damages_the_stamp(field):
    content = STAMP.content()
    del content[field]
    with pytest.raises(StampDamagedError):
        Stamp.from_content(content)


@pytest.mark.parametrize(
    "wrong",
    [
        {"figure": "../etc"},
        {"selection": "province=\n"},
        {"as_of": "2025-02-30"},
        {"edition": "0123456789ABCDEF"},
        {"langs": ()},
        {"langs": ("fr",)},
        {"embargo": 5},
    ],
)
def test_a_field_of_another_shape_is_refused_even_with_its_digest(wrong):
    """The digest is no signature: whoever writes one may write anything beside it."""
    with pytest.raises(StampDamagedError):
        Stamp.from_json(replace(STAMP, **wrong).to_json())


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "{", "[[]]", '"stamp"', "[" * 20_000, " " * (MAX_STAMP_CHARS + 1)],
)
def test_what_is_no_stamp_is_damaged(text):
    with pytest.raises(StampDamagedError):
        read_stamps(text)


def test_languages_of_one_figure_share_a_stamp_and_figures_keep_their_order():
    english, other = replace(STAMP, langs=("en",)), replace(STAMP, figure="changes")
    assert join_languages([english, STAMP]) == (replace(STAMP, langs=("zh", "en")),)
    pack = [other, STAMP, english]
    assert read_stamps(write_stamps(pack)) == join_languages(pack)
    assert [stamp.figure for stamp in join_languages(pack)] == ["changes", "pipeline"]
    assert write_stamps([STAMP]) == STAMP.to_json()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1349000, "1349000"),
        (1349000.0, "1349000"),
        (Decimal("1349000.00"), "1349000"),
        (0.9968495181616012, "0.996849518162"),
        (Decimal("0.9968495181616012"), "0.996849518162"),
        (0.1 + 0.2, "0.3"),
        (-171, "-171"),
        (-0.0, "0"),
        (10**17 + 1, "100000000000000001"),
        (250000.55, "250000.55"),
    ],
)
def test_a_number_is_written_in_one_way_however_it_is_kept(value, written):
    assert canonical_text(value, "number") == written


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT, "", float("inf")])
def test_unknown_is_null(value):
    assert canonical_text(value, "share") is None


def test_days_and_months_are_written_without_hours():
    day = pd.Timestamp("2024-12-31")
    assert canonical_text(day, "date") == canonical_text(day.date(), "date") == "2024-12-31"
    assert canonical_text(day, "month") == "2024-12"


def test_the_hash_is_what_its_description_says(edition):
    """A second reckoning, from the table as a reader downloads it."""
    result = compute_figure("pipeline", edition, OWN)
    table = result.frame[["stage", "patents", "patents_before", "share"]]
    forms = [["stage", "code"], ["patents", "count"], ["patents_before", "count"]]
    lines = [[*forms, ["share", "share"]]]
    for stage, patents, before, share in table.itertuples(index=False):
        counts = [None if pd.isna(each) else str(int(each)) for each in (patents, before)]
        part = None if pd.isna(share) else f"{share:.12g}"
        lines.append([stage, *counts, part])
    compact = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    reckoned = hashlib.sha256("".join(f"{line}\n" for line in compact).encode()).hexdigest()
    assert values_hash(result) == reckoned


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_languages_share_their_values_and_differ_in_nothing_else(figure, edition):
    chinese, english = (sheet.stamp for sheet in sheets(edition, figure))
    assert (chinese.langs, english.langs) == (("zh",), ("en",))
    assert replace(chinese, langs=("en",)) == english


def test_another_cell_is_another_hash(edition):
    result = compute_figure("pipeline", edition, OWN)
    frame = result.frame.copy()
    assert values_hash(replace(result, rows=frame)) == values_hash(result)
    frame.loc[1, "patents"] += 1
    assert values_hash(replace(result, rows=frame)) != values_hash(result)
    kept_otherwise = result.frame.astype({"patents": "float64"})
    assert values_hash(replace(result, rows=kept_otherwise)) == values_hash(result)


def test_a_sheet_says_what_its_figure_counts_of_the_selection(edition):
    def said(figure, selection, at=1):
        return sheets(edition, figure, selection)[at].subtitle

    zhejiang = Selection(provinces=("330000",), fields=(1,), patents="inventions")
    assert said("pipeline", zhejiang) == (
        "Zhejiang · all institutions · Electrical machinery, apparatus, energy · "
        "inventions only · as of 30 June 2025"
    )
    assert said("province_map", zhejiang, 0) == (
        "全部省份（标出浙江） · 全部机构 · 电机、电气装置、电能 · 仅发明专利 · "
        "数据截至2025年6月30日"
    )
    own = replace(zhejiang, institution="U1")
    assert said("pipeline", own) == said("pipeline", zhejiang), "a figure of many leaves it aside"
    assert said("institution_profile", own).startswith("@Demo University · Electrical machinery")
    assert said("institution_profile", Selection()) == "No institution chosen"
    assert said("official_record", zhejiang) == "Every published figure, whatever is selected"
