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
class FilingColumn:
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
        """Give the header that people of this language write."""
        return self.headers[0] if lang == "zh" and self.headers else self.field

    def factors(self) -> dict[str, int]:
        """Give every header of the column, normalized, with its factor: 10,000 for 万元, else 1."""
        factors = {normalize_header(text): 1 for text in (self.field, *self.headers)}
        return factors | {normalize_header(text): TEN_THOUSAND for text in self.headers_wan}


@dataclass(frozen=True)
class FilingKind:
    """A kind of filing. The order of `columns` is the order of the staged table."""

    key: str
    title: str
    columns: tuple[FilingColumn, ...]

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


def _money(field: str, name: str, english: str) -> FilingColumn:
    return FilingColumn(
        field,
        (f"{name}（元）",),
        headers_wan=(f"{name}（万元）",),
        headers_without_unit=(name, english),
        native=AMOUNT,
    )


_APPLICATION_NO = FilingColumn("application_no", ("申请号", "专利号"), required=True)
_INSTITUTION_ID = FilingColumn("institution_id", ("机构代码", "学校标识码"), required=True)
_AMOUNT = _money("amount_cny", "合同金额", "amount")

INSTITUTIONS = FilingKind(
    "institutions",
    _("list of institutions"),
    (
        _INSTITUTION_ID,
        FilingColumn("name", ("机构名称", "学校名称"), required=True),
        FilingColumn("kind", ("机构类型",), required=True),
        FilingColumn("province", ("省份", "所在地区"), required=True),
        FilingColumn("department", ("主管部门",)),
        FilingColumn("name_en", ("英文名称",)),
        FilingColumn("credit_code", ("统一社会信用代码",)),
    ),
)
PATENTS = FilingKind(
    "patents",
    _("list of patents"),
    (
        _APPLICATION_NO,
        _INSTITUTION_ID,
        FilingColumn("granted_on", ("授权公告日",), required=True, native=DAY),
        FilingColumn("title", ("专利名称",)),
        FilingColumn("kind", ("专利类型",)),
        FilingColumn("filed_on", ("申请日",), native=DAY),
        FilingColumn("lapsed_on", ("失效日",), native=DAY),
        FilingColumn("ipc", ("主分类号",)),
        FilingColumn("publicly_funded", ("是否财政资助",), native=FLAG),
        FilingColumn("transformed_before", ("计划前已转化",), native=FLAG),
        FilingColumn("holder_rank", ("申请人顺位",), native=WHOLE),
    ),
)
ASSESSMENTS = FilingKind(
    "assessments",
    _("list of assessments"),
    (
        _APPLICATION_NO,
        FilingColumn("assessed_on", ("盘点日期",), required=True, native=DAY),
        FilingColumn("convertible", ("是否入库",), required=True, native=FLAG),
        FilingColumn("stars", ("自评星级",), native=WHOLE),
        FilingColumn("willingness", ("转化意愿",)),
        FilingColumn("maturity", ("技术成熟度",), native=WHOLE),
        FilingColumn("state", ("实施状态",)),
    ),
)
EVALUATIONS = FilingKind(
    "evaluations",
    _("list of evaluations"),
    (
        _APPLICATION_NO,
        FilingColumn("evaluated_on", ("评价日期",), required=True, native=DAY),
        FilingColumn("enterprise", ("企业名称",), required=True),
        FilingColumn("enterprise_province", ("企业省份",)),
        FilingColumn("stars", ("企业评星",), native=WHOLE),
        FilingColumn("intent", ("合作意向",)),
    ),
)
TRANSFERS = FilingKind(
    "transfers",
    _("list of transfers"),
    (
        _APPLICATION_NO,
        FilingColumn("recorded_on", ("备案日期",), required=True, native=DAY),
        FilingColumn("mode", ("方式",), required=True),
        FilingColumn("transferee", ("受让方",)),
        FilingColumn("transferee_province", ("受让方省份",)),
        _AMOUNT,
    ),
)
PRODUCTS = FilingKind(
    "products",
    _("list of products"),
    (
        _APPLICATION_NO,
        FilingColumn("industrialized_on", ("产业化日期",), required=True, native=DAY),
        FilingColumn("product", ("产品名称",)),
        _money("revenue_cny", "销售收入", "revenue"),
    ),
)
RETURNS = FilingKind(
    "returns",
    _("list of returns"),
    (
        _INSTITUTION_ID,
        FilingColumn("period", ("报告期",), required=True),
        FilingColumn("due", ("应盘点",), native=WHOLE),
        FilingColumn("assessed", ("已盘点",), native=WHOLE),
        FilingColumn("pooled", ("入库", "已入库"), native=WHOLE),
        FilingColumn("evaluated", ("已评价",), native=WHOLE),
        FilingColumn("transferred", ("已转让", "已转化"), native=WHOLE),
        FilingColumn("industrialized", ("已产业化",), native=WHOLE),
        _AMOUNT,
    ),
)

FILING_KINDS = (INSTITUTIONS, PATENTS, ASSESSMENTS, EVALUATIONS, TRANSFERS, PRODUCTS, RETURNS)


def kind_by_key(key: str) -> FilingKind:
    """Give the kind with this key; KeyError when there is none."""
    return {kind.key: kind for kind in FILING_KINDS}[key]
