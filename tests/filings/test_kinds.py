"""The kinds as data: every header leads to one field."""

from collections import Counter

import pytest
from readme_columns import README, written

from milestones.filings.columns import APPLICATION_NO, INSTITUTION_ID, normalize_header
from milestones.filings.kinds import FILING_KINDS, kind_by_key


@pytest.mark.parametrize("kind", FILING_KINDS, ids=lambda kind: kind.key)
def test_a_header_names_one_field_of_a_kind(kind):
    headers = Counter(header for column in kind.columns for header in column.factors())
    assert max(headers.values()) == 1


def test_required_fields_are_those_of_the_design():
    assert {kind.key: kind.required for kind in FILING_KINDS} == {
        "institutions": ("institution_id", "name", "kind", "province"),
        "patents": ("application_no", "institution_id", "granted_on"),
        "assessments": ("application_no", "assessed_on", "convertible"),
        "evaluations": ("application_no", "evaluated_on", "enterprise"),
        "transfers": ("application_no", "recorded_on", "mode"),
        "products": ("application_no", "industrialized_on"),
        "returns": ("institution_id", "period"),
        "sample_answers": ("application_no", "sampled_on", "is_right"),
        "lapses": ("application_no", "lapsed_on"),
        "exports": ("application_no", "holders", "published_on"),
        "aliases": ("alias", "institution_id"),
    }


@pytest.mark.parametrize(
    ("seen", "compared"),
    [
        ("合同金额（万元）", "合同金额(万元)"),
        (" 申 请\n号 ", "申请号"),
        ("Application_No", "application_no"),
        ("\ufeffＩＰＣ", "ipc"),
        ("　机构代码　", "机构代码"),
    ],
)
def test_headers_are_compared_without_width_blanks_and_case(seen, compared):
    assert normalize_header(seen) == compared


@pytest.mark.parametrize(
    ("kind", "header", "factor"),
    [
        ("transfers", "amount_cny", 1),
        ("transfers", "合同金额（元）", 1),
        ("transfers", "合同金额(万元)", 10_000),
        ("products", "销售收入（万元）", 10_000),
        ("products", "revenue_cny", 1),
        ("returns", "合同金额（万元）", 10_000),
    ],
)
def test_the_unit_of_money_comes_from_the_header(kind, header, factor):
    column = kind_by_key(kind).columns[-1]
    assert column.factors()[normalize_header(header)] == factor


def test_money_without_a_unit_is_no_header():
    assert "合同金额" not in kind_by_key("transfers").column("amount_cny").factors()


def test_an_unknown_kind_or_field_is_an_error():
    with pytest.raises(KeyError):
        kind_by_key("pictures")
    with pytest.raises(KeyError):
        kind_by_key("patents").column("colour")


@pytest.mark.parametrize("kind", FILING_KINDS, ids=lambda kind: kind.key)
def test_every_column_has_a_line_of_explanation_and_an_example(kind):
    lacking = [each.field for each in kind.columns if not each.explanation or not each.example]
    assert lacking == []
    examples = {column.field: column.example for column in kind.columns}
    assert examples.get("application_no", APPLICATION_NO.example) == APPLICATION_NO.example
    assert examples.get("institution_id", INSTITUTION_ID.example) == INSTITUTION_ID.example


def test_the_readme_lists_the_columns_as_they_are():
    text = README.read_text(encoding="utf-8")
    assert written(text) == text, "run python -m tests.readme_columns"


@pytest.mark.parametrize("kind", FILING_KINDS, ids=lambda kind: kind.key)
def test_an_example_is_one_of_the_words_that_a_column_allows(kind):
    for column in kind.columns:
        if column.choices and not column.is_province:
            assert column.example in (*column.words("zh"), *column.words("en"))


@pytest.mark.parametrize("kind", FILING_KINDS, ids=lambda kind: kind.key)
def test_the_header_of_a_template_is_a_header_of_its_column(kind):
    for column in kind.columns:
        assert column.factors()[normalize_header(column.bilingual_header)] == 1
        assert column.factors()[normalize_header(f"{column.label('zh')} {column.field}")] == 1
        assert column.field in column.bilingual_header
