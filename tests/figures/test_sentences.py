"""Every caption and every alternative text is made of whole sentences of one language."""

import re
from datetime import date

import pytest

from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.labels import LABELS
from milestones.figures.phrases import days_from_plan, join_tied
from milestones.figures.registry import FIGURES
from milestones.figures.tables import table_in_words
from milestones.i18n import LANGS, Locale
from milestones.progress.indicators import comparable
from milestones.selection import Selection

BEFORE, PAST = date(2024, 4, 24), date(2025, 3, 31)
CASES = {
    "all": Selection(),
    "before the plan began": Selection(as_of=date(2023, 11, 30)),
    "before the deadlines": Selection(as_of=BEFORE),
    "between the deadlines": Selection(as_of=PAST),
    "on a deadline": Selection(as_of=date(2024, 12, 31)),
    "a province": Selection(provinces=("110000",), as_of=BEFORE),
    "two provinces": Selection(provinces=("110000", "330000")),
    "nothing due": Selection(kinds=("hospital",), as_of=BEFORE),
    "an institution": Selection(institution="U1", as_of=BEFORE),
    "an institution with nothing due": Selection(institution="H1"),
}
ENDS = {"zh": tuple("。？！"), "en": tuple(".?!")}
FOREIGN = {"zh": re.compile(r"[A-Za-z]{2,}"), "en": re.compile(r"[\u3000-\u9fff\uff00-\uffef]")}
STOP = "[.,;:!?。，；：、！？]"
DOUBLED = re.compile(rf"{STOP}\s*{STOP}|\s\s|\s[.,;:!?]|(^|\s)[。，；：]")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][.,;:!?]|[,;:!?][\u3400-\u9fff]")


def texts_of(case, edition):
    """Give each figure's caption and alternative text as (figure, language, text)."""
    for name in FIGURES:
        result = compute_figure(name, edition, CASES[case])
        for lang in LANGS:
            drawing = draw_figure(result, lang, "light")
            yield name, lang, drawing.caption
            yield name, lang, drawing.alt


@pytest.fixture(params=CASES, scope="module")
def told(request, edition):
    """What all figures say of one selection."""
    return list(texts_of(request.param, edition))


def heads(lang, edition):
    """Find what opens a sentence about a milestone: its name or its indicator's, and a colon."""
    locale = Locale(lang)
    milestones = edition.plan.milestones
    names = {each.name.in_(lang) for each in milestones}
    names |= {locale(LABELS[each.indicator]) for each in milestones}
    return re.compile("|".join(f"{re.escape(name)}[:：]" for name in sorted(names)))


def test_every_text_ends_its_last_sentence(told):
    assert [text for _, lang, text in told if not text.endswith(ENDS[lang])] == []


def test_no_sentence_about_a_milestone_runs_into_the_next(told, edition):
    found = {lang: heads(lang, edition) for lang in LANGS}
    openings = [
        (name, text[: match.start()].rstrip(), lang)
        for name, lang, text in told
        for match in found[lang].finditer(text)
    ]
    before = [(name, text[-20:]) for name, text, lang in openings if not text.endswith(ENDS[lang])]
    assert [each for each in before if each[1]] == []


def test_the_milestones_are_told_apart(edition):
    result = compute_figure("milestone_status", edition, CASES["before the deadlines"])
    caption = draw_figure(result, "zh", "light").caption
    assert len(heads("zh", edition).findall(caption)) == 2
    assert "天。高价值" in caption


@pytest.mark.parametrize(
    "lang, days, said",
    [
        ("en", 0, "exactly on the planned day"),
        ("en", 1, "1 day ahead of plan"),
        ("en", -30, "30 days behind plan"),
        ("zh", 0, "与计划日期一致"),
        ("zh", -30, "较计划滞后30天"),
    ],
)
def test_days_are_a_part_of_a_sentence(lang, days, said):
    assert days_from_plan(days, Locale(lang)) == said


def test_no_punctuation_is_doubled(told):
    assert [text for _, _, text in told if DOUBLED.search(text)] == []


def test_each_text_is_of_one_language(told):
    assert [text for _, lang, text in told if FOREIGN[lang].search(text)] == []


def test_chinese_sentences_have_chinese_punctuation(told):
    chinese = [text for _, lang, text in told if lang == "zh"]
    assert [text for text in chinese if HALF_WIDTH.search(text)] == []


NOTHING_DUE = "Nothing is due in this selection, so no milestone can be assessed."
CHOOSE_ONE = "Choose an institution: this figure is about one."
CHOOSE_SOME = "Choose two to four provinces to set them side by side."


@pytest.mark.parametrize(
    "case, figure, said",
    [
        ("nothing due", "milestone_status", NOTHING_DUE),
        ("an institution with nothing due", "institution_status", NOTHING_DUE),
        ("all", "institution_status", CHOOSE_ONE),
        ("nothing due", "institution_profile", CHOOSE_ONE),
        ("a province", "institution_pipeline", CHOOSE_ONE),
        ("a province", "province_compare", CHOOSE_SOME),
    ],
)
def test_a_figure_without_anything_to_draw_says_why(case, figure, said, edition):
    drawing = draw_figure(compute_figure(figure, edition, CASES[case]), "en", "light")
    assert (drawing.caption, drawing.alt) == (said, said)
    assert drawing.spec["data"] == []


@pytest.mark.parametrize(
    "lang, names, said",
    [
        ("en", "A", "A"),
        ("en", "AB", "A and B"),
        ("en", "ABCD", "A, B, C and 1 more"),
        ("zh", "ABCDE", "A、B、C及另外2个"),
    ],
)
def test_those_that_share_a_place_are_named_or_counted(lang, names, said):
    assert join_tied(list(names), Locale(lang)) == said


def test_no_superlative_hides_who_is_level(edition):
    captions = {
        name: draw_figure(
            compute_figure(name, edition, CASES["before the plan began"]), "en", "light"
        ).caption
        for name in ("province_paths", "province_map", "province_ranking", "institution_table")
    }
    assert "Lowest on 30 November 2023: Beijing and Zhejiang, at 0%." in captions["province_paths"]
    assert "lowest in Beijing and Zhejiang, at 0%" in captions["province_map"]
    assert "20 in all provinces. As many: Zhejiang." in captions["province_ranking"]
    assert "As many: Demo" in captions["institution_table"]


@pytest.mark.parametrize("lang, measure", [("en", "assessment coverage"), ("zh", "盘点覆盖率")])
def test_the_map_names_its_measure(lang, measure, edition):
    for case in ("all", "before the deadlines", "a province"):
        drawing = draw_figure(compute_figure("province_map", edition, CASES[case]), lang, "light")
        assert measure in drawing.caption


def test_english_stages_are_written_in_one_case(edition):
    result = compute_figure("pipeline", edition, CASES["all"])
    stages = table_in_words(result, Locale("en"))["Stage"].tolist()
    assert len(stages) == 7 and all(stage[0].isupper() for stage in stages)
    alt = draw_figure(result, "en", "light").alt
    assert all(f"{stage}: " in alt for stage in stages)


@pytest.mark.parametrize("lang", LANGS)
def test_superlatives_are_chosen_from_enough(lang, edition):
    """All shares of the story are of fewer than thirty: no step is called the narrowest."""
    captions = {
        name: draw_figure(compute_figure(name, edition, CASES["all"]), lang, "light").caption
        for name in ("pipeline", "province_map", "province_paths")
    }
    least = Locale(lang)("Fewer than {count} could take any step: none is compared.", count=30)
    note = Locale(lang)("* Fewer than {count} counted: left out of comparisons.", count=30)
    assert captions["pipeline"].endswith(least)
    assert note in captions["province_map"] and note in captions["province_paths"]


def test_few_do_not_stand_for_a_superlative_beside_many():
    named = comparable([("Qinghai", 4), ("Hebei", 30), ("Hubei", 29)], lambda each: each[1])
    assert named == [("Hebei", 30)]
    assert comparable([("Qinghai", 4)], lambda each: each[1]) == [("Qinghai", 4)]
