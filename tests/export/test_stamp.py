"""A stamp is written in one way, read back whole, and found out when it was edited."""

import json
from dataclasses import replace

import pytest

from milestones.export.stamp import (
    LONGEST,
    Stamp,
    StampDamagedError,
    in_langs,
    read_stamps,
    write_stamps,
)

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
    "text", ["", "{}", "[]", "null", "{", "[[]]", '"stamp"', "[" * 20_000, " " * (LONGEST + 1)]
)
def test_what_is_no_stamp_is_damaged(text):
    with pytest.raises(StampDamagedError):
        read_stamps(text)


def test_languages_of_one_figure_share_a_stamp_and_figures_keep_their_order():
    english, other = replace(STAMP, langs=("en",)), replace(STAMP, figure="changes")
    assert in_langs([english, STAMP]) == (replace(STAMP, langs=("zh", "en")),)
    pack = [other, STAMP, english]
    assert read_stamps(write_stamps(pack)) == in_langs(pack)
    assert [stamp.figure for stamp in in_langs(pack)] == ["changes", "pipeline"]
    assert write_stamps([STAMP]) == STAMP.to_json()
