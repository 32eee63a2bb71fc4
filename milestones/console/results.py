"""What the commands print: files of a delivery, findings, editions, values, copies, packs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from milestones.calendar import BEIJING
from milestones.console.faults import FAULT_SENTENCES
from milestones.console.terminal import colon, out, out_json, say
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import DeliveryHistory, delivery_history_of
from milestones.editions.edition import EditionUnreadableError
from milestones.editions.findings import Finding, Findings, finding_place, finding_sentence
from milestones.editions.publishing import FileReport, Publication
from milestones.editions.release import (
    ReleaseUnreadableError,
    embargo_of,
    embargo_sentence,
    release_of,
)
from milestones.export.pack.changes import change_lines
from milestones.export.pack.making import WrittenPack, missing_picture_lines
from milestones.export.verify.verification import verification_lines
from milestones.export.verify.zip_verification import VerifiedFile, verified_file_lines
from milestones.filings.kinds import kind_by_key
from milestones.i18n import Locale, _
from milestones.progress.indicators import BY_ID, IndicatorValue

MAX_FINDINGS_SHOWN = 20
"""Findings of a sort that are listed; of the others their number is said."""


def show_publication(home: DataHome, done: Publication, locale: Locale, *, as_json: bool) -> None:
    """What became of each file, the first findings, and the edition that stands."""
    if done.later:
        line = _("Received before the last delivery, which came on {day}: the as-of date stays.")
        say(locale(line, day=locale.date(done.later)))
    if as_json:
        out_json([asdict(report) for report in done.files])
        return
    _show_files(done.files, locale)
    if done.delivery_no:
        with home.edition(done.edition_id) as edition:
            _show_findings(Findings(edition, done.delivery_no), locale)
    stands = locale("Edition {id} stands.", id=done.edition_id)
    same = locale("Nothing new: edition {id} stands already.", id=done.edition_id)
    out(stands if done.is_new else same)
    warn_of_embargo(embargo_of(home, done.edition_id), locale)
    _show_left_out(done.left_out, locale)


def show_check(
    reports: Sequence[FileReport], findings: Iterable[Finding], locale: Locale, *, as_json: bool
) -> None:
    """What publishing would do with each file."""
    if as_json:
        out_json([asdict(report) for report in reports])
        return
    _show_files(reports, locale)
    _show_findings(findings, locale)


def _show_files(reports: Sequence[FileReport], locale: Locale) -> None:
    line = _(
        "{file} ({kind}): {rows} rows in = {accepted} accepted + {rejected} rejected + "
        "{identical} identical; {corrections} corrections, {warnings} warnings"
    )
    for each in reports:
        kind = locale(kind_by_key(each.kind).title)
        out(locale(line, **asdict(each) | {"kind": kind}))


def _show_findings(findings: Iterable[Finding], locale: Locale) -> None:
    lines: defaultdict[str, list[str]] = defaultdict(list)
    more: Counter[str] = Counter()
    for finding in findings:
        severity = finding["severity"]
        if len(lines[severity]) < MAX_FINDINGS_SHOWN:
            place, sentence = finding_place(finding, locale), finding_sentence(finding, locale)
            lines[severity].append(f"{place}{colon(locale)}{sentence}")
        else:
            more[severity] += 1
    for severity, title in (("rejection", _("Rejected:")), ("warning", _("Warnings:"))):
        if lines[severity]:
            out(locale(title))
        for line in lines[severity]:
            out(f"  {line}")
        if count := more[severity]:
            out(locale("  … and {more} more; check --report lists them all.", more=count))


def show_rollback(edition_id: str, left_out: DeliveryHistory, locale: Locale) -> None:
    """Which edition is current now, and what was delivered later and is left out."""
    out(locale("Edition {id} stands.", id=edition_id))
    _show_left_out(left_out, locale)


def _show_left_out(left_out: DeliveryHistory, locale: Locale) -> None:
    for each in left_out:
        names = locale.join(filing.name for filing in each.filings)
        day = locale.date(each.received_on)
        out(locale("Not in this edition: received on {day}, {names}", day=day, names=names))


def show_editions(home: DataHome, locale: Locale) -> None:
    """One line an edition, then the deliveries of the current one.

    They are listed where the pointer cannot be read as well: one of them leads out. Raises
    PointerUnreadableError then.
    """
    current = home.known_id()
    for edition_id in home.edition_ids():
        mark = "*" if edition_id == current else " "
        try:
            with home.edition(edition_id) as edition:
                told = (edition.as_of, edition.received_on, edition.note)
                parts = (mark, edition_id, *told, _release_note(home, edition_id, locale))
                out(" ".join(map(str, parts)))
        except EditionUnreadableError as fault:
            unreadable = locale("The edition cannot be read: {fault}.", fault=str(fault))
            out(f"{mark} {edition_id} {unreadable}")
    if home.current_id():
        with home.edition() as edition:
            _show_deliveries(delivery_history_of(edition), locale)


def _release_note(home: DataHome, edition_id: str, locale: Locale) -> str:
    """From when everybody may see an edition; nothing where it never was held back."""
    try:
        release = release_of(home, edition_id)
    except ReleaseUnreadableError as fault:
        return locale(FAULT_SENTENCES[ReleaseUnreadableError], fault=str(fault))
    if release is None:
        return ""
    if release.at > datetime.now(UTC):
        return embargo_sentence(release.at, locale)
    return locale("Released {moment}", moment=f"{release.at.astimezone(BEIJING):%Y-%m-%d %H:%M}")


def warn_of_embargo(embargo: datetime | None, locale: Locale) -> None:
    """Say on standard error until when what was shown or published is under embargo."""
    if embargo is not None:
        say(embargo_sentence(embargo, locale))


def _show_deliveries(chain: DeliveryHistory, locale: Locale) -> None:
    out(locale("Deliveries of the current edition:"))
    for number, each in enumerate(chain, start=1):
        names = " ".join(one.name for one in each.filings)
        out(f"  {number} {each.received_on} {each.note} {names}")


REASONS = {
    "no_denominator": _("not assessable: nothing to divide by"),
    "no_amounts": _("unknown: no amount is stated"),
}


def show_values(values: Sequence[IndicatorValue], locale: Locale) -> None:
    """One line an indicator: its name, its value, and the arithmetic of a share."""
    for each in values:
        name = locale(BY_ID[each.id].name)
        out(f"{name}{colon(locale)}{_value(each, locale)}")


def _value(value: IndicatorValue, locale: Locale) -> str:
    if value.value is None:
        return locale(REASONS[value.reason or "no_denominator"])
    if value.unit == "share":
        ratio = f"{locale.exact(value.numerator)} / {locale.exact(value.denominator)}"
        return f"{locale.share(value.value)} = {ratio}"
    return locale.money(value.value) if value.unit == "CNY" else locale.exact(value.value)


def show_answers(found: Sequence[VerifiedFile], locale: Locale, *, as_json: bool) -> None:
    """What verifying a file, or each file of a zip, came to, and where it differs."""
    if as_json:
        of_one = not found[0].name
        out_json(asdict(found[0].answer) if of_one else [asdict(each) for each in found])
        return
    is_one = not found[0].name
    for line in (
        verification_lines(found[0].answer, locale)
        if is_one
        else verified_file_lines(found, locale)
    ):
        out(line)


def show_pack(done: WrittenPack, locale: Locale) -> None:
    """Which files of a pack were written, what is missing, what has changed since last time."""
    for path in done.paths:
        out(str(path))
    for line in change_lines(done.changed, locale) if done.changed else ():
        out(line)
    for line in missing_picture_lines(done.made, locale):
        say(line)
