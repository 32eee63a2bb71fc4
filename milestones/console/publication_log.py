"""The log of publications in words: one line an action, one a file below it."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.console.terminal import print_line
from milestones.editions.data_home import DataHome
from milestones.editions.file_reports import REPORT_COUNTS, REPORT_LINE
from milestones.editions.publication_log import LogEntry, LoggedFile, LogLine, log_path, read_log
from milestones.filings.kinds import kind_by_key
from milestones.i18n import Locale, _

ACTION_NAMES = {
    "publish": _("published"),
    "release": _("release time set"),
    "withdraw": _("delivery withdrawn"),
    "rollback": _("rolled back"),
    "refuse": _("refused, nothing published"),
    "found": _("found current, not logged"),
}


def print_log(home: DataHome, locale: Locale) -> None:
    """Print the log of a home, the oldest action first; a line that is not whole says so."""
    lines = read_log(home)
    if not lines:
        print_line(locale("Nothing is logged yet in {path}.", path=str(log_path(home))))
    for line in lines:
        for said in log_lines(line, locale):
            print_line(said)


def log_lines(line: LogLine, locale: Locale) -> Iterator[str]:
    """Yield what one line of the log says, and a line for each file of it."""
    entry = line.entry
    if entry is None:
        text = _("Line {number} of the log was changed, moved or damaged after it was written.")
        yield locale(text, number=locale.exact(line.number))
        return
    parts = [
        entry.at,
        entry.who,
        locale(ACTION_NAMES.get(entry.action, entry.action)),
        _editions(entry),
        locale("delivery {number}", number=entry.delivery_no) if entry.delivery_no else "",
        locale("for everybody from {moment}", moment=entry.release) if entry.release else "",
        entry.note,
    ]
    yield " · ".join(part for part in parts if part)
    yield from (f"    {_file_line(each, locale)}" for each in entry.files)
    for each in entry.refused:
        yield f"    {each.name}{locale.colon}{each.rule}"


def _editions(entry: LogEntry) -> str:
    """Say which edition was current before and which is since; a refusal changes none."""
    if entry.action == "refuse":
        return entry.edition or "–"
    return f"{entry.before or '–'} → {entry.edition or '–'}"


def _file_line(file: LoggedFile, locale: Locale) -> str:
    counts = {name: locale.exact(getattr(file, name)) for name in ("rows", *REPORT_COUNTS)}
    kind = locale(kind_by_key(file.kind).title)
    return locale(REPORT_LINE, file=file.name, kind=kind, **counts)
