"""The kinds that say what was done with a patent, from its assessment to a sample check of it."""

from milestones.filings.columns import (
    APPLICATION_NO,
    DAY,
    FLAG,
    WHOLE,
    FilingColumn,
    FilingKind,
    money_column,
)
from milestones.i18n import _

_TRANSFER_MODES = (
    ("assignment", "转让"),
    ("licence", "许可"),
    ("open_licence", "开放许可"),
    ("equity", "作价入股"),
)
_STARS = tuple((str(stars), str(stars)) for stars in range(1, 6))
_LEVELS = tuple((str(level), str(level)) for level in range(1, 10))

ASSESSMENTS = FilingKind(
    "assessments",
    _("list of assessments"),
    (
        APPLICATION_NO,
        FilingColumn(
            "assessed_on",
            ("盘点日期",),
            required=True,
            native=DAY,
            explanation=_("The day of the assessment, not before the grant."),
            example="2024-06-28",
        ),
        FilingColumn(
            "convertible",
            ("是否入库",),
            required=True,
            native=FLAG,
            explanation=_("Whether the patent goes into the pool of convertible ones: yes or no."),
            example="是",
        ),
        FilingColumn(
            "stars",
            ("自评星级",),
            native=WHOLE,
            explanation=_("The institution's own grade, from 1 to 5 stars."),
            example="4",
            choices=_STARS,
        ),
        FilingColumn(
            "willingness",
            ("转化意愿",),
            explanation=_("In which way the institution would transform the patent."),
            example="许可",
            choices=(*_TRANSFER_MODES, ("own_use", "自行实施")),
        ),
        FilingColumn(
            "maturity",
            ("技术成熟度",),
            native=WHOLE,
            explanation=_("The technology readiness level, from 1 to 9."),
            example="6",
            choices=_LEVELS,
        ),
        FilingColumn(
            "state",
            ("实施状态",),
            explanation=_("How far the patent is put to use, in a few words."),
            example="未实施",
        ),
    ),
)
EVALUATIONS = FilingKind(
    "evaluations",
    _("list of evaluations"),
    (
        APPLICATION_NO,
        FilingColumn(
            "evaluated_on",
            ("评价日期",),
            required=True,
            native=DAY,
            explanation=_("The day on which the enterprise evaluated the patent."),
            example="2024-08-09",
        ),
        FilingColumn(
            "enterprise",
            ("企业名称",),
            required=True,
            explanation=_("The full name of the enterprise that evaluated the patent."),
            example="示例科技有限公司",
        ),
        FilingColumn(
            "enterprise_province",
            ("企业省份",),
            explanation=_("Where the enterprise lies: a province's name, or its six-digit code."),
            example="江苏",
            is_province=True,
        ),
        FilingColumn(
            "stars",
            ("企业评星",),
            native=WHOLE,
            explanation=_("The enterprise's grade, from 1 to 5 stars."),
            example="5",
            choices=_STARS,
        ),
        FilingColumn(
            "intent",
            ("合作意向",),
            explanation=_("What the enterprise would like to do, in a few words."),
            example="希望获得许可",
        ),
    ),
)
TRANSFERS = FilingKind(
    "transfers",
    _("list of transfers"),
    (
        APPLICATION_NO,
        FilingColumn(
            "recorded_on",
            ("备案日期",),
            required=True,
            native=DAY,
            explanation=_("The day on which the transfer or licence was recorded."),
            example="2024-10-15",
        ),
        FilingColumn(
            "mode",
            ("方式",),
            required=True,
            explanation=_("In which way the patent was transferred."),
            example="转让",
            choices=_TRANSFER_MODES,
        ),
        FilingColumn(
            "transferee",
            ("受让方",),
            explanation=_("The full name of the organization that received the right."),
            example="示例科技有限公司",
        ),
        FilingColumn(
            "transferee_province",
            ("受让方省份",),
            explanation=_("Where it lies: a province's name, its six-digit code, or abroad."),
            example="江苏",
            choices=(("abroad", "境外"),),
            is_province=True,
        ),
        money_column(
            "amount_cny",
            "合同金额",
            "amount",
            _("The amount of the contract in yuan; empty where none is stated."),
            "500000",
        ),
    ),
)
PRODUCTS = FilingKind(
    "products",
    _("list of products"),
    (
        APPLICATION_NO,
        FilingColumn(
            "industrialized_on",
            ("产业化日期",),
            required=True,
            native=DAY,
            explanation=_("The day from which a product with the patent was made or sold."),
            example="2025-02-20",
        ),
        FilingColumn(
            "product",
            ("产品名称",),
            explanation=_("The name of the product."),
            example="示例产品",
        ),
        money_column(
            "revenue_cny",
            "销售收入",
            "revenue",
            _("The revenue from the product in yuan; empty where it is not known."),
            "1200000",
        ),
    ),
)
SAMPLE_ANSWERS = FilingKind(
    "sample_answers",
    _("list of sample answers"),
    (
        APPLICATION_NO,
        FilingColumn(
            "sampled_on",
            ("抽查日期",),
            required=True,
            native=DAY,
            explanation=_("The day that the sample counts assessments up to, as it was drawn."),
            example="2024-09-30",
        ),
        FilingColumn(
            "is_right",
            ("是否准确",),
            required=True,
            native=FLAG,
            explanation=_("Whether the assessment as filed is right: yes or no."),
            example="否",
        ),
        FilingColumn(
            "fault",
            ("问题",),
            explanation=_("What is wrong with the assessment, in a few words; no personal names."),
            example="星级与实际不符",
        ),
        FilingColumn(
            "inspector_unit",
            ("抽查单位",),
            explanation=_("The organization that made the check."),
            example="示例知识产权保护中心",
        ),
        FilingColumn(
            "stratified_by",
            ("抽样分层",),
            explanation=_("Within what the sample was drawn; as its workbook says."),
            example="省份",
            choices=(("province", "省份"), ("institution", "机构")),
        ),
    ),
)
