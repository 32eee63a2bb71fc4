"""What the commands print: progress, faults in a sentence, reports, findings, values."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

import typer
from tqdm import tqdm

from milestones import query
from milestones.choices import ChoiceNotFoundError
from milestones.editions.deliveries import Chain, chain_of
from milestones.editions.edition import EditionNotFoundError, EditionUnreadableError
from milestones.editions.findings import Finding, place, sentence
from milestones.editions.home import Home, HomeBusyError, HomeMixedError
from milestones.editions.publish import (
    DayAfterReceiptError,
    DeliveryRefusedError,
    EmptyDeliveryError,
    FileReport,
    NoSuchDeliveryError,
    Publication,
)
from milestones.editions.release import (
    BEIJING,
    MomentUnreadableError,
    ReleaseUnreadableError,
    embargo_of,
    release_of,
    until,
)
from milestones.export.files import FileNotWrittenError, FormatUnknownError
from milestones.export.pack import PackFaultError
from milestones.export.pack.folder import Written
from milestones.export.pack.lines import change_lines, member_lines, missing_lines
from milestones.export.pack.members import Member
from milestones.export.pictures.chrome import ChromeMissingError
from milestones.export.pictures.engine import RenderFailedError
from milestones.export.pictures.picture import ThemeNotPrintableError
from milestones.export.pictures.presets import PresetNotFoundError
from milestones.export.proof.answers import answer_lines
from milestones.figures import FigureNotFoundError
from milestones.filings.kinds import kind_named
from milestones.indicators import BY_ID, DayNotCountedError, Value
from milestones.words import Lang, Words, _

SHOWN = 20
STAGES = {"read": _("reading"), "check": _("checking"), "count": _("counting")}
FAULTS: dict[type[Exception], str] = {
    HomeBusyError: _("Another publication is at work in {fault}. Try again when it is done."),
    HomeMixedError: _("Synthetic and real filings never share a home: {fault}."),
    EditionNotFoundError: _("There is no edition here: {fault}. Publish filings first."),
    EditionUnreadableError: _("The edition cannot be read: {fault}."),
    EmptyDeliveryError: _("No delivery would be left. Publish another one first."),
    DayAfterReceiptError: _("{fault} lies after the day of receipt."),
    NoSuchDeliveryError: _("There is no delivery {fault}."),
    MomentUnreadableError: _("{fault} is no moment; write it as 2026-07-15T10:00."),
    ReleaseUnreadableError: _(
        "The release time of edition {fault} cannot be read, so nobody sees it. Give it another"
        " one with `publish --release`."
    ),
    DayNotCountedError: _("{fault} lies after the edition's as-of date."),
    FigureNotFoundError: _("There is no such figure. {fault}."),
    FormatUnknownError: _("Figures are not written in the format of {fault}."),
    FileNotWrittenError: _("The file cannot be written: {fault}."),
    PresetNotFoundError: _("There is no such page. {fault}."),
    ThemeNotPrintableError: _("One colour is printed on white; leave the dark theme away."),
    ChromeMissingError: _("No picture can be drawn without a browser. {fault}"),
    RenderFailedError: _("The picture could not be drawn: {fault}."),
}
REASONS = {
    "no_denominator": _("not assessable: nothing to divide by"),
    "no_amounts": _("unknown: no amount is stated"),
}


def reader_words() -> Words:
    """The language of the terminal: Chinese where the locale says so, else English.

    The locale may be one that the machine does not have: only its name counts.
    """
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, named), None) or locale.getlocale()[0] or ""
    lang: Lang = "zh" if name.lower().startswith(("zh", "chinese")) else "en"
    return Words(lang)


@contextmanager
def told(words: Words) -> Iterator[None]:
    """Say a foreseen fault in one sentence on standard error and end with exit code 1."""
    try:
        yield
    except DeliveryRefusedError as refused:
        _say(words("Nothing was published. These files stop the delivery:"))
        for name, refusal in refused.refusals:
            _say(f"  {name}: {refusal.sentence(words)}")
    except ChoiceNotFoundError as fault:
        nearest = words.join(fault.nearest)
        places = {"option": fault.option, "value": fault.value, "nearest": nearest}
        _say(words("{option} {value} is not there. Nearest: {nearest}.", **places))
    except PackFaultError as fault:
        _say(fault.sentence(words))
    except tuple(FAULTS) as fault:
        told = fault.args[0] if isinstance(fault, KeyError) else fault
        _say(words(FAULTS[type(fault)], fault=str(told)))
    else:
        return
    raise typer.Exit(1)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def progress(words: Words, title: str) -> Iterator[Callable[[str, float], None]]:
    """Hear how far long work is, as (stage, share done): a bar on a terminal, else lines."""
    if not sys.stderr.isatty():
        seen: set[str] = set()
        yield lambda stage, share: _tell_once(seen, f"{title} – {_stage(stage, words)}")
        return
    shape = "{desc}: {bar} {percentage:3.0f}%"
    with tqdm(total=100, desc=title, bar_format=shape) as bar:

        def tell(stage: str, share: float) -> None:
            bar.set_description_str(f"{title} – {_stage(stage, words)}")
            bar.n = round(share * 100)
            bar.refresh()

        yield tell


def _tell_once(seen: set[str], line: str) -> None:
    if line not in seen:
        seen.add(line)
        _say(line)


def _stage(stage: str, words: Words) -> str:
    return words(STAGES[stage]) if stage in STAGES else stage


def show_publication(home: Home, done: Publication, words: Words, *, as_json: bool) -> None:
    """What became of each file, the first findings, and the edition that stands."""
    if as_json:
        print(_json(done.files))
        return
    _show_files(done.files, words)
    if done.delivery_no:
        with home.edition(done.edition_id) as edition:
            found = query.rows(edition, "edition/findings", delivery_no=done.delivery_no)
        _show_findings(found, words)
    stands = words("Edition {id} stands.", id=done.edition_id)
    same = words("Nothing new: edition {id} stands already.", id=done.edition_id)
    print(stands if done.is_new else same)
    warn_of_embargo(embargo_of(home, done.edition_id), words)
    _show_left_out(done.left_out, words)


def show_check(
    reports: Sequence[FileReport], findings: Sequence[Finding], words: Words, *, as_json: bool
) -> None:
    """What publishing would do with each file."""
    if as_json:
        print(_json(reports))
        return
    _show_files(reports, words)
    _show_findings(findings, words)


def _json(reports: Sequence[FileReport]) -> str:
    return json.dumps([asdict(report) for report in reports], ensure_ascii=False, indent=2)


def _show_files(reports: Sequence[FileReport], words: Words) -> None:
    line = _(
        "{file} ({kind}): {rows} rows in = {accepted} accepted + {rejected} rejected + "
        "{identical} identical; {corrections} corrections, {warnings} warnings"
    )
    for each in reports:
        kind = words(kind_named(each.kind).title)
        print(words(line, **asdict(each) | {"kind": kind}))


def _show_findings(findings: Sequence[Finding], words: Words) -> None:
    for severity, title in (("rejection", _("Rejected:")), ("warning", _("Warnings:"))):
        chosen = [finding for finding in findings if finding["severity"] == severity]
        if chosen:
            print(words(title))
        for finding in chosen[:SHOWN]:
            print(f"  {place(finding, words)}{_colon(words)}{sentence(finding, words)}")
        if more := len(chosen[SHOWN:]):
            print(words("  … and {more} more; check --report lists them all.", more=more))


def _colon(words: Words) -> str:
    return "：" if words.lang == "zh" else ": "


def show_editions(home: Home, words: Words) -> None:
    """One line an edition, then the deliveries of the current one."""
    current = home.current_id()
    for edition_id in home.edition_ids():
        mark = "*" if edition_id == current else " "
        try:
            with home.edition(edition_id) as edition:
                told = (edition.as_of, edition.received_on, edition.note)
                print(mark, edition_id, *told, _released(home, edition_id, words))
        except EditionUnreadableError as fault:
            print(mark, edition_id, words(FAULTS[EditionUnreadableError], fault=str(fault)))
    if current:
        with home.edition() as edition:
            _show_chain(chain_of(edition), words)


def _released(home: Home, edition_id: str, words: Words) -> str:
    """From when everybody may see an edition; nothing where it never was held back."""
    try:
        release = release_of(home, edition_id)
    except ReleaseUnreadableError as fault:
        return words(FAULTS[ReleaseUnreadableError], fault=str(fault))
    if release is None:
        return ""
    if release.at > datetime.now(UTC):
        return until(release.at, words)
    return words("Released {moment}", moment=f"{release.at.astimezone(BEIJING):%Y-%m-%d %H:%M}")


def warn_of_embargo(embargo: datetime | None, words: Words) -> None:
    """Say on standard error until when what was shown or published is under embargo."""
    if embargo is not None:
        _say(until(embargo, words))


def _show_chain(chain: Chain, words: Words) -> None:
    print(words("Deliveries of the current edition:"))
    for number, each in enumerate(chain, start=1):
        print(f"  {number}", each.received_on, each.note, *(one.name for one in each.filings))


def show_rollback(edition_id: str, left_out: Chain, words: Words) -> None:
    """Which edition is current now, and what was delivered later and is left out."""
    print(words("Edition {id} stands.", id=edition_id))
    _show_left_out(left_out, words)


def _show_left_out(left_out: Chain, words: Words) -> None:
    for each in left_out:
        names = words.join(filing.name for filing in each.filings)
        day = words.date(each.received_on)
        print(words("Not in this edition: received on {day}, {names}", day=day, names=names))


def show_values(values: Sequence[Value], words: Words) -> None:
    """One line an indicator: its name, its value, and the arithmetic of a share."""
    for each in values:
        name = words(BY_ID[each.id].name)
        print(f"{name}{_colon(words)}{_value(each, words)}")


def _value(value: Value, words: Words) -> str:
    if value.value is None:
        return words(REASONS[value.reason or "no_denominator"])
    if value.unit == "share":
        ratio = f"{words.exact(value.numerator)} / {words.exact(value.denominator)}"
        return f"{words.share(value.value)} = {ratio}"
    return words.money(value.value) if value.unit == "CNY" else words.exact(value.value)


def show_answers(found: Sequence[Member], words: Words, *, as_json: bool) -> None:
    """What verifying a file, or each file of a zip, came to, and where it differs."""
    if as_json:
        of_one = not found[0].name
        told = asdict(found[0].answer) if of_one else [asdict(each) for each in found]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif found[0].name:
        print("\n".join(member_lines(found, words)))
    else:
        print("\n".join(answer_lines(found[0].answer, words)))


def show_pack(done: Written, words: Words) -> None:
    """Which files of a pack were written, what is missing, what has changed since last time."""
    for path in done.paths:
        print(path)
    if done.changed:
        print("\n".join(change_lines(done.changed, words)))
    for line in missing_lines(done.made, words):
        _say(line)
