"""How cells are understood: days, numbers, yes and no, codes, in all their forms."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_home import Steward, application_no

from milestones import query
from milestones.filings.columns import TEXT
from milestones.filings.kinds import FILING_KINDS, kind_by_key

FULL_WIDTH = str.maketrans("0123456789.,-+/ X", "０１２３４５６７８９．，－＋／　Ｘ")
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
TIMES_OF_DAY = (
    " 00:00:00", " 9:05", "  13:30", " 23:59:59.123", " 上午10:30", " 1:30 PM", " 12:30:00",
    " 08时", "14时30分",
)  # fmt: skip
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))

connection = duckdb.connect()
for name in ("forms", "numbers"):
    connection.execute(query.sql(f"build/{name}"))


def understood(macro, *cells):
    """What a macro makes of a cell."""
    places = ", ".join("?" for _ in cells)
    return connection.execute(f"select {macro}({places})", cells).fetchone()[0]


def all_understood(macro, cells):
    """What a macro makes of several cells, each once."""
    rows = connection.execute(f"select {macro}(x) from unnest(?::varchar[]) as cells (x)", [cells])
    return {value for (value,) in rows.fetchall()}


def numbered(*cells):
    """What application numbers say: canonical number, problem, kind, check digit computed."""
    connection.execute(
        "create or replace temp table raw as select 1 as filing_no, row_no, application_no "
        "from (select unnest(?::varchar[]) as application_no, unnest(range(?)) as row_no)",
        [cells, len(cells)],
    )
    return connection.execute(
        "select application_no(patent_key), number_problem, number_kind, check_computed "
        "from numbered_cells('raw') order by row_no"
    ).fetchall()


def canonical(cell):
    return numbered(cell)[0][0]


def cleaned(cell):
    """A cell without the blanks around it; None where it counts as empty."""
    connection.execute("create or replace temp table raw (filing_no int, row_no int, x varchar)")
    connection.execute("insert into raw values (1, 1, ?)", [cell])
    return connection.execute("select x from cells('raw')").fetchone()[0]


# Days


def forms_of(day):
    year, month, number = day.year, day.month, day.day
    plain = [
        f"{year:04}-{month:02}-{number:02}",
        f"{year:04}-{month}-{number}",
        f"{year:04}/{month}/{number}",
        f"{year:04}/{month:02}/{number:02}",
        f"{year:04}.{month:02}.{number:02}",
        f"{year:04}.{month}.{number}",
        f"{year:04}{month:02}{number:02}",
        f"{year:04}年{month}月{number}日",
        f"{year:04}年{month:02}月{number:02}日",
    ]
    plain += [f"{text}{time}" for text, time in zip(plain, TIMES_OF_DAY, strict=False)]
    return plain + [text.translate(FULL_WIDTH) for text in plain]


@given(DAYS)
@settings(deadline=None, max_examples=60)
def test_every_form_of_a_day_is_that_day(day):
    assert all_understood("day", forms_of(day)) == {day}


@given(DAYS, st.integers(1, 12), st.integers(29, 99))
@settings(deadline=None, max_examples=60)
def test_a_day_that_the_calendar_has_not_is_none(day, month, number):
    try:
        expected = date(day.year, month, number)
    except ValueError:
        expected = None
    texts = (f"{day.year}-{month:02}-{number}", f"{day.year}{month:02}{number}")
    texts += (f"{day.year}年{month}月{number}日", f"{day.year}/{month}/{number}")
    assert all_understood("day", texts) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29", "2024-13-01", "2024-00-10", "20241301", "2024年2月30日", "2024-03", "2024",
        "24-03-01", "01/03/2024", "2024-03/01", "2024.03-01", "2024年3月1", "3月1日", "不详", "",
        "2024-03-01x", "44927", "202431", "2024-03-01-05", "2024-03-01 25:00", "2024-03-01 12",
        "2024-03-01 12:60", "2024-02-29T16:00:00.000Z", "2024-03-01 12:00+08:00", "12:30:00",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_guessed(text):
    assert understood("day", text) is None


@pytest.mark.parametrize(
    ("text", "sign"),
    [("2024-02-30", "!"), ("2024/13/1", "!"), ("20240230", "!"), ("2024年2月30日 8:00", "!"),
     ("２０２４－０２－３０", "!"), ("去年", ""), ("2024-03", ""), ("#N/A", "#"), ("\x1a=A1", "=")],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_told_from_one_not_understood(text, sign):
    assert connection.execute("select misread_day('f', ?, day(?))", [text, text]).fetchone() == (
        f"{sign}f",
    )


@pytest.mark.parametrize(
    ("text", "sign"),
    [("2024.1", "~"), ("２０２４．１", "~"), ("2024-13", "!"), ("2024年0月", "!"),
     ("2024-02-30", "!"), ("上半年", ""), ("#REF!", "#"), ("2024.10", None), ("2024.2", None)],
)  # fmt: skip
def test_a_month_that_a_spreadsheet_made_ambiguous_is_not_guessed(text, sign):
    found = connection.execute("select misread_month('f', ?, month(?))", [text, text]).fetchone()
    assert found == (None if sign is None else f"{sign}f",)


@given(DAYS)
@settings(deadline=None, max_examples=40)
def test_every_form_of_a_month_is_its_first_day(day):
    year, month = day.year, day.month
    texts = [f"{year}-{month:02}", f"{year}/{month}", f"{year}.{month:02}", f"{year}年{month}月"]
    texts += [text.translate(FULL_WIDTH) for text in texts] + [day.isoformat()]
    assert all_understood("month", texts) == {day.replace(day=1)}


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2024", "24-03", "2024年", "三月"])
def test_what_is_no_month_is_not_guessed(text):
    assert understood("month", text) is None


# Numbers


@given(st.decimals(-(10**15), 10**15, places=4))
@settings(deadline=None, max_examples=100)
def test_numbers_come_back_however_they_are_written(value):
    plain, commas = f"{value:.4f}", f"{value:,.4f}"
    texts = [plain, commas, plain.translate(FULL_WIDTH), commas.translate(FULL_WIDTH)]
    assert all_understood("number", texts) == {value}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("-0.5", "-0.5"), ("+7", 7), ("－１２", -12), ("1,234,567.89", "1234567.89"),
        ("１，２３４", 1234), ("- 3", -3), ("007", 7), ("12,34", None), ("1,2345", None),
        ("1.2.3", None), ("12万", None), ("1e5", None), ("约3", None), ("3%", None), ("", None),
        (".5", None), ("1 234", None), ("９" * 40, None),
    ],
)  # fmt: skip
def test_numbers(text, value):
    assert understood("number", text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("5.0", 5), ("５", 5), ("1,000", 1000), ("-1", -1), ("5.5", None), ("五", None)],
)
def test_whole_numbers(text, value):
    assert understood("whole", text) == value


@pytest.mark.parametrize(
    ("text", "factor", "yuan"),
    [("12.5", 1, "12.5"), ("12.5", 10_000, 125_000), ("1,000", 10_000, 10_000_000),
     ("0.00005", 10_000, "0.5"), ("无", 1, None)],
)  # fmt: skip
def test_amounts_come_in_yuan(text, factor, yuan):
    assert understood("yuan", text, factor) == (None if yuan is None else Decimal(yuan))


# Yes and no, words, emptiness


@pytest.mark.parametrize(
    "texts",
    [
        ("是", "否"),
        ("有", "无"),
        ("true", "false"),
        ("1", "0"),
        ("Y", "N"),
        ("yes", "No"),
        ("TRUE", "False"),
        ("y", "n"),
        ("１", "Ｎ"),
    ],
)
def test_yes_and_no(texts):
    assert [understood("flag", text) for text in texts] == [True, False]


@pytest.mark.parametrize("text", ["不", "2", "是否", "", "√", "yes!"])
def test_what_is_neither_yes_nor_no(text):
    assert understood("flag", text) is None


@pytest.mark.parametrize(
    "text",
    ["", " ", "—", "——", "-", "－", "/", "／", "无数据", "N/A", "n/a", "NULL", "null", "　", " — ",
     "\t/\n", "\xa0"],
)  # fmt: skip
def test_cells_that_count_as_empty(text):
    assert cleaned(text) is None


@pytest.mark.parametrize("text", ["无", "0", "--", "//", "无 数据", "NA", "#N/A", "\x1a=A1"])
def test_cells_that_are_not_empty(text):
    assert cleaned(text) == text


def test_none_is_empty_outside_columns_of_yes_and_no():
    assert understood("known", "无") is None
    assert understood("flag", "无") is False


@pytest.mark.parametrize("text", ["　示范大学 ", "\u00a0示范大学\u200b", "\ufeff示范大学\n"])
def test_blanks_around_a_cell_go(text):
    assert cleaned(text) == "示范大学"


@pytest.mark.parametrize(
    ("macro", "words"),
    [
        ("own_kind", {"高校": "university", "科研机构": "research_institution",
                      "医院": "hospital", "University": "university", "大学": None}),
        ("patent_kind", {"发明": "invention", "实用新型": "utility_model", "外观设计": "design",
                         "DESIGN": "design", "专利": None}),
        ("transfer_mode", {"转让": "assignment", "许可": "licence", "开放许可": "open_licence",
                           "作价入股": "equity", "own_use": None, "自行实施": None}),
        ("willingness", {"转让": "assignment", "licence": "licence", "开 放 许 可": "open_licence",
                         "equity": "equity", "自行实施": "own_use", "own_use": "own_use",
                         "合作": None}),
    ],
)  # fmt: skip
def test_words(macro, words):
    assert {word: understood(macro, word) for word in words} == words


CLOSED_WORDS = [
    ("institutions", "kind", "own_kinds"),
    ("patents", "kind", "patent_kinds"),
    ("transfers", "mode", "transfer_modes"),
    ("assessments", "willingness", "willing_modes"),
    ("sample_answers", "stratified_by", "sample_strata"),
]
"""The macro that knows the words of a column; numbers and provinces are known elsewhere."""


def test_every_column_of_closed_words_is_held_to_what_is_understood():
    closed = [
        (kind.key, column.field)
        for kind in FILING_KINDS
        for column in kind.columns
        if column.choices and column.native == TEXT and not column.is_province
    ]
    assert sorted(closed) == sorted((kind, field) for kind, field, _ in CLOSED_WORDS)


@pytest.mark.parametrize(("kind", "field", "words"), CLOSED_WORDS)
def test_the_words_that_a_column_allows_are_those_that_are_understood(kind, field, words):
    choices, known = kind_by_key(kind).column(field).choices, understood(words)
    assert [(known[code], known[chinese]) for code, chinese in choices] == [
        (code, code) for code, _ in choices
    ]
    assert set(known.values()) == {code for code, _ in choices}


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("上海市\n中国科学院", ["上海市", "中国科学院"]),
        ("上海市 中国科学院", ["上海市", "中国科学院"]),
        ("江西省       ", ["江西省"]),
        ("教育部\r\n\r\n浙江省　中国科学院", ["教育部", "浙江省", "中国科学院"]),
        ("Ministry of Education", ["Ministry of Education"]),
    ],
)
def test_a_cell_of_several_departments_lists_each(text, departments):
    assert understood("authorities", cleaned(text)).split("\n") == departments


@pytest.mark.parametrize(
    ("text", "name"),
    [("中国\n大学", "中国大学"), ("中国\r\n 大学", "中国大学"),
     ("Demo\nUniversity", "Demo University"), ("示范（\n北京）", "示范（北京）"),
     ("一\n二\n三", "一二三"), ("示范大学", "示范大学")],
)  # fmt: skip
def test_line_breaks_inside_names_are_repaired(text, name):
    assert understood("one_line", text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [("4111010001", "4111010001"), ("4111010001.0", "4111010001"),
     ("４１１１０１０００１", "4111010001"), ("4111\xa0010001", "4111010001"),
     (" 4111 010001 ", "4111010001"), ("U1.0", "U1.0")],
)  # fmt: skip
def test_codes(text, code):
    assert understood("code", text) == code


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("4111010001", None),
        ("91350100M000100Y43", None),
        ("91350100M000100Y44", None),
        ("U1", None),
        ("4E10", None),
        ("4.19901E+09", "institution_code_damaged"),
        ("4.2e9", "institution_code_damaged"),
        ("121000004000000000", "institution_code_damaged"),
        ("'4111010001", "institution_code_apostrophe"),
        ("’4111010001", "institution_code_apostrophe"),
        ("示范大学", "institution_code_is_name"),
        ("4111-010001", "institution_code_form"),
        ("#REF!", "error_cell"),
        ("\x1a=A1", "formula_without_value"),
    ],
)
def test_what_a_spreadsheet_has_done_to_a_code_is_told_by_name(code, fault):
    assert understood("institution_code_fault", code) == fault


def test_a_code_of_eighteen_digits_with_the_right_check_digit_may_end_in_zeros():
    code = next(
        code
        for body in range(10**14, 10**14 + 1_000)
        if (code := credit_code(f"{body}00")).endswith("000")
    )
    assert understood("institution_code_fault", code) is None


@pytest.mark.parametrize(
    "text", ["#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "####"]
)
def test_an_error_of_a_spreadsheet_is_no_value(text):
    assert understood("lost_value", text) == "#"


@pytest.mark.parametrize("text", ["#1", "# 1装置", "C#", "=1+1", "装置", "#"])
def test_a_text_with_the_sign_of_an_error_is_a_text(text):
    assert understood("lost_value", text) == ""


# Application numbers


def check_digit(digits):
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits))
    return "0123456789X"[total % 11]


@st.composite
def numbers(draw):
    """The digits of a valid number: eight for the years up to 2003, twelve from then on."""
    kind = draw(st.sampled_from("12389"))
    if draw(st.booleans()):
        year = draw(st.integers(1985, 2003))
        return f"{year % 100:02}{kind}{draw(st.integers(0, 99_999)):05}"
    return f"{draw(st.integers(2003, 2026))}{kind}{draw(st.integers(0, 9_999_999)):07}"


def writings(digits):
    check = check_digit(digits)
    texts = [f"{digits}.{check}", digits, f"{digits[:4]} {digits[4:]}.{check}"]
    if len(digits) == 12 or check == "X":
        texts.append(digits + check)
    if len(digits) == 12 and digits[5] == "0":
        texts += [f"CN{digits[:5]}{digits[6:]}", f"ZLCN{digits[:5]}{digits[6:]}"]
    prefixes = ("CN", "ZL", "ZL ", "CNZL", "ＺＬ", "ZL\xa0")
    texts += [f"{prefix}{text}" for prefix in prefixes for text in texts[:3]]
    texts += [f"{digits}.{check}{code}" for code in ("A", " B", "U", "Y1", "S")]
    return texts + [text.lower() for text in texts] + [f"{digits}.{check}".translate(FULL_WIDTH)]


@given(numbers())
@settings(deadline=None, max_examples=60)
def test_every_way_of_writing_a_number_names_the_same_patent(digits):
    rows = numbered(*writings(digits))
    assert {row[0] for row in rows} == {f"{digits}.{check_digit(digits)}"}
    assert {row[1] for row in rows} == {None}


@given(numbers(), st.data())
@settings(deadline=None, max_examples=80)
def test_every_single_wrong_digit_is_found(digits, data):
    place = data.draw(st.integers(0, len(digits)))
    right = f"{digits}{check_digit(digits)}"
    wrong = data.draw(st.sampled_from("0123456789X" if place == len(digits) else "0123456789"))
    text = right[:place] + wrong + right[place + 1 :]
    number, problem, *_ = numbered(f"{text[:-1]}.{text[-1]}")[0]
    assert (number is None) == (problem is not None) == (text != right)


@given(numbers(), st.data())
@settings(deadline=None, max_examples=60)
def test_two_neighbours_that_changed_places_are_found(digits, data):
    """Neighbours' weights differ by 1, or by 7 where they begin again: both are prime to 11."""
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    problem = numbered(f"{swapped}.{check_digit(digits)}")[0][1]
    assert (problem is None) == (swapped == digits)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("ZL20101061327.6", "application_no_digit_missing"),
        ("20101061327X", "application_no_digit_missing"),
        ("201610895413.9", "application_no_check_digit"),
        ("2016108954139", "application_no_check_digit"),
        ("CN101234567A", "publication_number"),
        ("CN1234567C", "publication_number"),
        ("101234567", "publication_number"),
        ("CN2016108954131", "application_no_check_digit"),
        ("201640895413", "application_no_kind"),
        ("98700001", "application_no_kind"),
        ("200210895413", "application_no_form"),
        ("04100001", "application_no_form"),
        ("20161089541", "application_no_form"),
        ("2016108954", "application_no_form"),
        ("PCT/CN2016/089541", "application_no_form"),
        ("US20161089", "application_no_form"),
        ("一种装置", "application_no_form"),
        ("2.01611E+11", "application_no_damaged"),
        ("2.016108954134e+12", "application_no_damaged"),
        ("#N/A", "error_cell"),
        ("\x1a=A1", "formula_without_value"),
        ("201610895413..X", "application_no_form"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_by_name(cell, problem):
    assert numbered(cell)[0][:2] == (None, problem)


@pytest.mark.parametrize(
    ("digit", "kind"),
    [("1", "invention"), ("8", "invention"), ("2", "utility_model"), ("9", "utility_model"),
     ("3", "design")],
)  # fmt: skip
def test_a_digit_of_the_number_tells_the_kind(digit, kind):
    assert {row[2] for row in numbered(f"2016{digit}0895413", f"99{digit}00001")} == {kind}


@pytest.mark.real
def test_the_numbers_seen_in_real_files(real_files: Path):
    with (real_files / "appno_check_digit_vectors.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18
    for row in rows:
        number, problem, _, computed = numbered(row["input"])[0]
        if row["valid"] == "0":
            assert (number, problem) == (None, "application_no_digit_missing")
            continue
        digits = row["canonical_appno_without_check"]
        assert number == f"{digits}.{row['check'] or check_digit(digits)}"
        assert computed == (not row["check"])


# Credit codes


def credit_code(body):
    total = sum(CREDIT_SIGNS.index(sign) * 3**place for place, sign in enumerate(body))
    return body + CREDIT_SIGNS[-total % 31]


@given(st.text(CREDIT_SIGNS, min_size=17, max_size=17), st.data())
@settings(deadline=None, max_examples=80)
def test_a_credit_code_is_right_as_it_is_and_wrong_with_any_sign_changed(body, data):
    code = credit_code(body)
    assert understood("is_credit_code", code)
    place, sign = data.draw(st.integers(0, 17)), data.draw(st.sampled_from(CREDIT_SIGNS))
    changed = code[:place] + sign + code[place + 1 :]
    assert understood("is_credit_code", changed) == (changed == code)


@pytest.mark.parametrize("code", ["", "1", "I" * 18, "91350100M000100Y4", "91350100M000100Y433"])
def test_what_is_no_credit_code(code):
    assert understood("is_credit_code", code) is False


def test_a_credit_code_that_is_printed_in_the_standard():
    assert understood("is_credit_code", "91350100M000100Y43")


# Provinces


@pytest.mark.real
def test_the_forms_of_provinces_seen_in_real_files(real_files: Path, tmp_path: Path):
    with (real_files / "province_forms_seen.csv").open(encoding="utf-8-sig") as file:
        seen = [(row["raw_form"], row["gb2260"]) for row in csv.DictReader(file)]
    assert len(seen) == 48
    seen = [(several.replace("\\n", "\n").split(" / "), code) for several, code in seen]
    forms = [(form, code) for several, code in seen for form in several]
    steward = Steward(tmp_path)
    lines = [f'I{row},示范机构{row},高校,"{form}"' for row, (form, _) in enumerate(forms, 2)]
    done = steward.deliver(institutions="\n".join(["机构代码,机构名称,机构类型,省份", *lines]))
    known = dict(steward.table("institutions", "institution_id", "province"))
    refused = {row["row_no"]: row["rule"] for row in steward.findings()}
    for row, (form, code) in enumerate(forms, 2):
        assert known.get(f"I{row}", "") == code, form
        assert refused.get(row) == (None if code else "not_a_province"), form
    assert done.files[0].rejected == sum(not code for _, code in forms)


def test_application_numbers_of_the_tests_are_right():
    assert canonical(application_no(7, kind=2, year=2020)) == application_no(7, kind=2, year=2020)
