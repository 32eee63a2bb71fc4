"""What a check said: files, findings by rule, what would change, copies to take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from milestones.console.faults import MAX_FILES_SHOWN, fault_sentence
from milestones.console.results import again_line
from milestones.editions.file_reports import COUNT_HEADERS, REPORT_COUNTS, FileReport
from milestones.editions.finding_groups import FindingGroup
from milestones.editions.findings import finding_line
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.rule_names import RULE_EFFECTS, RULE_NAMES
from milestones.figures.labels import sentence_case
from milestones.filings.kinds import kind_by_key
from milestones.filings.remarks import FilingRefused
from milestones.i18n import Locale, _
from milestones.intake.copies import (
    REPORT_NAME,
    report_bytes,
    returned_bytes,
    returned_file_name,
)
from milestones.intake.desk import CheckResult, Desk
from milestones.progress.indicator_changes import IndicatorChange
from milestones.progress.value_text import change_cells
from pages.parts.downloads import download_outcome, media_type
from pages.parts.markup import (
    details,
    div,
    element,
    escape_html,
    escape_markdown,
    scrolling_table,
    show_html,
    show_text,
    text_element,
)


def show_fault(desk: Desk, locale: Locale) -> None:
    """Say why a check or a publication came to nothing, with a way out."""
    if isinstance(desk.fault, DeliveryRefusedError):
        _show_refusals(desk, desk.fault, locale)
    elif desk.fault:
        show_text("div", fault_sentence(desk.fault, locale), class_="notice", role="alert")


def show_wrong_home(locale: Locale) -> None:
    """Say before any file is brought that filings do not belong into this home."""
    said = locale(
        "This app shows the synthetic register, so real filings cannot be published in it. Ask "
        "whoever runs it to start it for the real ones. The templates are the same."
    )
    show_text("div", said, class_="notice", role="alert")


def _show_refusals(desk: Desk, refused: DeliveryRefusedError, locale: Locale) -> None:
    said = locale("These files cannot be read, so that nothing was checked or published:")
    names = [desk.uploads.name_of(name) for name, _refusal in refused.refusals]
    lines = [
        text_element("li", f"{name}{locale.colon}{_refusal_sentence(refusal, locale)}")
        for name, (_, refusal) in zip(names, refused.refusals[:MAX_FILES_SHOWN], strict=False)
    ]
    if more := len(names) - len(lines):
        lines.append(text_element("li", locale("… and {more} more.", more=locale.exact(more))))
    listed = element("ul", "".join(lines))
    show_html(element("div", text_element("p", said) + listed, class_="notice", role="alert"))
    for header in _misnamed(refused):
        label = locale("Do not read {header}", header=escape_markdown(header))
        key = f"intake_leave_{header}"
        st.button(label, key=key, on_click=desk.leave_out, args=(header,))
    label = locale("Remove these files")
    st.button(label, key="intake_remove_refused", on_click=desk.remove, args=names)


def _refusal_sentence(refusal: FilingRefused, locale: Locale) -> str:
    """Say why a file is refused; here a button takes the place of the command's option."""
    if "option" not in refusal.params:
        return refusal.sentence(locale)
    label = locale("Do not read {header}", header=refusal.params["header"])
    option = locale("the button “{label}” below", label=label)
    return FilingRefused(refusal.rule, **{**refusal.params, "option": option}).sentence(locale)


def _misnamed(refused: DeliveryRefusedError) -> list[str]:
    """Give the headers that a steward may say are meant as they are."""
    found = (each for _, each in refused.refusals if "option" in each.params)
    return [*dict.fromkeys(str(each.params["header"]) for each in found)]


def show_result(result: CheckResult, locale: Locale, *, is_published: bool) -> None:
    """Show all that was found in the files, and what they change or would change."""
    show_text("h3", locale("What was found"))
    _show_reports(result.reports, locale)
    if said := again_line(result.check.rejected, result.reports, locale):
        show_text("p", said)
    _show_copies(result, locale)
    show_html(div("findings", *(_group(group, locale) for group in result.groups)))
    changed, would_change = _("What publishing changed"), _("What publishing would change")
    show_text("h3", locale(changed if is_published else would_change))
    _show_changes(result.changes, locale)


def _show_reports(reports: Sequence[FileReport], locale: Locale) -> None:
    """Show what became of each file, row by row of it."""
    head = [locale(header) for header in COUNT_HEADERS.values()]
    rows = [
        [
            each.file,
            sentence_case(locale(kind_by_key(each.kind).title)),
            locale.exact(each.rows),
            *(locale.exact(getattr(each, name)) for name in REPORT_COUNTS),
        ]
        for each in reports
    ]
    numeric = [False, False, *[True] * (len(head) - 2)]
    show_html(scrolling_table(head, rows, locale("What became of each file"), numeric))


def _group(group: FindingGroup, locale: Locale) -> str:
    word = locale(RULE_EFFECTS[group.severity][0])
    counted = text_element("strong", f"{word} · {locale.exact(group.count)}")
    lines = [text_element("li", finding_line(each, locale)) for each in group.examples]
    if more := group.count - len(lines):
        said = locale("… and {more} more of the same rule.", more=locale.exact(more))
        lines.append(text_element("li", said, class_="more"))
    heading = element("p", f"{counted} {escape_html(locale(RULE_NAMES[group.rule]))}")
    return element("section", heading + element("ul", "".join(lines)), class_=group.severity)


def _show_copies(result: CheckResult, locale: Locale) -> None:
    """Offer all findings, and the workbooks for the senders, each made at the click."""
    if not result.groups:
        return
    with st.container(key="intake_copies"), st.container(key="intake_copy_row", horizontal=True):
        _copy_button(locale("All findings (XLSX)"), REPORT_NAME, partial(report_bytes, result))
        if name := returned_file_name(result):
            label = locale("Marked files for the senders")
            _copy_button(label, name, partial(returned_bytes, result))
    show_html(download_outcome(locale))


def _copy_button(label: str, name: str, make: Callable[[], bytes]) -> None:
    kind = media_type(name)
    st.download_button(label, make, file_name=name, mime=kind, key=label, on_click="ignore")


def _show_changes(changes: Sequence[IndicatorChange], locale: Locale) -> None:
    """Show which indicators would change: of the country at once, of the provinces on demand."""
    if not changes:
        show_text("p", locale("No indicator changes."))
        return
    whole = [change_cells(each, locale)[1:] for each in changes if each.province is None]
    parts = [change_cells(each, locale) for each in changes if each.province is not None]
    head = [locale("Indicator"), locale("Before publishing"), locale("After publishing")]
    if whole:
        show_html(scrolling_table(head, whole, locale("In the country")))
    if parts:
        title = locale("By province")
        table = scrolling_table([locale("Province"), *head], parts, title)
        show_html(details(title, table, "changes"))
