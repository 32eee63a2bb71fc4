"""What the commands print: files of a delivery, findings, editions, values, copies, packs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from milestones.calendar import BEIJING
from milestones.console.faults import FAULT_SENTENCES
from milestones.console.terminal import print_json, print_line, print_to_stderr
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import DeliveryHistory, delivery_history_of
from milestones.editions.edition import EditionUnreadableError
from milestones.editions.file_reports import FileReport, report_line
from milestones.editions.findings import Finding, Findings, finding_line
from milestones.editions.publishing import Publication
from milestones.editions.release import (
    ReleaseUnreadableError,
    embargo_of,
    embargo_sentence,
    release_of,
)
from milestones.editions.retention import removed_editions
from milestones.editions.returned_workbooks import ReturnedWorkbook
from milestones.export.pack.changes import change_lines
from milestones.export.pack.making import WrittenPack, missing_picture_lines
from milestones.export.verify.verification import verification_lines
from milestones.export.verify.zip_verification import VerifiedFile, verified_file_lines
from milestones.filings.files import readable_name
from milestones.i18n import Locale, _
from milestones.progress.indicator_changes import IndicatorChange, change_records
from milestones.progress.indicators import BY_ID, IndicatorValue
from milestones.progress.value_text import change_cells, value_text

GROUP_TITLES = {
    "note": _("Not read, or read with a remark:"),
    "rejection": _("Rejected:"),
    "warning": _("Warnings:"),
}
MAX_FINDINGS_SHOWN = 20
"""Findings of a sort that are listed; of the others their number is said."""


def show_publication(home: DataHome, done: Publication, locale: Locale, *, as_json: bool) -> None:
    """Print what became of each file, the first findings, and the edition that stands."""
    show_skipped(done.skipped, locale)
    if late := late_line(done, locale):
        print_to_stderr(late)
    if as_json:
        print_json([asdict(report) for report in done.files])
        return
    _show_files(done.files, locale)
    if done.delivery_no:
        with home.edition(done.edition_id) as edition:
            _show_findings(Findings(edition, done.delivery_no), locale)
    print_line(outcome_line(done, locale))
    warn_of_embargo(home, done.edition_id, locale)
    _show_left_out(done.left_out, locale)
    for edition_id in done.removed:
        print_line(locale("Removed: edition {id}", id=edition_id))


def late_line(done: Publication, locale: Locale) -> str:
    """Say that a delivery came before the last one; "" where it did not."""
    line = _("Received before the last delivery, which came on {day}: the as-of date stays.")
    return locale(line, day=locale.date(done.later)) if done.later else ""


def outcome_line(done: Publication, locale: Locale) -> str:
    """Say which edition stands now."""
    stands, same = _("Edition {id} stands."), _("Nothing new: edition {id} stands already.")
    return locale(stands if done.is_new else same, id=done.edition_id)


def show_skipped(folders: Sequence[Path], locale: Locale) -> None:
    """Say on standard error which linked folders were not followed."""
    for folder in folders:
        line = _("The linked folder {path} is not followed. Name it if its files belong to it.")
        print_to_stderr(locale(line, path=readable_name(str(folder))))


def again_line(rejected: int, reports: Sequence[FileReport], locale: Locale) -> str:
    """Say that rejected rows are listed again of files that came before; "" where none are.

    `rejected` counts them too, while the reports call such files identical.
    """
    again = rejected - sum(each.rejected for each in reports)
    if not again:
        return ""
    return locale.n(
        "One row of files that were delivered before was rejected then, and is listed again.",
        "{count} rows of files that were delivered before were rejected then, and are listed "
        "again.",
        again,
    )


def show_check(
    reports: Sequence[FileReport],
    findings: Iterable[Finding],
    rejected: int,
    locale: Locale,
    *,
    as_json: bool,
    changes: Sequence[IndicatorChange] | None = None,
) -> None:
    """Print what publishing would do with each file, and to the indicators if that was asked.

    JSON is the list of the files; with the changes asked for, an object of both.
    """
    if as_json:
        files = [asdict(report) for report in reports]
        both = {"files": files, "changes": change_records(changes or ())}
        print_json(files if changes is None else both)
        return
    _show_files(reports, locale)
    if said := again_line(rejected, reports, locale):
        print_line(said)
    _show_findings(findings, locale)
    if changes is not None:
        _show_changes(changes, locale)


def _show_changes(changes: Sequence[IndicatorChange], locale: Locale) -> None:
    said = _("What publishing would change:") if changes else _("No indicator changes.")
    print_line(locale(said))
    for each in changes:
        whose, name, before, after = change_cells(each, locale)
        print_line(f"  {whose} · {name}{locale.colon}{before} → {after}")


def _show_files(reports: Sequence[FileReport], locale: Locale) -> None:
    for each in reports:
        print_line(report_line(each, locale))


def _group(finding: Finding) -> str:
    """Give the group in which a finding is listed: what is noted of a whole file has its own."""
    is_note = finding["severity"] == "information" and finding["row_no"] is None
    return "note" if is_note else str(finding["severity"])


def _show_findings(findings: Iterable[Finding], locale: Locale) -> None:
    lines: defaultdict[str, list[str]] = defaultdict(list)
    more: Counter[str] = Counter()
    for finding in findings:
        severity = _group(finding)
        if len(lines[severity]) < MAX_FINDINGS_SHOWN:
            lines[severity].append(finding_line(finding, locale))
        else:
            more[severity] += 1
    for severity, title in GROUP_TITLES.items():
        if lines[severity]:
            print_line(locale(title))
        for line in lines[severity]:
            print_line(f"  {line}")
        if count := more[severity]:
            print_line(locale("  … and {more} more; check --report lists them all.", more=count))


def show_returned(returned: Iterable[ReturnedWorkbook], locale: Locale) -> None:
    """Say on standard error which workbooks go back to their senders, and which cannot."""
    for each in returned:
        if each.refusal:
            print_to_stderr(f"{each.file}{locale.colon}{each.refusal.sentence(locale)}")
        else:
            print_to_stderr(locale("To be sent back: {path}", path=str(each.path)))


def show_rollback(edition_id: str, left_out: DeliveryHistory, locale: Locale) -> None:
    """Print which edition is current now, and what was delivered later and is left out."""
    print_line(locale("Edition {id} stands.", id=edition_id))
    _show_left_out(left_out, locale)


def _show_left_out(left_out: DeliveryHistory, locale: Locale) -> None:
    for line in left_out_lines(left_out, locale):
        print_line(line)


def left_out_lines(left_out: DeliveryHistory, locale: Locale) -> Iterator[str]:
    """Say of each delivery that the edition leaves out when it came and what it was."""
    for each in left_out:
        names = locale.join(filing.name for filing in each.filings)
        day = locale.date(each.received_on)
        yield locale("Not in this edition: received on {day}, {names}", day=day, names=names)


def show_editions(home: DataHome, locale: Locale) -> None:
    """Print one line an edition, then the deliveries of the current one.

    They are listed where the pointer cannot be read as well: one of them leads out. Raises
    PointerUnreadableError then.
    """
    current = home.known_id()
    for edition_id in home.edition_ids():
        mark = "*" if edition_id == current else " "
        try:
            with home.edition(edition_id) as edition:
                release = _release_note(home, edition_id, locale)
                days = f"{edition.as_of} {edition.received_on}"
                print_line(f"{mark} {edition_id} {days} {edition.note} {release}")
        except EditionUnreadableError as fault:
            unreadable = locale("The edition cannot be read: {fault}.", fault=str(fault))
            print_line(f"{mark} {edition_id} {unreadable}")
    for edition_id, record in removed_editions(home):
        print_line(f"  {edition_id} {_gone_note(record.removed_on, locale)}")
    if home.current_id():
        with home.edition() as edition:
            print_line(locale("Deliveries of the current edition:"))
            for number, each in enumerate(delivery_history_of(edition), start=1):
                names = " ".join(one.name for one in each.filings)
                print_line(f"  {number} {each.received_on} {each.note} {names}")


def _gone_note(removed_on: date | None, locale: Locale) -> str:
    """Say that an edition was removed by a rule, or was lost."""
    removed = _("removed on {day}; `rebuild ID` makes it again")
    lost = _("lost; `rebuild ID` makes it again")
    return locale(removed if removed_on else lost, day=locale.date(removed_on))


def _release_note(home: DataHome, edition_id: str, locale: Locale) -> str:
    """Say from when everybody may see an edition; nothing where it never was held back."""
    try:
        release = release_of(home, edition_id)
    except ReleaseUnreadableError as fault:
        return locale(FAULT_SENTENCES[ReleaseUnreadableError], fault=str(fault))
    if release is None:
        return ""
    if release.at > datetime.now(UTC):
        return embargo_sentence(release.at, locale)
    return locale("Released {moment}", moment=f"{release.at.astimezone(BEIJING):%Y-%m-%d %H:%M}")


def warn_of_embargo(home: DataHome, edition_id: str, locale: Locale) -> None:
    """Say on standard error until when an edition is under embargo, if it is."""
    if embargo := embargo_of(home, edition_id):
        print_to_stderr(embargo_sentence(embargo, locale))


def show_values(values: Sequence[IndicatorValue], locale: Locale) -> None:
    """Print one line an indicator: its name, its value, and the arithmetic of a share."""
    for each in values:
        print_line(f"{locale(BY_ID[each.id].name)}{locale.colon}{value_text(each, locale)}")


def show_answers(found: Sequence[VerifiedFile], locale: Locale, *, as_json: bool) -> None:
    """Print what verifying a file, or each file of a zip, came to, and where it differs."""
    one = None if found[0].name else found[0].answer
    if as_json:
        print_json(asdict(one) if one else [asdict(each) for each in found])
        return
    for line in verification_lines(one, locale) if one else verified_file_lines(found, locale):
        print_line(line)


def show_pack(done: WrittenPack, locale: Locale) -> None:
    """Print which files of a pack were written, what is missing, what has changed since."""
    for path in done.paths:
        print_line(str(path))
    for line in change_lines(done.changed, locale) if done.changed else ():
        print_line(line)
    for line in missing_picture_lines(done.made, locale):
        print_to_stderr(line)
