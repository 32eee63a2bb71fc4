"""The kinds that say who and what there is: institutions, patents, lapses, returns of counts."""

from dataclasses import replace

from milestones.filings.columns import (
    APPLICATION_NO,
    DAY,
    FLAG,
    INSTITUTION_ID,
    WHOLE,
    FilingColumn,
    FilingKind,
    money_column,
)
from milestones.i18n import _

_OWN_KINDS = (
    ("university", "高校"),
    ("research_institution", "科研机构"),
    ("hospital", "医院"),
)
_PATENT_KINDS = (
    ("invention", "发明"),
    ("utility_model", "实用新型"),
    ("design", "外观设计"),
)

INSTITUTIONS = FilingKind(
    "institutions",
    _("list of institutions"),
    (
        INSTITUTION_ID,
        FilingColumn(
            "name",
            ("机构名称", "学校名称"),
            required=True,
            explanation=_("The full name, as registered."),
            example="示例大学",
        ),
        FilingColumn(
            "kind",
            ("机构类型",),
            required=True,
            explanation=_("Which kind of institution it is."),
            example="高校",
            choices=_OWN_KINDS,
        ),
        FilingColumn(
            "province",
            (
                "省份",
                "所在地区",
                "所在省份",
                "所在省",
                "省（区、市）",
                "省（自治区、直辖市）",
                "省市",
            ),
            required=True,
            explanation=_("Where it lies: a province's name, or its six-digit code."),
            example="浙江",
            is_province=True,
        ),
        FilingColumn(
            "department",
            ("主管部门",),
            explanation=_("The authority in charge; several are divided by line breaks."),
            example="示例主管部门",
        ),
        FilingColumn(
            "name_en",
            ("英文名称",),
            explanation=_("The name in English, for pages and exports in English."),
            example="Example University",
        ),
        FilingColumn(
            "credit_code",
            ("统一社会信用代码",),
            explanation=_("Its 18 characters with their check digit, as text."),
            example="12330000MB9999999C",
        ),
    ),
)
PATENTS = FilingKind(
    "patents",
    _("list of patents"),
    (
        APPLICATION_NO,
        INSTITUTION_ID,
        FilingColumn(
            "granted_on",
            ("授权公告日",),
            required=True,
            native=DAY,
            explanation=_("The day on which the grant was announced."),
            example="2023-05-16",
        ),
        FilingColumn(
            "title",
            ("专利名称",),
            explanation=_("The title of the patent."),
            example="示例专利",
        ),
        FilingColumn(
            "kind",
            ("专利类型",),
            explanation=_("Which kind of patent it is; where it differs, the number counts."),
            example="发明",
            choices=_PATENT_KINDS,
        ),
        FilingColumn(
            "filed_on",
            ("申请日",),
            native=DAY,
            explanation=_("The day on which the application was filed."),
            example="2021-03-02",
        ),
        FilingColumn(
            "lapsed_on",
            ("失效日",),
            native=DAY,
            explanation=_("The day on which the patent lapsed; empty while it is valid."),
            example="2025-09-30",
        ),
        FilingColumn(
            "ipc",
            ("主分类号",),
            explanation=_("The main class of the International Patent Classification."),
            example="G06F 16/00",
        ),
        FilingColumn(
            "publicly_funded",
            ("是否财政资助",),
            native=FLAG,
            explanation=_("Whether public money paid for the research: yes or no."),
            example="是",
        ),
        FilingColumn(
            "transformed_before",
            ("计划前已转化",),
            native=FLAG,
            explanation=_(
                "Whether it was transformed before the plan began: yes or no; empty means no."
            ),
            example="否",
        ),
        FilingColumn(
            "holder_rank",
            ("申请人顺位",),
            native=WHOLE,
            explanation=_("The place of the institution among the holders: 1 for the first."),
            example="1",
        ),
    ),
)
LAPSES = FilingKind(
    "lapses",
    _("list of lapses"),
    (
        APPLICATION_NO,
        replace(
            PATENTS.column("lapsed_on"),
            required=True,
            explanation=_("The day on which the patent lapsed, for whoever holds it."),
        ),
    ),
    gives_way_to=(("granted_on",), ("holders", "published_on")),
)
RETURNS = FilingKind(
    "returns",
    _("list of returns"),
    (
        INSTITUTION_ID,
        FilingColumn(
            "period",
            ("报告期",),
            required=True,
            explanation=_("The month to whose end the counts go, as text: year, dash, month."),
            example="2024-11",
        ),
        FilingColumn(
            "due",
            ("应盘点",),
            native=WHOLE,
            explanation=_("How many patents are to be assessed."),
            example="1",
        ),
        FilingColumn(
            "assessed",
            ("已盘点",),
            native=WHOLE,
            explanation=_("How many of them are assessed so far."),
            example="1",
        ),
        FilingColumn(
            "pooled",
            ("入库", "已入库"),
            native=WHOLE,
            explanation=_("How many are in the pool of convertible ones so far."),
            example="1",
        ),
        FilingColumn(
            "evaluated",
            ("已评价",),
            native=WHOLE,
            explanation=_("How many enterprises have evaluated so far."),
            example="1",
        ),
        FilingColumn(
            "transferred",
            ("已转让", "已转化"),
            native=WHOLE,
            explanation=_("How many are transferred or licensed so far."),
            example="1",
        ),
        FilingColumn(
            "industrialized",
            ("已产业化",),
            native=WHOLE,
            explanation=_("How many are industrialized so far."),
            example="0",
        ),
        money_column(
            "amount_cny",
            "合同金额",
            "amount",
            _("The sum of the contracts' amounts so far, in yuan."),
            "500000",
        ),
    ),
)
