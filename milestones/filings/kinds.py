"""The seven kinds of filing, as data: their columns and the headers each column goes by."""

import re
import unicodedata
from dataclasses import dataclass

from milestones.i18n import _

TEN_THOUSAND = 10_000
TEXT, DAY, FLAG = "VARCHAR", "DATE", "BOOLEAN"
WHOLE, AMOUNT = "BIGINT", "DECIMAL(32,10)"
_INVISIBLE = re.compile(r"[\s\ufeff\u200b-\u200d\u2060]+")


@dataclass(frozen=True)
class Column:
    """One column of a kind.

    `headers` hold the headers that name it beside the field itself; for money these say yuan.
    `headers_wan` say ten thousand yuan, and `headers_without_unit` are recognized but never read.
    `native` is the type whose values need no understanding: DATE for days, BOOLEAN for yes and no,
    BIGINT for whole numbers, DECIMAL for amounts.
    """

    field: str
    headers: tuple[str, ...] = ()
    required: bool = False
    headers_wan: tuple[str, ...] = ()
    headers_without_unit: tuple[str, ...] = ()
    native: str = TEXT

    def label(self, lang: str) -> str:
        """The header that people of this language write."""
        return self.headers[0] if lang == "zh" and self.headers else self.field

    def factors(self) -> dict[str, int]:
        """Every header of the column, normalized, with the factor that brings a cell to the unit
        of the field (10,000 for headers in 万元, else 1)."""
        factors = {normalize_header(text): 1 for text in (self.field, *self.headers)}
        return factors | {normalize_header(text): TEN_THOUSAND for text in self.headers_wan}


@dataclass(frozen=True)
class Kind:
    """A kind of filing. The order of `columns` is the order of the landed table."""

    key: str
    title: str
    columns: tuple[Column, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns if column.required)

    def column(self, field: str) -> Column:
        """The column of a field; KeyError when the kind has no such field."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)


def normalize_header(text: str) -> str:
    """The form in which headers are compared: NFKC, no white space, lower case."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def _money(field: str, name: str, english: str) -> Column:
    return Column(
        field,
        (f"{name}（元）",),
        headers_wan=(f"{name}（万元）",),
        headers_without_unit=(name, english),
        native=AMOUNT,
    )


_APPLICATION_NO = Column("application_no", ("申请号", "专利号"), required=True)
_INSTITUTION_ID = Column("institution_id", ("机构代码", "学校标识码"), required=True)
_AMOUNT = _money("amount_cny", "合同金额", "amount")

INSTITUTIONS = Kind(
    "institutions",
    _("list of institutions"),
    (
        _INSTITUTION_ID,
        Column("name", ("机构名称", "学校名称"), required=True),
        Column("kind", ("机构类型",), required=True),
        Column("province", ("省份", "所在地区"), required=True),
        Column("department", ("主管部门",)),
        Column("name_en", ("英文名称",)),
        Column("credit_code", ("统一社会信用代码",)),
    ),
)
PATENTS = Kind(
    "patents",
    _("list of patents"),
    (
        _APPLICATION_NO,
        _INSTITUTION_ID,
        Column("granted_on", ("授权公告日",), required=True, native=DAY),
        Column("title", ("专利名称",)),
        Column("kind", ("专利类型",)),
        Column("filed_on", ("申请日",), native=DAY),
        Column("lapsed_on", ("失效日",), native=DAY),
        Column("ipc", ("主分类号",)),
        Column("publicly_funded", ("是否财政资助",), native=FLAG),
        Column("transformed_before", ("计划前已转化",), native=FLAG),
        Column("holder_rank", ("申请人顺位",), native=WHOLE),
    ),
)
ASSESSMENTS = Kind(
    "assessments",
    _("list of assessments"),
    (
        _APPLICATION_NO,
        Column("assessed_on", ("盘点日期",), required=True, native=DAY),
        Column("convertible", ("是否入库",), required=True, native=FLAG),
        Column("stars", ("自评星级",), native=WHOLE),
        Column("willingness", ("转化意愿",)),
        Column("maturity", ("技术成熟度",), native=WHOLE),
        Column("state", ("实施状态",)),
    ),
)
EVALUATIONS = Kind(
    "evaluations",
    _("list of evaluations"),
    (
        _APPLICATION_NO,
        Column("evaluated_on", ("评价日期",), required=True, native=DAY),
        Column("enterprise", ("企业名称",), required=True),
        Column("enterprise_province", ("企业省份",)),
        Column("stars", ("企业评星",), native=WHOLE),
        Column("intent", ("合作意向",)),
    ),
)
TRANSFERS = Kind(
    "transfers",
    _("list of transfers"),
    (
        _APPLICATION_NO,
        Column("recorded_on", ("备案日期",), required=True, native=DAY),
        Column("mode", ("方式",), required=True),
        Column("transferee", ("受让方",)),
        Column("transferee_province", ("受让方省份",)),
        _AMOUNT,
    ),
)
PRODUCTS = Kind(
    "products",
    _("list of products"),
    (
        _APPLICATION_NO,
        Column("industrialized_on", ("产业化日期",), required=True, native=DAY),
        Column("product", ("产品名称",)),
        _money("revenue_cny", "销售收入", "revenue"),
    ),
)
RETURNS = Kind(
    "returns",
    _("list of returns"),
    (
        _INSTITUTION_ID,
        Column("period", ("报告期",), required=True),
        Column("due", ("应盘点",), native=WHOLE),
        Column("assessed", ("已盘点",), native=WHOLE),
        Column("pooled", ("入库", "已入库"), native=WHOLE),
        Column("evaluated", ("已评价",), native=WHOLE),
        Column("transferred", ("已转让", "已转化"), native=WHOLE),
        Column("industrialized", ("已产业化",), native=WHOLE),
        _AMOUNT,
    ),
)

KINDS = (INSTITUTIONS, PATENTS, ASSESSMENTS, EVALUATIONS, TRANSFERS, PRODUCTS, RETURNS)


def kind_named(key: str) -> Kind:
    """The kind with this key; KeyError when there is none."""
    for kind in KINDS:
        if kind.key == key:
            return kind
    raise KeyError(key)
