"""The indicators by their counts, and the figures that show them."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.figures.labels import label, sentence_case
from milestones.figures.provenance import definition
from milestones.figures.registry import FIGURES, Figure
from milestones.i18n import Locale, _
from milestones.methods.model import (
    Fact,
    MethodEntry,
    MethodSection,
    anchor_of,
    code_fact,
    link_to,
    text_fact,
)
from milestones.plan import Plan
from milestones.progress.counts import PATENTS_QUERY
from milestones.progress.indicators import BY_ID, INDICATORS, Indicator
from milestones.query import header

COUNT_DEFINITIONS = {
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
FILTER_NAMES = {
    "provinces": _("Province"),
    "kinds": _("Kind of institution"),
    "departments": _("Department"),
    "fields": _("Technology field"),
    "patents": _("Patents"),
    "as_of": _("As of"),
    "since": _("Since"),
    "institution": _("Institution"),
}
"""The parameters of a query that a reader sets."""
INDICATOR_QUERY = PATENTS_QUERY


def indicator_section(plan: Plan, locale: Locale) -> MethodSection:
    """Define each indicator by its counts."""
    lines = (
        locale(
            "Every count follows the filters. Without a choice it is everything in the register;"
            " with inventions only, numerator and denominator both count inventions only."
        ),
        locale("A share of nothing is not assessable: it is never shown as 0% or 100%."),
        locale("A patent held jointly counts once."),
    )
    facts = (
        text_fact(locale("Question"), sentence_case(locale(header(INDICATOR_QUERY).question))),
        code_fact(locale("Query"), f"queries/{INDICATOR_QUERY}.sql"),
    )
    entries = tuple(
        MethodEntry(
            anchor_of("indicator", each.id),
            locale(each.name),
            tuple(_indicator_facts(each, plan, locale)),
        )
        for each in INDICATORS
    )
    return MethodSection("indicators", locale("Indicators"), lines, facts, entries)


def count_definition(column: str, plan: Plan, locale: Locale) -> str:
    """Say what a column of the counts holds, with the days and stars of the plan."""
    return locale(
        COUNT_DEFINITIONS[column],
        cutoff=locale.date(plan.cutoff),
        transfers_from=locale.date(plan.transfers_from),
        stars=plan.good_prospects_stars,
    )


def _indicator_facts(indicator: Indicator, plan: Plan, locale: Locale) -> Iterator[Fact]:
    numerator = count_definition(indicator.numerator, plan, locale)
    if indicator.denominator is None:
        yield text_fact(locale("Counts"), sentence_case(numerator))
    else:
        denominator = count_definition(indicator.denominator, plan, locale)
        yield text_fact(locale("Numerator"), sentence_case(numerator))
        yield text_fact(locale("Denominator"), sentence_case(denominator))
    yield text_fact(locale("Universe"), sentence_case(locale(indicator.universe)))
    yield text_fact(locale("Unit"), sentence_case(label(indicator.unit, locale)))
    figures = [each for each in FIGURES.values() if indicator.id in each.indicators]
    if figures:
        links = tuple(link_to("figure", each.id, locale(each.question)) for each in figures)
        yield Fact(locale("Figures"), links)
    yield code_fact(locale("Machine-readable name"), indicator.id)


def figure_section(locale: Locale) -> MethodSection:
    """Say of each figure what it answers and what it is made from."""
    line = locale("A filter that a figure does not use leaves that figure as it is.")
    entries = tuple(
        MethodEntry(
            anchor_of("figure", each.id), locale(each.question), tuple(_figure_facts(each, locale))
        )
        for each in FIGURES.values()
    )
    return MethodSection("figures", locale("Figures"), (line,), entries=entries)


def _figure_facts(figure: Figure, locale: Locale) -> Iterator[Fact]:
    meaning = definition(figure.id, locale)
    yield text_fact(locale("What the query asks"), sentence_case(meaning.question))
    if figure.is_official:
        yield text_fact(locale("Data"), locale("Published figures only, the same in every edition"))
    if figure.indicators:
        counted = (link_to("indicator", id, locale(BY_ID[id].name)) for id in figure.indicators)
        yield Fact(locale("Counted"), tuple(counted))
    given = figure.parameters
    filters = [locale(name) for parameter, name in FILTER_NAMES.items() if parameter in given]
    yield text_fact(locale("Filters"), locale.join(filters) or locale("follows none"))
    if figure.compare:
        yield text_fact(locale("Compared with"), locale("the edition before"))
    yield code_fact(locale("Query"), meaning.query)
    yield code_fact(locale("Machine-readable name"), figure.id)
