"""Every figure, in every language, theme and state: valid, complete, honest, and alike."""

import itertools
import json
import re
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import plotly.io as pio
import plotly.offline
import pytest

from milestones.charts.palette import PALETTES, STATUS_COLOURS, THEMES, contrast, text_on
from milestones.charts.plotly_renderer.figure import (
    figure_json,
    template,
)
from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.provenance import definition, source_line
from milestones.figures.registry import FIGURES
from milestones.figures.tables import table_in_words
from milestones.i18n import LANGS, Locale
from milestones.paths import QUERIES
from milestones.progress.counts import INSTITUTIONS_QUERY
from milestones.selection import Selection

STATES = {
    "after both events": Selection(),
    "before the deadline": Selection(as_of=date(2024, 6, 30)),
    "one province": Selection(provinces=("330000",), patents="inventions"),
    "nothing due": Selection(kinds=("hospital",)),
    "nothing at all": Selection(kinds=("research_institution",)),
    "before the plan": Selection(as_of=date(2023, 12, 31)),
}
LATIN = re.compile(r"[A-Za-z]{3,}")
CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"#0000(?:0[1-9]|1\d|2\d|30)\b")
IN_BOTH = {"span", "extra", "paper", "nbsp"}


@pytest.fixture(scope="session", params=STATES, ids=lambda name: name.replace(" ", "-"))
def selection(request):
    return STATES[request.param]


@pytest.fixture(params=sorted(FIGURES))
def result(request, edition, selection):
    return compute_figure(request.param, edition, selection)


def both(result):
    return [draw_figure(result, lang, "light") for lang in LANGS]


def numbers(spec):
    """Give the numbers and days of all traces, which no language may change."""
    keys = ("x", "y", "base", "customdata")
    return [
        [[cell for cell in trace[key] if not isinstance(cell, str) or cell[:1].isdigit()]]
        for trace in spec["data"]
        for key in keys
        if isinstance(trace.get(key), list) and not (key == "customdata" and "text" not in trace)
    ]


def said(drawing):
    """Give all words of a drawing: those around the chart and those in it."""
    spec = drawing.spec
    parts = [drawing.title, drawing.caption, drawing.alt, drawing.as_of, drawing.disclaimer]
    parts += [note["text"] for note in spec["layout"].get("annotations", ())]
    for trace in spec["data"]:
        for key in ("name", "text", "hovertext"):
            value = trace.get(key) or []
            parts += [value] if isinstance(value, str) else value
    return parts


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("lang", LANGS)
def test_plotly_accepts_every_property(result, lang, theme):
    spec = draw_figure(result, lang, theme).spec
    go.Figure(spec)
    assert spec["layout"]["template"] is template(PALETTES[theme])
    assert spec["layout"]["height"] >= 100


@pytest.mark.parametrize("lang", LANGS)
def test_title_caption_and_alt_text_are_there_and_filled(result, lang):
    drawing = draw_figure(result, lang, "light")
    for part in said(drawing):
        assert not re.search(r"\{\w*\}|\bnan\b|\bNone\b(?! of)|NaT", part), part
    assert drawing.title.endswith("？" if lang == "zh" else "?")
    assert drawing.caption.endswith("。" if lang == "zh" else ".")
    assert len(drawing.alt) >= len(drawing.caption) // 2
    assert drawing.as_of


def test_each_language_is_left_to_itself(result):
    chinese, english = both(result)
    for part in said(chinese):
        plain = re.sub(r"<[^>]*>", "", part)
        assert set(LATIN.findall(plain)) <= IN_BOTH, part
    for part in said(english):
        assert not CHINESE.search(part), part


def test_two_languages_and_two_themes_show_equal_numbers(result):
    drawn = [draw_figure(result, lang, theme).spec for lang in LANGS for theme in THEMES]
    assert all(numbers(spec) == numbers(drawn[0]) for spec in drawn)


def test_no_colour_is_a_placeholder_of_streamlit(result):
    pytest.importorskip("streamlit.elements.plotly_chart")
    for theme in THEMES:
        assert not PLACEHOLDER.search(pio.to_json(draw_figure(result, "zh", theme).spec))


def test_synthetic_data_are_marked_inside_the_picture(result):
    facts = replace(result.facts, edition=replace(result.facts.edition, synthetic=True))
    for lang, mark in (("zh", "合成数据，并非真实"), ("en", "Synthetic data, not real")):
        drawing = draw_figure(replace(result, facts=facts), lang, "light")
        notes = [note["text"] for note in drawing.spec["layout"]["annotations"]]
        if FIGURES[result.figure].is_official:
            assert drawing.disclaimer in notes and drawing.disclaimer not in (mark, "")
        else:
            assert drawing.disclaimer == mark and mark in notes


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_holds_the_frame_in_words(result, lang):
    shown = table_in_words(result, Locale(lang))
    assert len(shown) == len(result.frame)
    assert list(shown.attrs["formats"]) == list(shown.columns)
    assert len(shown.columns) == len(FIGURES[result.figure].columns)
    foreign = CHINESE if lang == "en" else LATIN
    assert not any(foreign.search(header) for header in shown.columns)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("figure_id", sorted(FIGURES))
def test_every_figure_says_what_it_counts_and_where_it_comes_from(figure_id, lang, edition):
    locale = Locale(lang)
    told = definition(figure_id, locale)
    foreign = CHINESE if lang == "en" else LATIN
    assert not any(foreign.search(line) for line in (told.question, *told.indicators))
    assert (QUERIES.parent / told.query).is_file()
    line = source_line(compute_figure(figure_id, edition, Selection()), locale)
    assert line.startswith(locale("Source: {source}", source=""))


def test_every_query_of_a_figure_is_used():
    files = {path.stem for path in (QUERIES / "figures").glob("*.sql")}
    beside = INSTITUTIONS_QUERY.removeprefix("figures/")
    assert files == {beside, *(figure.query for figure in FIGURES.values())}


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_colour(theme):
    colours = PALETTES[theme]
    for text in (colours.ink, colours.muted, colours.official, colours.plan):
        assert contrast(text, colours.surface) >= 4.5
    for fill in (*colours.scale, colours.unknown):
        assert contrast(text_on(fill), fill) >= 4.5
    for status in STATUS_COLOURS.values():
        assert contrast(status[theme], colours.surface) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_classes_of_the_map_differ_in_lightness_for_every_eye(theme):
    steps = PALETTES[theme].scale
    pairs = list(itertools.pairwise(steps))
    assert all(contrast(one, other) >= 1.25 for one, other in pairs)


@pytest.mark.parametrize("theme", THEMES)
def test_a_template_has_the_ground_of_its_theme(theme):
    layout = template(PALETTES[theme])["layout"]
    assert go.Layout(layout).paper_bgcolor == PALETTES[theme].surface


def test_a_figure_is_written_as_plotly_writes_it(result):
    drawing = draw_figure(result, "zh", "dark")
    written = json.loads(figure_json(drawing.spec))
    assert written.pop("config")["displayModeBar"] is False
    assert written == json.loads(pio.to_json(drawing.spec, validate=False))
    assert drawing.spec is drawing.spec and replace(drawing, theme="light").spec != drawing.spec


def test_the_browser_draws_with_the_plotly_that_figures_are_validated_by():
    responses = pytest.importorskip("pages.parts.streamlit_compat.responses")
    head = responses.PLOTLY.read_text(encoding="utf-8")[:200]
    version = re.search(r"plotly\.js \(cartesian - minified\) v([\d.]+)", head)
    assert version and responses.PLOTLY.name == f"plotly-cartesian-{version[1]}.min.js"
    assert version[1] == plotly.offline.get_plotlyjs_version()
