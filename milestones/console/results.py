"""Values, what a copy came to when it was verified, and the files of a pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from milestones.console.terminal import colon, out, out_json, say
from milestones.export.pack.folder import Written
from milestones.export.pack.lines import change_lines, member_lines, missing_lines
from milestones.export.pack.members import Member
from milestones.export.verify.answers import answer_lines
from milestones.i18n import Locale, _
from milestones.progress.indicators import BY_ID, Value

REASONS = {
    "no_denominator": _("not assessable: nothing to divide by"),
    "no_amounts": _("unknown: no amount is stated"),
}


def show_values(values: Sequence[Value], words: Locale) -> None:
    """One line an indicator: its name, its value, and the arithmetic of a share."""
    for each in values:
        name = words(BY_ID[each.id].name)
        out(f"{name}{colon(words)}{_value(each, words)}")


def _value(value: Value, words: Locale) -> str:
    if value.value is None:
        return words(REASONS[value.reason or "no_denominator"])
    if value.unit == "share":
        ratio = f"{words.exact(value.numerator)} / {words.exact(value.denominator)}"
        return f"{words.share(value.value)} = {ratio}"
    return words.money(value.value) if value.unit == "CNY" else words.exact(value.value)


def show_answers(found: Sequence[Member], words: Locale, *, as_json: bool) -> None:
    """What verifying a file, or each file of a zip, came to, and where it differs."""
    if as_json:
        of_one = not found[0].name
        out_json(asdict(found[0].answer) if of_one else [asdict(each) for each in found])
        return
    is_one = not found[0].name
    for line in answer_lines(found[0].answer, words) if is_one else member_lines(found, words):
        out(line)


def show_pack(done: Written, words: Locale) -> None:
    """Which files of a pack were written, what is missing, what has changed since last time."""
    for path in done.paths:
        out(str(path))
    for line in change_lines(done.changed, words) if done.changed else ():
        out(line)
    for line in missing_lines(done.made, words):
        say(line)
