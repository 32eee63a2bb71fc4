"""From the text of a cell to its value, or the rule that the text breaks."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from . import provinces

EMPTY = {"", "—", "/", "无数据"}
YES_NO = dict.fromkeys(("是", "有", "true", "1", "y"), True)
YES_NO |= dict.fromkeys(("否", "无", "false", "0", "n"), False)
INSTITUTION_KINDS = {"高校": "university", "科研机构": "research_institution", "医院": "hospital"}
PATENT_KINDS = {"发明": "invention", "实用新型": "utility_model", "外观设计": "design"}
MODES = {"转让": "assignment", "许可": "licence", "开放许可": "open_licence", "作价入股": "equity"}
WILLINGNESS = {**MODES, "自行实施": "own_use"}
STRATA = {"省份": "province", "机构": "institution"}
KIND_DIGITS = {"1": "invention", "8": "invention", "2": "utility_model", "9": "utility_model"}
KIND_DIGITS |= {"3": "design"}
EARLIEST = date(1985, 4, 1)
DATES = (
    r"(\d{4})-(\d{1,2})-(\d{1,2})",
    r"(\d{4})/(\d{1,2})/(\d{1,2})",
    r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
    r"(\d{4})(\d{2})(\d{2})",
    r"(\d{4})年(\d{1,2})月(\d{1,2})日",
)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Broken(Exception):
    """A cell breaks a rule; the rule's name is the message."""


def half(text: str) -> str:
    """Full-width characters made half-width, blanks around taken off."""
    return unicodedata.normalize("NFKC", text).strip()


def is_empty(text: str | None, form: str) -> bool:
    """Blank, or one of the signs that stand for it; 无 says no in a yes/no column."""
    if text is None:
        return True
    return half(text) in EMPTY or (half(text) == "无" and form != "yes_no")


def check_digit(digits: str) -> str:
    """The check digit of 8 or 12 digits: weights 2 to 9 from the left, again from 2; mod 11."""
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits))
    return "X" if total % 11 == 10 else str(total % 11)


def application_no(text: str) -> str:
    """The number as digits, a dot and the check digit."""
    squeezed = re.sub(r"\s+", "", half(text)).upper()
    match = re.fullmatch(r"((?:CN|ZL)*)(\d+)(?:\.([\dX])|(X))?(?:[A-CSUY]\d?)?", squeezed)
    if not match:
        raise Broken("application_no_form")
    prefix, digits = match[1], match[2]
    check = match[3] or match[4]
    if len(digits) == 13 and not check:
        digits, check = digits[:12], digits[12]
    if len(digits) == 11:
        if check or "CN" not in prefix:
            raise Broken("application_no_eleven_digits")
        digits = digits[:5] + "0" + digits[5:]
    if len(digits) in (7, 9):
        raise Broken("publication_number")
    if len(digits) not in (8, 12) or kind_digit(digits) not in KIND_DIGITS:
        raise Broken("application_no_form")
    if check and check != check_digit(digits):
        raise Broken("application_no_check_digit")
    return f"{digits}.{check_digit(digits)}"


def kind_digit(digits: str) -> str:
    """The digit that tells the kind: the third of 8, the fifth of 12."""
    return digits[2] if len(digits) == 8 else digits[4]


def patent_kind_of(number: str) -> str:
    """The kind that a normalized application number tells."""
    return KIND_DIGITS[kind_digit(number.split(".")[0])]


def credit_check(body: str) -> str:
    """The eighteenth character of a credit code (GB 32100): mod 31, weights powers of 3."""
    total = sum(CREDIT_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return CREDIT_ALPHABET[-total % 31]


def credit_code(text: str) -> str:
    """A unified social credit code."""
    code = half(text).upper()
    if len(code) != 18 or any(sign not in CREDIT_ALPHABET for sign in code):
        raise Broken("credit_code")
    if credit_check(code[:17]) != code[17]:
        raise Broken("credit_code")
    return code


def day(text: str) -> date:
    """A day in one of the accepted forms, not before the first Chinese patents."""
    match = next((m for form in DATES if (m := re.fullmatch(form, half(text)))), None)
    if not match:
        raise Broken("date_form")
    return existing_day(*(int(part) for part in match.groups()))


def existing_day(year: int, month: int, number: int) -> date:
    """The day itself, if the calendar has it and patents existed by then."""
    try:
        found = date(year, month, number)
    except ValueError:
        raise Broken("date_does_not_exist") from None
    if found < EARLIEST:
        raise Broken("date_too_early")
    return found


def month(text: str) -> date:
    """YYYY-MM, as the first day of the month."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", half(text))
    if not match:
        raise Broken("date_form")
    return existing_day(int(match[1]), int(match[2]), 1)


def number(text: str) -> Decimal:
    """A number with or without thousands commas."""
    plain = half(text)
    if not re.fullmatch(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", plain):
        raise Broken("number_form")
    return Decimal(plain.replace(",", ""))


def amount(text: str) -> Decimal:
    """A sum of money, in the unit of its header."""
    found = number(text)
    if found < 0:
        raise Broken("negative")
    return found


def count(text: str) -> int:
    """A whole number that is not negative."""
    found = amount(text)
    if found != int(found):
        raise Broken("number_form")
    return int(found)


def graded(highest: int, rule: str) -> Callable[[str], int]:
    """A reader of whole numbers from 1 to the highest."""

    def read(text: str) -> int:
        found = number(text)
        if found != int(found):
            raise Broken("number_form")
        if not 1 <= found <= highest:
            raise Broken(rule)
        return int(found)

    return read


def chosen(words: dict[str, str], rule: str) -> Callable[[str], str]:
    """A reader of one of several words, in Chinese or as its code."""

    def read(text: str) -> str:
        word = half(text)
        if word in words.values():
            return word
        if word not in words:
            raise Broken(rule)
        return words[word]

    return read


def yes_no(text: str) -> bool:
    """Yes or no."""
    if half(text).casefold() not in YES_NO:
        raise Broken("yes_no_form")
    return YES_NO[half(text).casefold()]


def province(text: str) -> str:
    """The GB/T 2260 code."""
    form = provinces.plain(text)
    if form in provinces.REFUSED:
        raise Broken("not_one_province")
    if form not in provinces.CODES:
        raise Broken("province_unknown")
    return provinces.CODES[form]


def province_or_abroad(text: str) -> str:
    """The GB/T 2260 code, or abroad."""
    return "abroad" if half(text) in ("境外", "abroad") else province(text)


READERS: dict[str, Callable[[str], object]] = {
    "text": str.strip,
    "name": lambda text: re.sub(r"[\r\n]+", "", text).strip(),
    "code": half,
    "departments": lambda text: tuple(text.split()),
    "institution_kind": chosen(INSTITUTION_KINDS, "kind_unknown"),
    "patent_kind": chosen(PATENT_KINDS, "kind_unknown"),
    "willingness": chosen(WILLINGNESS, "willingness_unknown"),
    "mode": chosen(MODES, "mode_unknown"),
    "stratum": chosen(STRATA, "stratum_unknown"),
    "stars": graded(5, "stars_range"),
    "maturity": graded(9, "maturity_range"),
    "application_no": application_no,
    "credit_code": credit_code,
    "date": day,
    "month": month,
    "amount": amount,
    "count": count,
    "yes_no": yes_no,
    "province": province,
    "province_or_abroad": province_or_abroad,
}
