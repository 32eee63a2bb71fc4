"""One way to break each rule: a good row in, a row that must be rejected or warned of out."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from .forms import CREDIT_ALPHABET, check_digit, credit_check
from .world import Values
from .writing import AsIs

Breaker = Callable[[random.Random, Values, date], Values]


def cell(column: str, *texts: str) -> Breaker:
    """A breaker that writes one of these texts into the column."""
    return lambda rng, row, received: {**row, column: AsIs(rng.choice(texts))}


def empty(column: str) -> Breaker:
    """A breaker that leaves a required cell empty in one of its forms."""
    return cell(column, "", "—", "/", "无数据", "　")


def after_receipt(column: str) -> Breaker:
    """A breaker that dates a row after its delivery."""
    return lambda rng, row, received: {
        **row,
        column: received + timedelta(days=rng.choice((1, 40))),
    }


def wrong_check(rng: random.Random, row: Values, received: date) -> Values:
    """Another check digit than the right one."""
    digits, check = row["application_no"].split(".")
    wrong = rng.choice([sign for sign in "0123456789X" if sign != check])
    return {**row, "application_no": AsIs(rng.choice(("", "CN", "ZL ")) + f"{digits}.{wrong}")}


def eleven_digits(rng: random.Random, row: Values, received: date) -> Values:
    """A digit lost, the check digit kept."""
    digits, check = row["application_no"].split(".")
    longer = digits if len(digits) == 12 else "200510012345"
    return {**row, "application_no": AsIs(f"ZL{longer[:-1]}.{check}")}


def unknown_kind_digit(rng: random.Random, row: Values, received: date) -> Values:
    """A number whose fifth digit is no kind of patent."""
    return {**row, "application_no": AsIs("201070012345")}


def grant_before_filing(rng: random.Random, row: Values, received: date) -> Values:
    """Filed the day after the grant."""
    return {**row, "filed_on": row["granted_on"] + timedelta(days=1)}


def lapse_before_grant(rng: random.Random, row: Values, received: date) -> Values:
    """Lapsed the day before the grant."""
    return {**row, "lapsed_on": row["granted_on"] - timedelta(days=1)}


def early_assessment(rng: random.Random, row: Values, received: date) -> Values:
    """Assessed before patents of that year can have been granted, were they not all old."""
    return {**row, "assessed_on": date(1985, 4, 2)}


def wrong_credit(rng: random.Random, row: Values, received: date) -> Values:
    """A credit code with its last sign changed."""
    body = "12330000470009026"
    wrong = rng.choice([sign for sign in CREDIT_ALPHABET if sign != credit_check(body)])
    return {**row, "credit_code": AsIs(body + wrong)}


NUMBERS: list[Breaker] = [
    empty("application_no"),
    wrong_check,
    eleven_digits,
    unknown_kind_digit,
    cell("application_no", "CN104123456A", "CN1234567C", "CN 101234567 B", "ZL104123456"),
    cell("application_no", "申请中", "2016108954", "PCT/CN2019/070001"),
]
UNFILED = ("202512345678", "99199999")
UNKNOWN_PATENT = cell("application_no", *(f"{number}.{check_digit(number)}" for number in UNFILED))
NO_DAYS = ("2024-02-30", "2023/2/29", "20231301", "2023年6月31日", "2024.00.10")
BAD_DATES = ("2023", "2023-05", "2023年5月", "去年", "45000", "5/6/2023")
BAD_PROVINCES = ("浙", "Californa", "京津冀", "示范省")
SEVERAL = ("全    国", "东部地区", "地 区", "西部", "国 外", "港 澳 台")
SEVERAL += ("Hong Kong,\nMacao & Taiwan",)


def days(column: str) -> list[Breaker]:
    """Everything that can be wrong with a day."""
    return [
        empty(column),
        after_receipt(column),
        cell(column, *NO_DAYS),
        cell(column, *BAD_DATES),
        cell(column, "1985-03-31", "1984/12/1", "19000101"),
    ]


BREAKERS: dict[str, list[Breaker]] = {
    "institutions": [
        empty("institution_id"),
        empty("name"),
        empty("kind"),
        empty("province"),
        cell("kind", "企业", "college"),
        cell("province", *BAD_PROVINCES),
        cell("province", *SEVERAL),
        cell("province", *SEVERAL),
        wrong_credit,
        cell("credit_code", "12330000", "没有"),
        lambda rng, row, received: {**row, "institution_id": "4199018888", "credit_code": None},
    ],
    "patents": [
        *NUMBERS,
        *days("granted_on"),
        *days("filed_on")[1:],
        *days("lapsed_on")[1:],
        empty("institution_id"),
        cell("institution_id", "4199010000", "示范大学"),
        cell("kind", "软件著作权", "plant"),
        cell("publicly_funded", "也许", "不详"),
        cell("transformed_before", "部分"),
        cell("holder_rank", "第一", "甲"),
        grant_before_filing,
        lapse_before_grant,
    ],
    "assessments": [
        *NUMBERS,
        UNKNOWN_PATENT,
        *days("assessed_on"),
        early_assessment,
        empty("convertible"),
        cell("convertible", "待定", "2"),
        cell("stars", "0", "6", "－１", "１０"),
        cell("stars", "五", "5星"),
        cell("maturity", "0", "10"),
        cell("maturity", "TRL5"),
        cell("willingness", "赠与", "sale"),
    ],
    "evaluations": [
        *NUMBERS,
        UNKNOWN_PATENT,
        *days("evaluated_on"),
        empty("enterprise"),
        cell("enterprise_province", *BAD_PROVINCES),
        cell("enterprise_province", *SEVERAL),
        cell("stars", "0", "6"),
        cell("stars", "很好"),
    ],
    "transfers": [
        *NUMBERS,
        UNKNOWN_PATENT,
        *days("recorded_on"),
        empty("mode"),
        cell("mode", "自行实施", "own_use", "质押"),
        cell("transferee_province", *BAD_PROVINCES),
        cell("transferee_province", *SEVERAL),
        cell("amount_cny", "-5", "－１２.５", "-1,000"),
        cell("amount_cny", "面议", "12万", "约100"),
    ],
    "products": [
        *NUMBERS,
        UNKNOWN_PATENT,
        *days("industrialized_on"),
        cell("revenue_cny", "-1"),
        cell("revenue_cny", "保密"),
    ],
    "lapses": [*NUMBERS, UNKNOWN_PATENT, *days("lapsed_on")],
    "returns": [
        empty("institution_id"),
        cell("institution_id", "示范大学", "4199010000"),
        empty("period"),
        cell("period", "2024-13", "2023-00"),
        cell("period", "2024年上半年", "Q1"),
        cell("period", "2030-01"),
        cell("due", "-3"),
        cell("assessed", "若干"),
        cell("amount_cny", "-0.01"),
    ],
}


def rules_of_the_design() -> set[str]:
    """The rules that the messy filings must break at least once, by the oracle's names."""
    return {
        "required_empty", "date_form", "number_form", "yes_no_form", "province_unknown",
        "not_one_province", "kind_unknown", "mode_unknown", "willingness_unknown",
        "application_no_form", "application_no_check_digit", "application_no_eleven_digits",
        "publication_number", "institution_unknown", "patent_unknown", "stars_range",
        "maturity_range", "negative", "date_does_not_exist", "date_after_receipt",
        "date_too_early", "grant_before_filing", "lapse_before_grant",
        "assessment_before_grant", "credit_code", "conflict",
    }  # fmt: skip
