"""How a forecast is made, and how often such forecasts have held."""

from __future__ import annotations

from milestones.editions.edition import Edition
from milestones.i18n import Locale, _
from milestones.methods.coverage import COUNTRY, PROMISED, PROVINCES, Scored, scores
from milestones.methods.model import Section, Table
from milestones.progress.forecast.model import USUAL

FEWEST = 20
"""Below this number of cases a share says nothing."""
NEAR = 0.05
"""A coverage this near to what was promised counts as kept."""
COURSES = {COUNTRY: _("whole country"), PROVINCES: _("each province")}


def section(edition: Edition, words: Locale) -> Section:
    """Say how forecasts are made, and print their back-tested coverage."""
    scored = scores(edition)
    lines = (*_method(words), *_test(edition, words), *_warning(scored, words))
    title = words("Forecast, and what it is worth")
    return Section("forecast", title, lines, tables=(_table(scored, words),))


def judgement(scored: Scored, words: Locale) -> str:
    """Put a coverage in words, against the promise."""
    coverage = scored.score.coverage
    if coverage is None or scored.score.cases < FEWEST:
        return words("too few cases to judge")
    if is_narrow(scored):
        return words("too narrow")
    return words("wider than needed") if coverage > PROMISED + NEAR else words("as promised")


def is_narrow(scored: Scored) -> bool:
    """Tell whether the interval held clearly fewer cases than promised."""
    coverage = scored.score.coverage
    return coverage is not None and scored.score.cases >= FEWEST and coverage < PROMISED - NEAR


def _method(words: Locale) -> tuple[str, ...]:
    return (
        words(
            "A forecast draws at random from the monthly changes of the last {months} months, "
            "recent ones more often, and needs at least {fewest}. A change that was drawn is "
            "repeated in the next month with a chance of {keep}, because busy and quiet months "
            "come in runs.",
            months=USUAL.months,
            fewest=USUAL.fewest,
            keep=words.share(USUAL.keep, 0),
        ),
        words(
            "{draws} such futures are added up month by month, never below 0 nor above the whole. "
            "Half of them repeat a change as it was; the other half repeat it as a part of what "
            "was still open, so that they slow down as less is left and never quite reach the "
            "whole: the chance of a target of 100% is seldom above one half. The same data give "
            "the same forecast.",
            draws=words.exact(USUAL.draws),
        ),
        words(
            "The interval holds the middle {share} of the futures, and is then widened: the same "
            "forecast is made from each of the last {origins} months, as far as they are known, "
            "and each end moves out by what nine in ten of these would have needed. An interval "
            "that would print as one number is not shown.",
            share=words.share(PROMISED, 0),
            origins=USUAL.origins,
        ),
    )


def _test(edition: Edition, words: Locale) -> tuple[str, ...]:
    invented = words("The courses are synthetic: the table says nothing of real ones.")
    return (
        words(
            "The test: from the end of each past month on which a target was still open, a "
            "forecast is made from what came before, and held against what came. The interval "
            "promises to hold {share} of the cases.",
            share=words.share(PROMISED, 0),
        ),
        words(
            "The cases are not independent, because forecasts overlap and provinces move together. "
            "Their values are those that the register gives today."
        ),
        *([invented] if edition.synthetic else []),
    )


def _warning(scored: tuple[Scored, ...], words: Locale) -> tuple[str, ...]:
    judged = [line for line in scored if line.score.cases >= FEWEST]
    narrow = sum(map(is_narrow, judged))
    if not narrow:
        return ()
    return (
        words.n(
            "In {count} of {all} lines that can be judged fewer values fell into the interval "
            "than promised: there the future has been less certain than the interval says.",
            "In {count} of {all} lines that can be judged fewer values fell into the interval "
            "than promised: there the future has been less certain than the interval says.",
            narrow,
            all=words.exact(len(judged)),
        ),
    )


def _table(lines: tuple[Scored, ...], words: Locale) -> Table:
    head = (
        words("Milestone"),
        words("Courses"),
        words("Months ahead"),
        words("Cases"),
        words("Held"),
        words("Coverage of the interval"),
        words("Promised"),
        words("Judgement"),
    )
    caption = words("How often the interval held the value that came")
    numeric = (False, False, True, True, True, True, True, False)
    return Table(caption, head, numeric, tuple(_row(line, words) for line in lines))


def _row(scored: Scored, words: Locale) -> tuple[str, ...]:
    score = scored.score
    return (
        scored.milestone,
        words(COURSES[scored.courses]),
        words.exact(scored.ahead),
        words.exact(score.cases),
        words.exact(score.held),
        words.share(score.coverage),
        words.share(PROMISED, 0),
        judgement(scored, words),
    )
