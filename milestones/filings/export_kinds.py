"""The kinds that CNIPA's exports bring: rows of its register, and the names that match them."""

from milestones.filings.columns import (
    APPLICATION_NO,
    DAY,
    INSTITUTION_ID,
    FilingColumn,
    FilingKind,
)
from milestones.i18n import _

EXPORTS = FilingKind(
    "exports",
    _("export of CNIPA's register"),
    (
        FilingColumn(
            "application_no",
            ("申请号",),
            required=True,
            explanation=APPLICATION_NO.explanation,
            example=APPLICATION_NO.example,
        ),
        FilingColumn(
            "holders",
            ("申请人/专利权人", "申请（专利权）人"),
            required=True,
            explanation=_("The applicants or holders in their order, divided by semicolons."),
            example="示例大学;示例企业",
        ),
        FilingColumn(
            "published_on",
            ("申请公布日/授权公告日", "公开（公告）日"),
            required=True,
            native=DAY,
            explanation=_("The day of the publication that the row is about."),
            example="2023-05-16",
        ),
        FilingColumn(
            "publication_no",
            ("公开（公告）号", "公布号"),
            explanation=_("The publication number, whose last letter is the kind code."),
            example="CN199999999U",
        ),
        FilingColumn(
            "state",
            ("法律状态",),
            explanation=_("The latest legal state."),
            example="授权",
        ),
        FilingColumn(
            "state_on",
            ("法律状态最后修改日期",),
            native=DAY,
            explanation=_("The day on which that state was announced."),
            example="2023-05-16",
        ),
        FilingColumn(
            "title",
            ("专利名称", "名称"),
            explanation=_("The title of the patent."),
            example="一种示例装置",
        ),
        FilingColumn(
            "filed_on",
            ("申请日",),
            native=DAY,
            explanation=_("The day on which the application was filed."),
            example="2021-03-02",
        ),
        FilingColumn(
            "ipc",
            ("主分类号", "IPC分类号"),
            explanation=_("The main class of the International Patent Classification."),
            example="G06F 16/00",
        ),
    ),
    has_template=False,
)
"""What the search service exports, in 9 or 14 columns, and the full export of 34."""

ALIASES = FilingKind(
    "aliases",
    _("list of aliases"),
    (
        FilingColumn(
            "alias",
            ("曾用名", "别名"),
            required=True,
            explanation=_(
                "A former or other name under which the institution holds patents; not a company "
                "or a part of it."
            ),
            example="示例学院",
        ),
        INSTITUTION_ID,
        FilingColumn(
            "confirmed_on",
            ("确认日期",),
            native=DAY,
            explanation=_("The day on which a person confirmed it."),
            example="2024-03-01",
        ),
        FilingColumn(
            "note",
            ("说明",),
            explanation=_("Why the names mean one institution."),
            example="2020年更名",
        ),
    ),
)
