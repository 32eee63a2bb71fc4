"""What the data can bear: the rules for deliveries, published sources, known limits."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from functools import cache

from milestones import query
from milestones.editions.rule_names import RULE_EFFECTS
from milestones.figures.labels import sentence_case
from milestones.i18n import Locale, _
from milestones.i18n.locale import UNKNOWN_DASH
from milestones.methods.model import (
    MethodEntry,
    MethodSection,
    Table,
    anchor_of,
    code_fact,
    text_fact,
)
from milestones.paths import DATA

PUBLISHED_FILE = DATA / "reference" / "published.csv"
KNOWN_LIMITS = (
    _(
        "The second milestone has no official number. A target shown for it is a setting of the "
        "operator, and is marked as not official."
    ),
    _(
        "What is counted is what institutions filed. A patent, an assessment or a transfer that "
        "nobody filed is missing, and nothing is estimated in its place."
    ),
    _(
        "Institutions that report totals only stand beside the indicators and are never added to "
        "them."
    ),
    _(
        "Figures on waits, stars, willingness, transfers and fields count whole months. For a day "
        "within a month they show the month before, and say so; indicators and paths are exact "
        "for any day."
    ),
    _(
        "Rows are checked against the register as it is known today: an assessment is held against "
        "the day of grant that is known now, not the one that was known then."
    ),
    _(
        "A patent whose class gives no technology field counts as unknown. It is part of every "
        "total, and of no field."
    ),
    _(
        "Amounts are known only for transfers that state one. The contract value is therefore a "
        "lower bound."
    ),
    _("What the stars mean in detail has not been published."),
    _(
        "The map is a grid of equal tiles. It shows no borders, and a tile says nothing of the "
        "size of a province."
    ),
)
_SEVERITY_PATTERN = re.compile(r"'(\w+)'\s+as severity")


def rule_section(locale: Locale) -> MethodSection:
    """Say what each rule looks for and what it does to a row."""
    lines = (
        locale(
            "For every file, the rows delivered are the rows accepted, rejected, and identical to "
            "what is there already. No row disappears."
        ),
    )
    facts = tuple(text_fact(locale(name), locale(text)) for name, text in RULE_EFFECTS.values())
    checks = [name for name in query.query_names() if name.startswith("checks/")]
    order = list(RULE_EFFECTS)
    names = sorted(checks, key=lambda name: (order.index(rule_severity(name)), name))
    entries = tuple(_rule_entry(name, locale) for name in names)
    return MethodSection("rules", locale("Rules for what is delivered"), lines, facts, entries)


def rule_severity(name: str) -> str:
    """Read from a rule's query what it does to a row."""
    found = set(_SEVERITY_PATTERN.findall(query.sql(name)))
    if len(found) != 1 or not found <= RULE_EFFECTS.keys():
        raise ValueError(f"{name} names no severity, or several: {sorted(found)}")
    return str(found.pop())


def _rule_entry(name: str, locale: Locale) -> MethodEntry:
    question = sentence_case(locale(query.header(name).question))
    effect = code_fact(locale(RULE_EFFECTS[rule_severity(name)][0]), f"queries/{name}.sql")
    return MethodEntry(anchor_of("rule", name.partition("/")[2]), question, (effect,))


def published_section(locale: Locale) -> MethodSection:
    """List the sources of the published figures, the newest first."""
    lines = (
        locale("Published figures are real in every edition, a synthetic one too."),
        locale(
            "Each has its own universe: a figure of another universe, or a share of another "
            "denominator, is never drawn on a computed line, and never joined to one."
        ),
    )
    head = (locale("Source"), locale("Published on"), locale("Number of figures"), locale("Link"))
    rows = tuple(
        (locale(source), _publication_day(on, locale), locale.exact(number), url)
        for (on, source, url), number in sorted(published_sources().items(), reverse=True)
    )
    title = locale("Sources of the published figures")
    caption, numeric = (
        locale("By day of publication, the newest first"),
        (False, False, True, False),
    )
    table = Table(caption, head, numeric, rows)
    return MethodSection("published", title, lines, tables=(table,))


@cache
def published_sources() -> Counter[tuple[str, str, str]]:
    """Count the published figures of each (day, source, address)."""
    with PUBLISHED_FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return Counter((row["published_on"], row["source"], row["url"]) for row in rows)


def _publication_day(text: str, locale: Locale) -> str:
    """Write the day of publication; some are known by their year only, or not at all."""
    is_day = len(text) == len("YYYY-MM-DD")
    return locale.date(date.fromisoformat(text)) if is_day else text or UNKNOWN_DASH


def limit_section(locale: Locale) -> MethodSection:
    """Say the known limits."""
    return MethodSection("limits", locale("Known limits"), tuple(map(locale, KNOWN_LIMITS)))
