"""What is wrong with a home, in words: what was found, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from milestones.console.terminal import print_json, print_line
from milestones.editions.health import HealthFinding
from milestones.i18n import LANGS, Locale, _

NOTHING_TO_DO = _("Nothing is to be done.")
SENTENCES: dict[str, tuple[str, str]] = {
    "empty": (
        _("Nothing was ever published in {subject}."),
        _("Publish filings with `publish`, or bring a backup back with `restore`."),
    ),
    "nothing_to_show": (
        _("The app has nothing to show: no edition in {subject} is whole and released."),
        _("Mend what is named here; `rebuild` makes editions again, `restore` brings copies back."),
    ),
    "pointer": (
        _("Which edition is current cannot be read: {subject}."),
        _("`editions` lists them all, `rollback ID` makes one current."),
    ),
    "current_missing": (
        _("The current edition {subject} is not there."),
        _("`rebuild` makes it again; `rollback ID` makes another one current."),
    ),
    "edition_damaged": (
        _("Edition {subject} is damaged ({detail})."),
        _("`rebuild {subject}` makes it again."),
    ),
    "edition_writable": (
        _("Edition {subject} can be changed by other programs."),
        _("The next command that writes makes it read-only, as does `chmod a-w`."),
    ),
    "edition_renamed": (
        _("The file of edition {subject} is edition {detail}."),
        _("Give the file its name again, or remove it."),
    ),
    "edition_lost": (
        _("Edition {subject} is gone, and nobody removed it."),
        _("`rebuild {subject}` makes it again."),
    ),
    "mark": (
        _("Edition {subject} and the home do not agree on whether everything is invented."),
        _("Put the file SYNTHETIC back where the home is a demo; else remove the edition."),
    ),
    "manifest": (
        _("The manifest of edition {subject} is damaged or lost, so it may be seen by nobody."),
        _("Publish the same files with `--release` and the moment from which all may see it."),
    ),
    "record": (
        _("The record of the deliveries of edition {subject} is damaged."),
        _("Remove `records/{subject}`; it is written again when the edition is made or published."),
    ),
    "filings_missing": (
        _("The archive lacks filings that edition {subject} was made from: {detail}."),
        _("Deliver these files again: `publish` puts them back. Until then nothing can be built."),
    ),
    "filing_damaged": (
        _("The filing {subject} of the archive is not what was delivered {detail}."),
        _("Deliver the file again: `publish` puts it back. What is no filing, take away."),
    ),
    "release": (
        _("The release time of edition {subject} is damaged or lost, so nobody sees the edition."),
        _("Publish the same files with `--release` and the moment from which all may see it."),
    ),
    "release_alone": (
        _("There is a release time of edition {subject}, which is not here."),
        NOTHING_TO_DO,
    ),
    "embargo": (_("Edition {subject} is held back until {detail}."), NOTHING_TO_DO),
    "reading": (
        _("The reading {subject} is damaged; it is not used."),
        _("Remove it: the next publication reads the filing again."),
    ),
    "at_work": (_("Another command is at work in {subject}."), NOTHING_TO_DO),
    "leftover": (
        _("A command that was ended has left {subject}."),
        _("The next command that writes clears it away."),
    ),
    "temporary": (
        _("A check that was ended has left {subject}."),
        _("Remove it."),
    ),
    "mode": (
        _("Others than the owner may use {subject} ({detail})."),
        _("Take that right away with `chmod`, or set MILESTONES_HOME_GROUP=1 for the group."),
    ),
    "room": (
        _("There is little room in {subject}: {detail} MB, free and needed for a publication."),
        _("Make room; `prune --keep N --dry-run` says which old editions may go."),
    ),
    "log": (
        _("The log of publications in {subject} was changed: lines {detail}."),
        _("Compare it with a backup. Editions do not depend on it."),
    ),
    "faults": (
        _("Commands met faults that nobody had foreseen: {subject}."),
        _("Send the file to whoever looks after the program, then remove it."),
    ),
}
MARKS = {"note": " ", "todo": "!", "unservable": "x"}


def show_health(found: Sequence[HealthFinding], locale: Locale, *, as_json: bool) -> None:
    """Print each finding with what to do about it; those that are only notes last."""
    if as_json:
        print_json([_record(each) for each in found])
        return
    if all(each.severity == "note" for each in found):
        print_line(locale("The home is well."))
    for each in sorted(found, key=lambda each: list(MARKS).index(each.severity), reverse=True):
        print_line(f"{MARKS[each.severity]} {_told(each, locale)}")


def _told(found: HealthFinding, locale: Locale) -> str:
    """Say what was found; and what to do, where there is something to do."""
    what, advice = (
        locale(text, subject=found.subject, detail=found.detail) for text in SENTENCES[found.check]
    )
    return what if found.severity == "note" else f"{what} → {advice}"


def _record(found: HealthFinding) -> dict[str, object]:
    said = {lang: _told(found, Locale(lang)) for lang in LANGS}
    return {**asdict(found), "sentence": said}
