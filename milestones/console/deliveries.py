"""What became of a delivery: its files, its findings, and the edition that stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from milestones.console.editions import warn_of_embargo
from milestones.console.terminal import colon, out, out_json, say
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import DeliveryHistory
from milestones.editions.findings import Finding, Findings, place, sentence
from milestones.editions.publish import FileReport, Publication
from milestones.editions.release import embargo_of
from milestones.filings.kinds import kind_named
from milestones.i18n import Locale, _

SHOWN = 20
"""Findings of a sort that are listed; of the others their number is said."""


def show_publication(home: DataHome, done: Publication, words: Locale, *, as_json: bool) -> None:
    """What became of each file, the first findings, and the edition that stands."""
    if done.later:
        line = _("Received before the last delivery, which came on {day}: the as-of date stays.")
        say(words(line, day=words.date(done.later)))
    if as_json:
        out_json([asdict(report) for report in done.files])
        return
    _show_files(done.files, words)
    if done.delivery_no:
        with home.edition(done.edition_id) as edition:
            _show_findings(Findings(edition, done.delivery_no), words)
    stands = words("Edition {id} stands.", id=done.edition_id)
    same = words("Nothing new: edition {id} stands already.", id=done.edition_id)
    out(stands if done.is_new else same)
    warn_of_embargo(embargo_of(home, done.edition_id), words)
    _show_left_out(done.left_out, words)


def show_check(
    reports: Sequence[FileReport], findings: Iterable[Finding], words: Locale, *, as_json: bool
) -> None:
    """What publishing would do with each file."""
    if as_json:
        out_json([asdict(report) for report in reports])
        return
    _show_files(reports, words)
    _show_findings(findings, words)


def _show_files(reports: Sequence[FileReport], words: Locale) -> None:
    line = _(
        "{file} ({kind}): {rows} rows in = {accepted} accepted + {rejected} rejected + "
        "{identical} identical; {corrections} corrections, {warnings} warnings"
    )
    for each in reports:
        kind = words(kind_named(each.kind).title)
        out(words(line, **asdict(each) | {"kind": kind}))


def _show_findings(findings: Iterable[Finding], words: Locale) -> None:
    lines: defaultdict[str, list[str]] = defaultdict(list)
    more: Counter[str] = Counter()
    for finding in findings:
        severity = finding["severity"]
        if len(lines[severity]) < SHOWN:
            said = f"{place(finding, words)}{colon(words)}{sentence(finding, words)}"
            lines[severity].append(said)
        else:
            more[severity] += 1
    for severity, title in (("rejection", _("Rejected:")), ("warning", _("Warnings:"))):
        if lines[severity]:
            out(words(title))
        for line in lines[severity]:
            out(f"  {line}")
        if count := more[severity]:
            out(words("  … and {more} more; check --report lists them all.", more=count))


def show_rollback(edition_id: str, left_out: DeliveryHistory, words: Locale) -> None:
    """Which edition is current now, and what was delivered later and is left out."""
    out(words("Edition {id} stands.", id=edition_id))
    _show_left_out(left_out, words)


def _show_left_out(left_out: DeliveryHistory, words: Locale) -> None:
    for each in left_out:
        names = words.join(filing.name for filing in each.filings)
        day = words.date(each.received_on)
        out(words("Not in this edition: received on {day}, {names}", day=day, names=names))
