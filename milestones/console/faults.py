"""Faults, each in one sentence; the trace of one that nobody foresaw is kept in the home."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import typer

from milestones.access import NotAllowedError
from milestones.console.terminal import print_json, print_to_stderr
from milestones.editions.backup import BackupDamagedError, BackupTargetError, HomeNotEmptyError
from milestones.editions.data_home import (
    DataHome,
    HomeBusyError,
    HomeMixedError,
    HomeNameError,
    PointerUnreadableError,
)
from milestones.editions.delivered_files import HeaderNotFoundError
from milestones.editions.deliveries import HistoryNotFoundError
from milestones.editions.edition import EditionNotFoundError, EditionUnreadableError
from milestones.editions.edition_build import EditionNotWrittenError, EmptyDeliveryError
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import (
    DayAfterReceiptError,
    DayInFutureError,
    NoSuchDeliveryError,
)
from milestones.editions.rebuild import EditionOfOtherRulesError
from milestones.editions.release import MomentUnreadableError, ReleaseUnreadableError
from milestones.editions.retention import KeepUnreadableError
from milestones.editions.spark_nodes import SparkFailedError, SparkMissingError
from milestones.editions.storage import is_disk_full, restrict_access
from milestones.export.files import FormatUnknownError
from milestones.export.pack.model import PackFaultError
from milestones.export.pictures.chrome import ChromeMissingError
from milestones.export.pictures.engine import RenderFailedError
from milestones.export.pictures.page import PresetNotFoundError
from milestones.export.pictures.picture import ThemeNotPrintableError
from milestones.export.template import TemplateNotFoundError, WorkbookExistsError
from milestones.figures.registry import (
    NOT_COUNTED,
    ChoiceMissingError,
    FigureNotCountedError,
    FigureNotFoundError,
)
from milestones.filings.files import readable_name
from milestones.filings.remarks import FilingRefused
from milestones.i18n import LANGS, Locale, _
from milestones.intake.uploads import TooManyFilesError
from milestones.paths import FileNotWrittenError
from milestones.progress.indicators import DayNotCountedError
from milestones.progress.sample import (
    NothingToSampleError,
    SampleTooLargeError,
    SampleTooSmallError,
)
from milestones.selection import ChoiceNotFoundError

FAULT_SENTENCES: dict[type[Exception], str] = {
    HomeBusyError: _("Another command is at work in {fault}. Try again when it is done."),
    HomeMixedError: _(
        "Synthetic and real filings never share a home: {fault}. Name another folder in"
        " MILESTONES_HOME."
    ),
    HomeNameError: _(
        "Nothing can be published in {fault}: leave ? and \\ out of the folder's name."
    ),
    EditionNotFoundError: _("There is no edition here: {fault}. Publish filings first."),
    EditionUnreadableError: _(
        "The edition cannot be read: {fault}. `editions` lists them all, `rollback ID` makes"
        " another one current."
    ),
    PointerUnreadableError: _(
        "Which edition is current cannot be read: {fault}. `editions` lists them all,"
        " `rollback ID` makes one current."
    ),
    HistoryNotFoundError: _(
        "There is no edition {fault} here, and nothing tells what it was made from."
    ),
    EditionOfOtherRulesError: _(
        "Edition {fault} is damaged or missing and cannot be made again: it was made by the rules"
        " of an earlier version. Take it from a backup, or make it with that version."
    ),
    EditionNotWrittenError: _(
        "The edition could not be written whole: {fault}. Nothing was changed; look whether the"
        " disk is full."
    ),
    EmptyDeliveryError: _("No delivery would be left. Publish another one first."),
    DayAfterReceiptError: _("{fault} lies after the day of receipt."),
    DayInFutureError: _("{fault} lies in the future. Give the day of receipt."),
    NoSuchDeliveryError: _("There is no delivery {fault}."),
    HeaderNotFoundError: _("No file of the delivery has the header {fault}."),
    MomentUnreadableError: _("{fault} is no moment; write it as 2026-07-15T10:00."),
    ReleaseUnreadableError: _(
        "The release time of edition {fault} cannot be read, so nobody sees it. Give it another"
        " one with `publish --release`."
    ),
    NotAllowedError: _("Nothing was published: this app was not started for stewards."),
    TooManyFilesError: _(
        "At most {fault} files can be brought at once: use the command `publish`."
    ),
    BackupTargetError: _(
        "{fault} cannot take a backup of this home: it lies in the home, or holds something else or"
        " the backup of another home. Name an empty folder."
    ),
    BackupDamagedError: _(
        "The backup is damaged: {fault}. Nothing was restored; take another copy of it, or make"
        " the backup again."
    ),
    HomeNotEmptyError: _(
        "The home {fault} is not empty. Nothing was restored; name an empty folder in"
        " MILESTONES_HOME."
    ),
    SparkMissingError: _(
        "`Spark` needs `Java` 17 and `PySpark` (`requirements-spark.txt`), and this machine lacks"
        " {fault}. Nothing was published; install it, or publish without `--engine spark`."
    ),
    SparkFailedError: _(
        "`Spark` could not build the edition, so nothing was published: {fault}. Look whether its"
        " workers are there, hold this version and see the home under the same path."
    ),
    KeepUnreadableError: _(
        "MILESTONES_KEEP_EDITIONS is {fault}; it must be a whole number, 1 or more. Nothing was"
        " changed."
    ),
    DayNotCountedError: _("{fault} lies after the edition's as-of date."),
    FigureNotCountedError: NOT_COUNTED,
    FigureNotFoundError: _("There is no such figure. {fault}."),
    FormatUnknownError: _("Figures are not written in the format of {fault}."),
    FileNotWrittenError: _("The file cannot be written: {fault}."),
    TemplateNotFoundError: _("There is no template {fault}."),
    WorkbookExistsError: _(
        "{fault} is there already and may be filled in. Nothing was written; name another place."
    ),
    NothingToSampleError: _("No patent of this selection is assessed: there is nothing to sample."),
    SampleTooLargeError: _(
        "The sample has more patents than one workbook holds ({fault}). Ask for fewer, or draw one"
        " for each province."
    ),
    SampleTooSmallError: _(
        "The sample has fewer patents than strata ({fault}). Ask for more, or for fewer strata."
    ),
    PresetNotFoundError: _("There is no such page. {fault}."),
    ThemeNotPrintableError: _("One colour is printed on white; leave the dark theme away."),
    ChromeMissingError: _("No picture can be drawn without a browser. {fault}"),
    RenderFailedError: _("The picture could not be drawn: {fault}."),
}


DISK_FULL = _("The disk is full: {fault}. Nothing was changed; make room and try again.")
NOT_USABLE = _("{fault}. Nothing was changed; look whether it is there and may be written.")
OUT_OF_MEMORY = _(
    "There is not enough memory for these filings, so nothing was changed ({fault}). Deliver them"
    " in several parts, or look for cells of far too many letters."
)
UNFORESEEN = _("This should not have happened: {fault}.")
DETAILS = _("Details are in {log}.")
MAX_FILES_SHOWN = 100
"""Files of a delivery that are named; of the others their number is said."""
LOG = "errors.log"
MAX_LOG_LETTERS = 500_000
"""The letters of the log that are kept before a new entry."""


@contextmanager
def handle_errors(locale: Locale, exit_code: int = 1, *, as_json: bool = False) -> Iterator[None]:
    """Say a fault in one sentence on standard error and end with this exit code.

    With `as_json`, refused files are printed as JSON too, on standard output.
    """
    try:
        yield
    except (typer.Exit, typer.BadParameter):
        raise
    except DeliveryRefusedError as refused:
        print_to_stderr(locale("Nothing was published. These files stop the delivery:"))
        for name, refusal in refused.refusals[:MAX_FILES_SHOWN]:
            print_to_stderr(f"  {readable_name(name)}: {refusal.sentence(locale)}")
        if more := len(refused.refusals[MAX_FILES_SHOWN:]):
            print_to_stderr(locale("  … and {more} more.", more=locale.exact(more)))
        if as_json:
            print_json([_refusal_record(name, each) for name, each in refused.refusals])
    except ChoiceNotFoundError as fault:
        nearest = locale.join(fault.nearest)
        places = {"option": fault.option, "value": fault.value, "nearest": nearest}
        print_to_stderr(locale("{option} {value} is not there. Nearest: {nearest}.", **places))
    except ChoiceMissingError as fault:
        places = {"sentence": locale(fault.need.sentence), "option": fault.need.option}
        print_to_stderr(locale("Nothing was written. {sentence} ({option})", **places))
    except PackFaultError as fault:
        print_to_stderr(fault.sentence(locale))
    except Exception as fault:
        print_to_stderr(fault_sentence(fault, locale))
    else:
        return
    raise typer.Exit(exit_code)


def _refusal_record(name: str, refusal: FilingRefused) -> dict[str, object]:
    """Say of a refused file which rule it breaks, with what values, and in which words."""
    sentences = {lang: refusal.sentence(Locale(lang)) for lang in LANGS}
    return {
        "file": readable_name(name),
        "rule": refusal.rule,
        "params": refusal.params,
        "sentence": sentences,
    }


def fault_sentence(fault: Exception, locale: Locale) -> str:
    """Say a fault in one sentence; the trace of one that nobody foresaw is kept."""
    if type(fault) not in FAULT_SENTENCES:
        return _sentence(fault, locale)
    told = fault.args[0] if isinstance(fault, KeyError) else fault
    return locale(FAULT_SENTENCES[type(fault)], fault=str(told))


def _sentence(fault: Exception, locale: Locale) -> str:
    """Say what a fault of the machine comes to; the trace of it is kept."""
    if fault.args and isinstance(fault.args[0], Exception):
        fault = fault.args[0]
    said = str(fault).split("\n", 1)[0].rstrip(".") or type(fault).__name__
    if is_disk_full(fault):
        named = getattr(fault, "filename2", None) or re.search(r'(?<=["\'])[/\w].*?(?=["\'])', said)
        return locale(DISK_FULL, fault=named[0] if isinstance(named, re.Match) else named or said)
    log = _keep_trace(fault)
    if isinstance(fault, duckdb.OutOfMemoryException):
        return locale(OUT_OF_MEMORY, fault=said)
    if isinstance(fault, OSError):
        named = f"{fault.filename or ''} ({fault.strerror})" if fault.strerror else said
        return locale(NOT_USABLE, fault=named.strip())
    if isinstance(fault, duckdb.Error):
        return locale(FAULT_SENTENCES[EditionUnreadableError], fault=said)
    named = f"{type(fault).__name__}: {said}"
    return locale(UNFORESEEN, fault=named) + (f" {locale(DETAILS, log=log)}" if log else "")


def _keep_trace(fault: Exception) -> Path | None:
    """Add the trace of a fault to the log of the home, and say where, if a home can hold it."""
    log = DataHome.default().path / LOG
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    entry = f"{moment}\n{''.join(traceback.format_exception(fault))}"
    clean = "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in entry)
    with suppress(OSError):
        before = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        log.write_text(f"{before[-MAX_LOG_LETTERS:]}{clean}\n", encoding="utf-8")
        restrict_access(log)
        return log
    return None
