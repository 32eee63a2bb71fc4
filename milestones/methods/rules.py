"""The rules that each delivered row is held against, read from the queries that apply them."""

from __future__ import annotations

import re

from milestones import query
from milestones.figures.labels import sentence_case
from milestones.i18n import Locale, _
from milestones.methods.model import Entry, Section, anchor_of, code, said

EFFECTS = {
    "rejection": (
        _("Rejected"),
        _("The row is left out, listed, and tried again when the next delivery comes."),
    ),
    "warning": (_("Warning"), _("The row counts, and the doubt is listed.")),
    "information": (_("Noted"), _("The row is kept, and noted.")),
}
"""What a rule does to a row, in a word and in a sentence."""

_SEVERITY = re.compile(r"'(\w+)'\s+as severity")


def section(words: Locale) -> Section:
    """Say what each rule looks for and what it does to a row."""
    lines = (
        words(
            "For every file, the rows delivered are the rows accepted, rejected, and identical to "
            "what is there already. No row disappears."
        ),
    )
    effects = tuple(said(words(name), words(meaning)) for name, meaning in EFFECTS.values())
    names = sorted(_checks(), key=lambda name: (_order(name), name))
    entries = tuple(_entry(name, words) for name in names)
    return Section("rules", words("Rules for what is delivered"), lines, effects, entries)


def severity(name: str) -> str:
    """Read from a rule's query what it does to a row."""
    found = set(_SEVERITY.findall(query.text(name)))
    if len(found) != 1 or not found <= EFFECTS.keys():
        raise ValueError(f"{name} names no severity, or several: {sorted(found)}")
    return str(found.pop())


def _checks() -> list[str]:
    return [name for name in query.names() if name.startswith("checks/")]


def _order(name: str) -> int:
    return list(EFFECTS).index(severity(name))


def _entry(name: str, words: Locale) -> Entry:
    question = sentence_case(words(query.header(name).question))
    effect = code(words(EFFECTS[severity(name)][0]), f"queries/{name}.sql")
    return Entry(anchor_of("rule", name.partition("/")[2]), question, (effect,))
