"""Letters in pictures are never too small to read, however many rows a figure has."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from looking import look

from milestones.charts.palette import luminance
from milestones.charts.plotly_renderer.page import FONT_KEYS
from milestones.charts.plotly_renderer.render import key_entries, render
from milestones.charts.two_columns import in_two_columns
from milestones.editions.edition import Edition
from milestones.export.figure_export import FigureExport, export_figure
from milestones.export.pictures.page import POINTS_PER_PX, PRESETS, SLIDE_BODY
from milestones.export.pictures.picture import compose_chart_alone, compose_page, draw_picture
from milestones.export.slides.deck import body_ratio
from milestones.figures.compute import compute_figure
from milestones.figures.registry import FIGURES
from milestones.i18n import LANGS
from milestones.selection import Selection

CHOSEN = {"province_compare": 4, "province_ranking": 31}
"""Figures that are longest when so many provinces are chosen."""

KEYED = ("stage_by_field", "transfer_flows")
LEAST = {"slide": 9, "half_page": 6, "square": 7, "print": 6, "one_colour": 6}
DRAWN = ("slide", "half_page", "square", "print")
"""Every figure is drawn in both languages, each on another page; one colour is set as print is."""
ROUND = 0.01
"""Points that are lost where a page has whole pixels."""


@pytest.fixture(scope="module")
def edition(synthetic: Edition) -> Edition:
    """The synthetic register, so that figures hold what they hold in use."""
    return synthetic


def of(edition: Edition, figure: str, lang="en", theme="light") -> FigureExport:
    chosen = tuple(edition.province_codes)[: CHOSEN.get(figure, 0)]
    return export_figure(
        compute_figure(figure, edition, Selection(provinces=chosen)), edition, lang, theme
    )


def sizes(part) -> Iterator[float]:
    """Every size of letters that a figure names."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in FONT_KEYS and isinstance(value, dict) and "size" in value:
                yield value["size"]
            yield from sizes(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from sizes(each)


def test_the_presets_say_how_small_letters_may_be():
    assert {id: preset.letter for id, preset in PRESETS.items()} == LEAST
    assert SLIDE_BODY.letter == LEAST["slide"]


@pytest.mark.parametrize("figure", FIGURES)
def test_no_letter_is_set_smaller_than_its_page_allows(edition, figure):
    for lang in ("zh", "en"):
        told = of(edition, figure, lang)
        pages = {preset: compose_page(told, preset) for preset in PRESETS.values()}
        pages[SLIDE_BODY] = compose_chart_alone(told, body_ratio(told))
        for preset, page in pages.items():
            least = min(sizes(page.spec)) * page.scale * POINTS_PER_PX
            assert least >= preset.letter - ROUND, (preset.id, lang)


@pytest.mark.slow
@pytest.mark.parametrize("figure", FIGURES)
def test_letters_are_drawn_as_large_as_they_are_set_and_apart(edition, engine, window, figure):
    place = list(FIGURES).index(figure)
    for number, lang in enumerate(LANGS):
        id = DRAWN[(place + 2 * number) % len(DRAWN)]
        seen = look(window, draw_picture(of(edition, figure, lang), "svg", id, engine))
        assert seen.letters() >= LEAST[id] - ROUND, id
        assert seen.smallest() > 8, id
        assert (id, seen.outside(), seen.overlapping()) == (id, [], [])


@pytest.mark.slow
@pytest.mark.parametrize("figure", FIGURES)
def test_a_picture_on_a_slide_can_be_read(edition, engine, window, figure):
    told = of(edition, figure, LANGS[list(FIGURES).index(figure) % 2])
    if told.native_charts:
        return
    page = compose_chart_alone(told, body_ratio(told))
    seen = look(window, engine.render(page.spec, "svg", page.width, page.height, page.scale))
    assert seen.letters() >= LEAST["slide"] - ROUND
    assert (seen.outside(), seen.overlapping()) == ([], [])


def faces(spec) -> list[str]:
    return sorted(text for trace in spec["data"] for text in trace.get("text", ()) if text)


def names(panel) -> list[str]:
    return [row.name for row in panel.y.categories]


@pytest.mark.parametrize("figure", ["stage_by_field", "transfer_flows", "changes", "field_waits"])
def test_two_columns_hold_every_row_once_in_its_order(edition, figure):
    chart = of(edition, figure).drawing.chart
    cut = in_two_columns(chart)
    drawn, whole = (render(each, "light", "en") for each in (cut, chart))
    assert faces(drawn) == faces(whole)
    left, right = (names(panel) for panel in cut.panels)
    repeated = [name for name in right[:1] if name in left]
    assert left + right[len(repeated) :] == names(chart.panels[0])
    layout = drawn["layout"]
    assert layout["xaxis"]["domain"][1] < layout["xaxis2"]["domain"][0]
    rows = [layout[axis]["range"] for axis in ("yaxis", "yaxis2")]
    assert rows[0][0] - rows[0][1] == pytest.approx(rows[1][0] - rows[1][1])


def test_a_column_says_again_under_which_heading_it_goes_on(edition):
    left, right = (panel.y.categories for panel in
                   in_two_columns(of(edition, "stage_by_field").drawing.chart).panels)  # fmt: skip
    assert right[0].is_heading and right[0].label in [row.label for row in left]
    assert not left[-1].is_heading


def test_compared_provinces_are_named_over_both_columns(edition):
    told = of(edition, "province_compare")
    texts = faces(compose_page(told, PRESETS["slide"]).spec)
    for code in tuple(edition.province_codes)[:4]:
        name = told.locale.province(code)
        assert len([text for text in texts if text.startswith(f"{name}<br>")]) == 2


def test_what_is_drawn_for_the_screen_stays_as_it_is(edition):
    for figure in KEYED:
        told = of(edition, figure)
        before = repr(told.drawing.spec)
        compose_page(told, PRESETS["slide"])
        assert repr(told.drawing.spec) == before
        assert not any(trace["showlegend"] for trace in told.drawing.spec["data"])


@pytest.mark.parametrize("figure", KEYED)
@pytest.mark.parametrize("preset", PRESETS)
def test_colours_have_their_key_in_the_picture(edition, engine, window, figure, preset):
    for lang in ("zh", "en"):
        told = of(edition, figure, lang)
        keys = key_entries(told.drawing.chart)
        said = [each.text for each in look(window, draw_picture(told, "svg", preset, engine)).texts]
        assert len(keys) >= 3 and "" not in keys
        assert [said.count(each) for each in keys] == [1] * len(keys)
        assert told.drawing.chart.legend.title in said


@pytest.mark.parametrize("figure", KEYED)
def test_in_one_colour_a_key_runs_from_light_to_dark(edition, figure):
    spec = compose_page(of(edition, figure), PRESETS["one_colour"]).spec
    keyed = [trace for trace in spec["data"] if trace.get("showlegend") and trace.get("name")]
    lights = [luminance(trace["marker"]["color"]) + 0.05 for trace in keyed]
    assert len(lights) >= 3
    assert all(one / other >= 1.5 for one, other in pairwise(lights))
