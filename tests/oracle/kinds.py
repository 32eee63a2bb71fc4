"""The kinds of filing: their columns, the headers they go by, their keys."""

import re
import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Column:
    """One column of a kind; `form` names the reader in forms.READERS."""

    name: str
    form: str
    chinese: tuple[str, ...] = ()
    required: bool = False

    def headers(self) -> dict[str, int]:
        """Every accepted header in its plain form, with the factor its unit stands for."""
        if self.form == "amount":
            found = {f"{word}({unit})": factor for word in self.chinese for unit, factor in UNITS}
        else:
            found = {word: 1 for word in self.chinese}
        return {plain(header): factor for header, factor in {**found, self.name: 1}.items()}


@dataclass(frozen=True)
class Kind:
    """One kind of filing. `key` is what makes two rows speak of the same thing."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def required(self) -> set[str]:
        """Names of the columns without which a file is not of this kind."""
        return {column.name for column in self.columns if column.required}


UNITS = (("元", 1), ("万元", 10_000))


def plain(header: object) -> str:
    """A header without blanks, line breaks, width and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(header))).casefold()


INSTITUTION_ID = Column("institution_id", "code", ("机构代码", "学校标识码"), True)
APPLICATION_NO = Column("application_no", "application_no", ("申请号", "专利号"), True)

KINDS = (
    Kind(
        "institutions",
        ("institution_id",),
        (
            INSTITUTION_ID,
            Column("name", "name", ("机构名称", "学校名称"), True),
            Column("kind", "institution_kind", ("机构类型",), True),
            Column("province", "province", ("省份", "所在地区"), True),
            Column("department", "departments", ("主管部门",)),
            Column("name_en", "text", ("英文名称",)),
            Column("credit_code", "credit_code", ("统一社会信用代码",)),
        ),
    ),
    Kind(
        "patents",
        ("application_no", "institution_id"),
        (
            APPLICATION_NO,
            INSTITUTION_ID,
            Column("granted_on", "date", ("授权公告日",), True),
            Column("title", "text", ("专利名称",)),
            Column("kind", "patent_kind", ("专利类型",)),
            Column("filed_on", "date", ("申请日",)),
            Column("lapsed_on", "date", ("失效日",)),
            Column("ipc", "text", ("主分类号",)),
            Column("publicly_funded", "yes_no", ("是否财政资助",)),
            Column("transformed_before", "yes_no", ("计划前已转化",)),
            Column("holder_rank", "count", ("申请人顺位",)),
        ),
    ),
    Kind(
        "lapses",
        ("application_no",),
        (APPLICATION_NO, Column("lapsed_on", "date", ("失效日",), True)),
    ),
    Kind(
        "assessments",
        ("application_no", "assessed_on"),
        (
            APPLICATION_NO,
            Column("assessed_on", "date", ("盘点日期",), True),
            Column("convertible", "yes_no", ("是否入库",), True),
            Column("stars", "stars", ("自评星级",)),
            Column("willingness", "willingness", ("转化意愿",)),
            Column("maturity", "maturity", ("技术成熟度",)),
            Column("state", "text", ("实施状态",)),
        ),
    ),
    Kind(
        "evaluations",
        ("application_no", "evaluated_on", "enterprise"),
        (
            APPLICATION_NO,
            Column("evaluated_on", "date", ("评价日期",), True),
            Column("enterprise", "text", ("企业名称",), True),
            Column("enterprise_province", "province", ("企业省份",)),
            Column("stars", "stars", ("企业评星",)),
            Column("intent", "text", ("合作意向",)),
        ),
    ),
    Kind(
        "transfers",
        ("application_no", "recorded_on", "mode", "transferee"),
        (
            APPLICATION_NO,
            Column("recorded_on", "date", ("备案日期",), True),
            Column("mode", "mode", ("方式",), True),
            Column("transferee", "text", ("受让方",)),
            Column("transferee_province", "province_or_abroad", ("受让方省份",)),
            Column("amount_cny", "amount", ("合同金额",)),
        ),
    ),
    Kind(
        "products",
        ("application_no",),
        (
            APPLICATION_NO,
            Column("industrialized_on", "date", ("产业化日期",), True),
            Column("product", "text", ("产品名称",)),
            Column("revenue_cny", "amount", ("销售收入",)),
        ),
    ),
    Kind(
        "returns",
        ("institution_id", "period"),
        (
            INSTITUTION_ID,
            Column("period", "month", ("报告期",), True),
            Column("due", "count", ("应盘点",)),
            Column("assessed", "count", ("已盘点",)),
            Column("pooled", "count", ("入库",)),
            Column("evaluated", "count"),
            Column("transferred", "count"),
            Column("industrialized", "count"),
            Column("amount_cny", "amount", ("合同金额",)),
        ),
    ),
    Kind(
        "sample_answers",
        ("application_no", "sampled_on"),
        (
            APPLICATION_NO,
            Column("sampled_on", "date", ("抽查日期",), True),
            Column("is_right", "yes_no", ("是否准确",), True),
            Column("fault", "text", ("问题",)),
            Column("inspector_unit", "text", ("抽查单位",)),
            Column("stratified_by", "stratum", ("抽样分层",)),
        ),
    ),
)


def kind(name: str) -> Kind:
    """The kind of that name."""
    return next(found for found in KINDS if found.name == name)
