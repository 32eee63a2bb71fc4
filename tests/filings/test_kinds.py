"""The kinds as data: every header leads to one field."""

from collections import Counter

import pytest

from milestones.filings.kinds import FILING_KINDS, kind_by_key, normalize_header


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
