"""The indicators: name, numerator, denominator, universe and unit."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.figures import FIGURES, Figure
from milestones.figures.labels import sentence_case
from milestones.i18n import Locale, _
from milestones.methods.model import Entry, Fact, Piece, Section, anchor_of, code, said
from milestones.plan import Plan
from milestones.progress.indicators import INDICATORS, Indicator
from milestones.query import header

COUNTS = {
    "valid": _("patents granted by the as-of date that have not lapsed by then"),
    "due": _(
        "patents granted by {cutoff} that had not lapsed by that day and had not been "
        "transformed before the plan"
    ),
    "assessed": _("patents due with an assessment by the as-of date"),
    "institutions_due": _("institutions with at least one patent due"),
    "institutions_complete": _("institutions with at least one patent due, all of them assessed"),
    "pooled": _(
        "patents assessed whose latest assessment by the as-of date says that they are convertible"
    ),
    "good": _(
        "patents in the pool whose latest assessment by the as-of date gives {stars} stars or more"
    ),
    "evaluated": _("patents in the pool with at least one evaluation by an enterprise by then"),
    "transfers": _("transfers recorded from {transfers_from} to the as-of date"),
    "transferred": _("valid patents with at least one transfer recorded since {transfers_from}"),
    "amount_cny": _("the sum of the amounts stated in transfers recorded since {transfers_from}"),
    "industrialized": _("valid patents industrialized by the as-of date"),
    "good_industrialized": _("patents with good prospects, industrialized by the as-of date"),
}
"""What stands in each column of the counts that an indicator is made of."""

UNITS = {
    "patents": _("patents"),
    "institutions": _("institutions"),
    "times": _("recordals"),
    "share": _("a share, shown in percent"),
    "CNY": _("yuan"),
}
QUERY = "figures/indicators"


def section(plan: Plan, words: Locale) -> Section:
    """Define each indicator by its counts."""
    lines = (
        words(
            "Every count follows the filters. Without a choice it is everything in the register;"
            " with inventions only, numerator and denominator both count inventions only."
        ),
        words("A share of nothing is not assessable: it is never shown as 0% or 100%."),
        words("A patent held jointly counts once."),
    )
    facts = (
        said(words("Question"), sentence_case(words(header(QUERY).question))),
        code(words("Query"), f"queries/{QUERY}.sql"),
    )
    entries = tuple(_entry(indicator, plan, words) for indicator in INDICATORS)
    return Section("indicators", words("Indicators"), lines, facts, entries)


def counted(column: str, plan: Plan, words: Locale) -> str:
    """Say what a column of the counts holds, with the days and stars of the plan."""
    return words(
        COUNTS[column],
        cutoff=words.date(plan.cutoff),
        transfers_from=words.date(plan.transfers_from),
        stars=plan.good_prospects_stars,
    )


def _entry(indicator: Indicator, plan: Plan, words: Locale) -> Entry:
    facts = tuple(_facts(indicator, plan, words))
    return Entry(anchor_of("indicator", indicator.id), words(indicator.name), facts)


def _facts(indicator: Indicator, plan: Plan, words: Locale) -> Iterator[Fact]:
    numerator = counted(indicator.numerator, plan, words)
    if indicator.denominator is None:
        yield said(words("Counts"), sentence_case(numerator))
    else:
        denominator = counted(indicator.denominator, plan, words)
        yield said(words("Numerator"), sentence_case(numerator))
        yield said(words("Denominator"), sentence_case(denominator))
    yield said(words("Universe"), sentence_case(words(indicator.universe)))
    yield said(words("Unit"), sentence_case(words(UNITS[indicator.unit])))
    figures = [each for each in FIGURES.values() if indicator.id in each.indicators]
    if figures:
        yield Fact(words("Figures"), tuple(_figure(each, words) for each in figures))
    yield code(words("Machine-readable name"), indicator.id)


def _figure(figure: Figure, words: Locale) -> Piece:
    return Piece(words(figure.question), f"#{anchor_of('figure', figure.id)}")
