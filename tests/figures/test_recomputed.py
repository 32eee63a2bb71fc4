"""What stands in a caption recomputes from the numbers in it, for all figures and any selection."""

import random
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from sharing import synthetic_home

from milestones.editions.data_home import DataHome
from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.overview.milestone_status import read_statuses
from milestones.figures.registry import FIGURES
from milestones.i18n import LANGS, Locale
from milestones.i18n.catalogue import translations
from milestones.selection import INSTITUTION_KINDS, Selection

SELECTIONS = 12
SEED = 20241231
UNITS = {"万": 10**4, "亿": 10**8, "bn": 10**9, "m": 10**6, "": 1}
AMOUNT = r"(?:CNY )?\d[\d,.]*(?:万|亿| bn| m)?[次元]?"
PLACES = {"share": r"[<>]?\d[\d,.]*%", "growth": r"[+−]?\d[\d,.]*%", "day": ".+?", "months": ".+?"}
"""What stands in the places of a sentence; in all others an amount, with its unit."""

Sentence = tuple[str, ...]
SHARES: dict[Sentence, tuple[str, str]] = {
    ("{share} ({count} of {whole})",): ("count", "whole"),
    ("On {day}, {count} of {whole} patents: {share}.",): ("count", "whole"),
    (
        "{count} of {recordals} recordals ({share}) states no amount: its value is"
        " unknown and not part of any sum.",
        "{count} of {recordals} recordals ({share}) state no amount: their value is"
        " unknown and not part of any sum.",
    ): ("count", "recordals"),
    (
        "{done} of {count} institution with patents due has assessed all of them by {day}"
        " ({share}).",
        "{done} of {count} institutions with patents due have assessed all of them by {day}"
        " ({share}).",
    ): ("done", "count"),
}
"""Sentences, with their plural, that hold a share with both counts that it is divided from."""
GROWTH = ("{months}: {now}, {growth} on the same months of the year before ({before}).",)


def number(text: str) -> Decimal:
    """Read a number as a reader does, without what the program knows."""
    found = re.fullmatch(r"(?:CNY )?([\d,.]+) ?(万|亿|bn|m|)[次元]?", text)
    assert found, text
    return Decimal(found[1].replace(",", "")) * UNITS[found[2]]


def pattern(message: Sentence, lang: str) -> re.Pattern[str]:
    """Make of a sentence of the catalogue what finds it in a text."""
    words = translations(lang)
    text = words.gettext(*message) if len(message) == 1 else words.ngettext(*message, 2)
    parts = re.split(r"\{(\w+)\}", text)
    made = (
        rf"(?P<{part}>{PLACES.get(part, AMOUNT)})" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    )
    return re.compile("".join(made))


def percent_of(part: Decimal, whole: Decimal) -> str:
    return Locale("en").share(part / whole)


def differs_from_growth(now: str, before: str, said: str) -> bool:
    """Tell whether a growth is another than the two sums make, beyond the last digit printed."""
    made = (number(now) / number(before) - 1) * 100
    return abs(made - Decimal(said.replace("−", "-").strip("+%"))) > Decimal("0.1")


def random_selections(edition):
    """Give selections of all kinds; the first chooses everything."""
    chance = random.Random(SEED)
    months = edition.months[6:]
    yield Selection()
    for _ in range(SELECTIONS):
        chosen = Selection(
            provinces=tuple(chance.sample(edition.province_codes, chance.choice((0, 1, 3)))),
            kinds=tuple(chance.sample(INSTITUTION_KINDS[:2], chance.choice((0, 0, 1)))),
            fields=tuple(chance.sample(range(1, 36), chance.choice((0, 0, 4)))),
            patents=chance.choice(("all", "inventions")),
            as_of=chance.choice(months),
        )
        yield replace(chosen, institution=chance.choice(sorted(edition.institution_ids)))


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The newest edition of the synthetic register, in which there is something of everything."""
    with DataHome(synthetic_home(tmp_path_factory)).edition() as edition:
        yield edition


@pytest.fixture(scope="module")
def captions(large):
    """The captions of all figures, with their figure, language and selection."""
    return [
        (name, lang, str(selection), draw_figure(result, lang, "light").caption)
        for selection in random_selections(large)
        for name in FIGURES
        for result in [compute_figure(name, large, selection)]
        for lang in LANGS
    ]


def test_shares_recompute_from_the_counts_beside_them(captions):
    found, wrong = Counter[str](), []
    for message, (part, whole) in SHARES.items():
        for lang in LANGS:
            look = pattern(message, lang)
            for name, of, selection, caption in captions:
                for match in look.finditer(caption) if of == lang else ():
                    made = percent_of(number(match[part]), number(match[whole]))
                    found[f"{lang} {name}"] += 1
                    if made != match["share"]:
                        wrong.append((name, selection, match[0], made))
    assert wrong == []
    assert {name.split()[1] for name in found} >= {
        "milestone_path", "contract_value", "institution_completion",
    }  # fmt: skip
    assert {name.split()[0] for name in found} == {*LANGS}


def test_growths_recompute_from_the_sums_beside_them(captions):
    found, wrong = Counter[str](), []
    for lang in LANGS:
        look = pattern(GROWTH, lang)
        for name, of, selection, caption in captions:
            for match in look.finditer(caption) if of == lang else ():
                found[f"{lang} {name}"] += 1
                if differs_from_growth(match["now"], match["before"], match["growth"]):
                    wrong.append((name, selection, match[0]))
    assert wrong == []
    assert {name.split()[1] for name in found} == {"transfers_by_month", "contract_value"}


@pytest.mark.parametrize("now, before", [("4.7万", "4.0万"), ("CNY 1.5 bn", "CNY 1.5 bn")])
def test_what_is_rounded_too_far_is_seen(now, before):
    """Such numbers stood in captions, beside +19.2% and +2.2%."""
    assert differs_from_growth(now, before, "+19.2%" if "万" in now else "+2.2%")


LATE = """
with first as (select patent_no, min(assessed_on) as day from assessments group by patent_no)
select
    count(*) filter (day > $deadline and (lapsed_on is null or day <= lapsed_on)),
    count(*) filter (lapsed_on > $deadline and (day is null or day > lapsed_on)),
    count(*) filter (day > $deadline and day > lapsed_on)
from patents left join first using (patent_no) join institutions using (institution_no)
where is_due and coalesce(lapsed_on > $deadline or day > lapsed_on, true)
    and list_contains($provinces, province)
"""
"""What became of the patents after the deadline, from the register itself."""


@pytest.mark.parametrize("provinces", [None, ("330000", "440000")])
def test_what_was_open_at_the_deadline_adds_up(large, provinces):
    chosen = provinces or tuple(large.province_codes)
    milestone = large.plan.milestone("M1")
    with large.cursor() as cursor:
        said = {"deadline": milestone.deadline, "provinces": list(chosen)}
        plain = cursor.execute(LATE, said).fetchone()
    result = compute_figure("milestone_status", large, Selection(provinces=provinces or ()))
    row = read_statuses(result.frame)[0]
    assert (row.closed_late, row.lapsed_late, row.assessed_after_lapse) == plain
    assert row.open_at_deadline == row.closed_late + row.lapsed_late + row.open
    assert row.open_at_deadline > 0
