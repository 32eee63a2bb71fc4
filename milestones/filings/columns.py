"""What a column and a kind of filing are, and the columns that several kinds have."""

import re
import unicodedata
from dataclasses import dataclass

from milestones.i18n import _

MONEY_UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
"""What stands in brackets behind an amount's name, and the yuan in it."""
TEXT, DAY, FLAG = "VARCHAR", "DATE", "BOOLEAN"
WHOLE, AMOUNT = "BIGINT", "DECIMAL(32,10)"
BEYOND_HEADER = "beyond_header"
"""The staged column of what stands to the right of the last header."""
Choice = tuple[str, str]
"""A code, which is its English word, and its Chinese word."""
YES_NO: tuple[Choice, ...] = (("Y", "是"), ("N", "否"))
_INVISIBLE = re.compile(r"[\s\ufeff\u200b-\u200d\u2060]+")


@dataclass(frozen=True)
class FilingColumn:
    """One column of a kind.

    `headers` hold the headers that name it beside the field itself; for money these say yuan.
    `headers_wan` say ten thousand yuan, and `headers_without_unit` are recognized but never read:
    each with a unit of money in brackets is a header too.
    `native` is the type whose values need no understanding: DATE for days, BOOLEAN for yes and no,
    BIGINT for whole numbers, DECIMAL for amounts. `explanation` is one line for those who fill the
    column, and `example` an invented cell of it, the same thing in all kinds. `choices` are set
    where only such words may stand, `is_province` says the same of provinces.
    """

    field: str
    headers: tuple[str, ...] = ()
    required: bool = False
    headers_wan: tuple[str, ...] = ()
    headers_without_unit: tuple[str, ...] = ()
    native: str = TEXT
    explanation: str = ""
    example: str = ""
    choices: tuple[Choice, ...] = ()
    is_province: bool = False

    @property
    def bilingual_header(self) -> str:
        """Give the header that templates have: Chinese, an asterisk where required, English."""
        return f"{self.label('zh')}{' *' if self.required else ''}\n{self.field}"

    def label(self, lang: str) -> str:
        """Give the header that people of this language write."""
        return self.headers[0] if lang == "zh" and self.headers else self.field

    def headers_to_write(self, lang: str) -> tuple[str, ...]:
        """Give the headers to choose from: of money one for each unit, else the label alone."""
        return (*self.headers, *self.headers_wan) if self.headers_wan else (self.label(lang),)

    def words(self, lang: str) -> tuple[str, ...]:
        """Give the words that may stand in the column beside provinces; none where any text may."""
        choices = YES_NO if self.native == FLAG else self.choices
        return tuple(chinese if lang == "zh" else code for code, chinese in choices)

    def factors(self) -> dict[str, int]:
        """Give every header of the column, normalized, with its factor: of money by its unit."""
        unmarked = self.bilingual_header.replace("*", "")
        texts = (self.field, *self.headers, self.bilingual_header, unmarked)
        return {normalize_header(text): 1 for text in texts} | {
            normalize_header(f"{name}({unit})"): factor
            for name in self.headers_without_unit
            for unit, factor in MONEY_UNITS.items()
        }


@dataclass(frozen=True)
class FilingKind:
    """A kind of filing. The order of `columns` is the order of the staged table.

    `has_template` is false for what other programs export and nobody fills in by hand. A table with
    all of the fields in one of `gives_way_to`, which are of other kinds, is not of this kind.
    """

    key: str
    title: str
    columns: tuple[FilingColumn, ...]
    has_template: bool = True
    gives_way_to: tuple[tuple[str, ...], ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns if column.required)

    def column(self, field: str) -> FilingColumn:
        """Give the column of a field; KeyError when the kind has no such field."""
        return {column.field: column for column in self.columns}[field]


def normalize_header(text: str) -> str:
    """Give the form in which headers are compared: NFKC, no white space, lower case."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def money_column(
    field: str, name: str, english: str, explanation: str, example: str
) -> FilingColumn:
    """Make a column of money, whose header says its unit: yuan or ten thousand yuan."""
    return FilingColumn(
        field,
        (f"{name}（元）",),
        headers_wan=(f"{name}（万元）",),
        headers_without_unit=(name, english),
        native=AMOUNT,
        explanation=explanation,
        example=example,
    )


APPLICATION_NO = FilingColumn(
    "application_no",
    ("申请号", "专利号"),
    required=True,
    explanation=_(
        "The application number with its check digit, as text; not the publication number."
    ),
    example="202119999999.2",
)
INSTITUTION_ID = FilingColumn(
    "institution_id",
    ("机构代码", "学校标识码"),
    required=True,
    explanation=_(
        "The ten digits of the Ministry of Education, else the unified social credit code; as text."
    ),
    example="4133099999",
)
