"""Both languages say the same, completely: nothing untranslated, nothing half translated."""

import re
from datetime import date
from decimal import Decimal
from string import Formatter

import pytest
from translatable_texts import UntranslatableTextError, code_texts, every_text

from milestones.i18n import Locale, language_of
from milestones.i18n.catalogue import catalogue_files, read_catalogue

ZH, EN = Locale("zh"), Locale("en")
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
ALSO_CHINESE = {
    "CSV", "XLSX", "XLS", "PNG", "SVG", "PDF", "PPTX", "JSON", "SQL", "IPC", "WIPO", "UTF",
    "BOM", "GB", "Excel", "Parquet", "CNY", "SHA", "HTML", "README", "YYYY", "MM", "DD", "CN",
    "http", "https", "localhost", "Python", "DuckDB", "GitHub", "ID", "true", "false",
}  # fmt: skip


def entries():
    """Give every translated message of every room as (room, one, many, Chinese)."""
    for path in catalogue_files("zh"):
        for message in read_catalogue(path):
            if message.id:
                one, many = message.id if message.pluralizable else (message.id, None)
                text = message.string[0] if message.pluralizable else message.string
                yield path.stem, one, many, text


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_text_of_the_code_has_its_chinese():
    translated = {(one, many) for _, one, many, text in entries() if text}
    wanted = {(text.message, text.plural): text.place for text in every_text()}
    assert {key: place for key, place in wanted.items() if key not in translated} == {}


def test_no_catalogue_keeps_a_text_that_the_code_has_lost():
    used = {(text.message, text.plural) for text in every_text()}
    assert [(room, one) for room, one, many, _ in entries() if (one, many) not in used] == []


def test_two_rooms_do_not_translate_one_text_differently():
    seen = {}
    for room, one, _, text in entries():
        assert seen.setdefault(one, (room, text))[1] == text, f"{one}: {room}, {seen[one][0]}"


def test_translations_keep_the_places():
    wrong = [
        (room, one, text)
        for room, one, many, text in entries()
        if places(text) != places(many or one) or places(one) - places(many or one)
    ]
    assert wrong == []


def test_no_english_is_left_in_the_chinese():
    left = {}
    for room, one, _, text in entries():
        plain = re.sub(r"<[^>]*>|\{[^}]*\}|`[^`]*`|https?://\S+", "", text)
        words = set(LATIN_WORD.findall(plain)) - ALSO_CHINESE
        if words or (re.search("[A-Za-z]", re.sub(r"\{[^}]*\}", "", one)) and not text):
            left[room, one] = words
    assert left == {}


def test_english_texts_hold_no_chinese():
    assert [one for _, one, _, _ in entries() if CHINESE.search(one)] == []


def test_chinese_uses_its_own_punctuation():
    half = re.compile(r"[\u3400-\u9fff][,;?!]|[\u3400-\u9fff]\.(\s|$)")
    assert [text for _, _, _, text in entries() if half.search(text)] == []


def test_a_text_put_together_is_found(tmp_path):
    source = tmp_path / "page.py"
    source.write_text('w(f"{count} patents")')
    with pytest.raises(UntranslatableTextError, match=r"page\.py:1"):
        list(code_texts([source]))


def test_plural_and_nested_calls_are_found(tmp_path):
    source = tmp_path / "page.py"
    source.write_text('context.locale("A {b}", b=w.n("{count} day", "{count} days", 3))')
    assert [(text.message, text.plural) for text in code_texts([source])] == [
        ("A {b}", None),
        ("{count} day", "{count} days"),
    ]


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (47_493, "47,493", "47,493"),
        (850_000, "85万", "850,000"),
        (850_123, "85.0123万", "850,123"),
        (914_000, "91.4万", "914,000"),
        (914_500, "91.45万", "914,500"),
        (1_349_000, "134.9万", "1,349,000"),
        (99_999_999, "9,999.9999万", "99,999,999"),
        (135_000_000, "1.35亿", "135,000,000"),
        (-123_450, "−12.345万", "−123,450"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
    ],
)
def test_counts(value, chinese, english):
    assert (ZH.count(value), EN.count(value)) == (chinese, english)


@pytest.mark.parametrize(
    ("yuan", "chinese", "english"),
    [
        (Decimal("120.4"), "120元", "CNY 120"),
        (45_678, "45,678元", "CNY 45,678"),
        (123_456, "12.346万元", "CNY 123,456"),
        (999_960_000, "9.9996亿元", "CNY 999.96 m"),
        (999_996_000, "10亿元", "CNY 1 bn"),
        (1_234_567_890, "12.346亿元", "CNY 1.2346 bn"),
        (800_000_000_000, "8,000亿元", "CNY 800 bn"),
        (None, "—", "—"),
    ],
)
def test_money(yuan, chinese, english):
    assert (ZH.money(yuan), EN.money(yuan)) == (chinese, english)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0%"), (1, "100%"), (1.0, "100%"),
        (0.997, "99.7%"), (0.99996, ">99.9%"), (0.00004, "<0.1%"),
        (1.05, "105.0%"), (None, "—"), (float("nan"), "—"),
    ],
)  # fmt: skip
def test_a_share_is_never_rounded_up_to_all_nor_down_to_none(value, text):
    assert ZH.share(value) == EN.share(value) == text


def test_signed_numbers_and_points():
    assert [ZH.signed(value) for value in (910_000, -3, 0, None)] == ["+91万", "−3", "0", "—"]
    assert ZH.points(0.0123) == "+1.2个百分点"
    assert [EN.points(value, short=True) for value in (0.000_4, -0.000_03, 0)] == [
        "+0.04 pp", "−0.003 pp", "0.0 pp",
    ]  # fmt: skip
    assert EN.points(-0.05) == "−5.0 percentage points"


def test_dates_and_months():
    day = date(2024, 12, 31)
    assert (ZH.date(day), EN.date(day)) == ("2024年12月31日", "31 December 2024")
    assert (ZH.month(day), EN.month(day)) == ("2024年12月", "December 2024")
    assert EN.month(day, short=True) == "Dec 2024"
    assert ZH.date(None) == "—"


def test_names_and_lists():
    assert (ZH.province("540000"), EN.province("540000")) == ("西藏", "Xizang")
    assert (ZH.province("abroad"), EN.province("abroad")) == ("境外", "abroad")
    assert ZH.join(["北京", "浙江"]) == "北京、浙江"
    assert EN.join(["Beijing", "Jiangsu", "Zhejiang"]) == "Beijing, Jiangsu and Zhejiang"
    assert EN.join([]) == ""


def test_the_browser_language_decides():
    assert [language_of(tag) for tag in ("zh-CN", "zh-Hant-TW", "en-GB", "fr", None)] == [
        "zh", "zh", "en", "en", "en",
    ]  # fmt: skip
