"""Decks open without repair, say where they come from, and hold numbers to edit."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import openpyxl
import pptx
import pytest
from figures.conftest import edition, steward  # noqa: F401
from lxml import etree
from PIL import Image
from pptx.oxml.ns import qn

from milestones.charts.model import Axis, Bars, Category, Chart, Panel
from milestones.charts.office import native_charts, split_long_bar_chart
from milestones.export.figure_export import export_figure
from milestones.export.slides.deck import NoSlidesError, Slide, pptx_bytes
from milestones.export.slides.pptx_xml import (
    EAST_ASIAN_FONT,
    LATIN_FONT,
    PptxVersionError,
    set_comments,
)
from milestones.export.slides.text import count_lines, split_finding
from milestones.export.stamp import Stamp, read_stamps
from milestones.figures.compute import compute_figure
from milestones.figures.registry import FIGURES
from milestones.i18n import LANGS
from milestones.selection import Selection

ORDERS = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr chart spPr txPr externalData",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax",
    "title": "tx layout overlay spPr txPr",
    "plotArea": "layout barChart lineChart catAx dateAx valAx spPr",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "legendEntry": "idx delete txPr",
    "errBars": "errDir errBarType errValType noEndCap plus minus val spPr",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName"
    " showSerName showPercent showBubbleSize separator",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName"
    " showPercent showBubbleSize separator showLeaderLines",
    "marker": "symbol size spPr",
    "dateAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblOffset baseTimeUnit"
    " majorUnit majorTimeUnit minorUnit minorTimeUnit",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset"
    " tickLblSkip tickMarkSkip noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit"
    " minorUnit dispUnits",
    "scaling": "logBase orientation max min",
}
"""The order of children in the schema of charts (ECMA-376, part 1, 21.2)."""

BAR_SERIES = "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val"
LINE_SERIES = "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth"
RUN = "ln noFill solidFill gradFill pattFill effectLst highlight latin ea cs sym hlinkClick"
AXES = (qn("c:catAx"), qn("c:dateAx"), qn("c:valAx"))
FONTS = (qn("a:latin"), qn("a:ea"), qn("a:cs"))
CHARTS = [figure for figure in FIGURES if not figure.startswith("institution_p")]


def made(edition, figure, lang="en", chosen=Selection(), **told):  # noqa: B008, F811
    return export_figure(compute_figure(figure, edition, chosen), edition, lang, **told)


def deck(*slides):
    return pptx.Presentation(io.BytesIO(pptx_bytes(slides)))


def texts(slide):
    return {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}


def drawn(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def parts(content, pattern):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        return {name: archive.read(name) for name in names}


@pytest.fixture(scope="module")
def decks(edition):  # noqa: F811
    """All figures in each language; those without a chart tell their picture in words."""
    return {lang: pptx_bytes([Slide(made(edition, f, lang)) for f in CHARTS]) for lang in LANGS}


@pytest.fixture(scope="module")
def picture():
    kept = io.BytesIO()
    Image.new("RGB", (1600, 800), "#9fc4e2").save(kept, "PNG")
    return kept.getvalue()


def test_the_parts_of_charts_stand_in_the_schema_s_order(decks):
    for name, content in parts(decks["zh"], r"ppt/charts/chart\d+\.xml").items():
        for element in etree.fromstring(content).iter():
            tag = etree.QName(element).localname
            order = ORDERS.get(tag, "")
            if tag == "ser":
                is_line = element.getparent().tag == qn("c:lineChart")
                order = LINE_SERIES if is_line else BAR_SERIES
            if tag in ("rPr", "defRPr", "endParaRPr"):
                order = RUN
            if order and len(element):
                found = [etree.QName(child).localname for child in element]
                places = [order.split().index(each) for each in found]
                assert places == sorted(places), f"{name}: {tag} has {found}"


def test_ids_of_axes_are_those_of_the_schema(decks):
    for content in parts(decks["en"], r"ppt/charts/chart\d+\.xml").values():
        root = etree.fromstring(content)
        axes = {axis.find(qn("c:axId")).get("val") for axis in root.iter(*AXES)}
        used = {each.get("val") for each in root.iter(qn("c:axId"), qn("c:crossAx"))}
        assert used == axes and len(axes) == 2 and all(each.isdigit() for each in axes)


@pytest.mark.parametrize("lang", LANGS)
def test_every_run_names_a_latin_and_an_east_asian_font(decks, lang):
    pattern = (
        r"ppt/(charts/chart|slides/slide|notesSlides/notesSlide|slideMasters/slideMaster)\d+\.xml"
    )
    for name, content in parts(decks[lang], pattern).items():
        runs = list(etree.fromstring(content).iter(qn("a:rPr"), qn("a:defRPr")))
        assert runs, name
        for run in runs:
            fonts = [(etree.QName(f).localname, f.get("typeface")) for f in run.iter(*FONTS)]
            assert fonts == [("latin", LATIN_FONT), ("ea", EAST_ASIAN_FONT)], name
            assert run.get("lang") == {"zh": "zh-CN", "en": "en-GB"}[lang]
        texts_without = [
            r for r in etree.fromstring(content).iter(qn("a:r")) if r[0].tag != qn("a:rPr")
        ]
        assert texts_without == []
    for content in parts(decks[lang], r"ppt/theme/theme\d+\.xml").values():
        root = etree.fromstring(content)
        for tag in ("a:majorFont", "a:minorFont"):
            scheme = root.find(f".//{qn(tag)}")
            assert scheme.find(qn("a:latin")).get("typeface") == LATIN_FONT
            assert scheme.find(qn("a:ea")).get("typeface") == EAST_ASIAN_FONT


def test_months_on_axes_do_not_repeat(decks):
    seen = 0
    for content in parts(decks["zh"], r"ppt/charts/chart\d+\.xml").values():
        for axis in etree.fromstring(content).iter(qn("c:dateAx")):
            unit = axis.find(qn("c:majorTimeUnit")).get("val")
            step = int(axis.find(qn("c:majorUnit")).get("val"))
            base = axis.find(qn("c:baseTimeUnit")).get("val")
            assert unit == "months" and step >= 1 and base in ("days", "months")
            assert "年" in axis.find(qn("c:numFmt")).get("formatCode")
            seen += 1
    assert seen >= 5


@pytest.mark.parametrize("lang", LANGS)
def test_charts_hold_the_exact_numbers_twice(edition, decks, lang):  # noqa: F811
    slides = pptx.Presentation(io.BytesIO(decks[lang])).slides
    for figure, slide in zip(CHARTS, slides, strict=True):
        charts = made(edition, figure, lang).slide_charts
        for given, shown in zip(charts, drawn(slide), strict=True):
            plot = shown.plots[0]
            assert [series.name for series in plot.series] == [s.name for s in given.series]
            assert [tuple(series.values) for series in plot.series] == [
                s.values for s in given.series
            ]
            book = openpyxl.load_workbook(io.BytesIO(shown.part.chart_workbook.xlsx_part.blob))
            header, *rows = book.active.iter_rows(values_only=True)
            assert header == (None, *(series.name for series in given.series))
            for row, name in zip(rows, given.categories, strict=True):
                at = row[0].date() if isinstance(row[0], datetime) else row[0]
                assert at == name
            for column, series in enumerate(given.series, start=1):
                kept = [row[column] for row in rows]
                assert kept == [
                    v if v is None else pytest.approx(v, rel=1e-15) for v in series.values
                ]


def test_the_same_slides_give_the_same_bytes(edition, picture):  # noqa: F811
    slides = [
        Slide(made(edition, "milestone_path")),
        Slide(made(edition, "province_map"), picture=picture),
        Slide(made(edition, "pipeline", "zh"), "标题"),
    ]
    content = pptx_bytes(slides)
    assert content == pptx_bytes(slides)
    dates = set()
    inside = [content, *parts(content, r"ppt/embeddings/.*\.xlsx").values()]
    for each in inside:
        with zipfile.ZipFile(io.BytesIO(each)) as archive:
            dates |= {part.date_time for part in archive.infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)} and len(inside) == 4
    assert b"2025-07-10T00:00:00Z" in parts(inside[1], r"docProps/core\.xml")["docProps/core.xml"]


def test_a_deck_says_what_it_is(edition):  # noqa: F811
    sheets = [made(edition, "pipeline", "zh"), made(edition, "willingness", "zh")]
    shown = deck(*map(Slide, sheets))
    core = shown.core_properties
    assert (shown.slide_width, shown.slide_height) == (12191695, 6858000)
    assert read_stamps(core.comments) == tuple(one.stamp for one in sheets)
    assert core.created == core.modified == datetime(2025, 7, 10)
    assert (core.title, core.author, core.language) == (sheets[0].title, "", "zh")
    assert deck(Slide(sheets[0])).core_properties.comments == sheets[0].stamp.to_json()


@pytest.mark.parametrize("lang", LANGS)
def test_a_slide_says_where_it_comes_from(edition, lang):  # noqa: F811
    one = made(edition, "pipeline", lang, classification="内部" if lang == "zh" else "Internal")
    (slide,) = deck(Slide(one)).slides
    said = texts(slide)
    assert one.caption.startswith(slide.shapes.title.text_frame.text)
    assert one.title in said["Question"] and one.subtitle in said["Question"]
    assert one.as_of in said["Source"] and one.source in said["Source"]
    assert said["Mark"] == one.disclaimer != ""
    assert all(note in said["Counted"] for note in one.notes)
    notes = slide.notes_slide.notes_text_frame.text
    told = (one.caption, one.alt, one.source, one.disclaimer, one.definition.query, *one.notes)
    assert all(each in notes for each in told)
    assert Stamp.from_json(notes.splitlines()[-1]) == one.stamp
    (chart,) = [shape for shape in slide.shapes if shape.has_chart]
    assert chart._element.xpath(".//p:cNvPr")[0].get("descr") == one.alt


def test_a_headline_stands_over_the_finding(edition):  # noqa: F811
    one = made(edition, "pipeline")
    (slide,) = deck(Slide(one, "=1+1\x00\nStuck\u2028at transfers")).slides
    assert slide.shapes.title.text_frame.text == "=1+1 Stuck at transfers"
    assert texts(slide)["Finding"] == one.caption


def test_a_long_headline_and_selection_leave_room_for_the_chart(edition):  # noqa: F811
    codes = tuple(code for code in edition.province_codes for _ in range(40))
    one = made(edition, "pipeline")
    one = replace(one, subtitle=" · ".join(codes), caption="A long finding goes on. " * 60)
    headline = "A headline that nobody reads " * 30
    (slide,) = deck(Slide(one, headline)).slides
    is_apart(slide)
    (chart,) = [shape for shape in slide.shapes if shape.has_chart]
    assert chart.height > slide.part.package.presentation_part.presentation.slide_height * 0.5
    assert slide.shapes.title.text_frame.text.endswith("…")
    assert headline.strip() in slide.notes_slide.notes_text_frame.text
    assert one.subtitle in slide.notes_slide.notes_text_frame.text


def test_no_placeholder_is_left_and_nothing_leaves_the_slide(decks):
    for content in decks.values():
        shown = pptx.Presentation(io.BytesIO(content))
        assert len(shown.slide_layouts) == 1
        for slide in shown.slides:
            assert [each.placeholder_format.type.name for each in slide.placeholders] == ["TITLE"]
            assert all(text for text in texts(slide).values())
            for shape in slide.shapes:
                assert shape.left >= 0 and shape.top >= 0, shape.name
                assert shape.left + shape.width <= shown.slide_width, shape.name
                assert shape.top + shape.height <= shown.slide_height, shape.name


def is_apart(slide):
    boxes = [shape for shape in slide.shapes if shape.name != "Rule"]
    below = sorted(boxes, key=lambda shape: (shape.top, shape.left))
    for upper, lower in pairwise(below):
        beside = upper.top == lower.top and upper.left + upper.width <= lower.left
        under = upper.top + upper.height <= lower.top + 12700
        assert beside or under, (upper.name, lower.name, slide.shapes.title.text_frame.text)


def test_no_letter_of_a_slide_is_smaller_than_nine_points(decks):
    pattern = r"ppt/(charts/chart|slides/slide)\d+\.xml"
    for content in decks.values():
        for name, part in parts(content, pattern).items():
            runs = etree.fromstring(part).iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr"))
            sizes = [int(run.get("sz")) for run in runs if run.get("sz")]
            assert sizes and min(sizes) >= 900, name


def test_nothing_lies_over_anything_else(decks):
    for content in decks.values():
        for slide in pptx.Presentation(io.BytesIO(content)).slides:
            is_apart(slide)


def test_what_has_no_chart_is_a_picture_in_its_own_shape(edition, picture):  # noqa: F811
    one = made(edition, "province_map")
    (slide,) = deck(Slide(one, picture=picture)).slides
    (shown,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert shown.image.blob == picture
    assert shown.width / shown.height == pytest.approx(2, rel=1e-4)
    assert shown._element.xpath(".//p:cNvPr")[0].get("descr") == one.alt
    assert not drawn(slide)


def test_without_a_picture_its_words_stand_there(edition):  # noqa: F811
    one = made(edition, "province_map")
    (slide,) = deck(Slide(one)).slides
    assert texts(slide)["Instead"] == one.alt


def test_titles_of_charts_are_only_those_of_the_figure(edition):  # noqa: F811
    (path,) = deck(Slide(made(edition, "milestone_path"))).slides
    assert [chart.has_title for chart in drawn(path)] == [True, True]
    (bars,) = deck(Slide(made(edition, "pipeline"))).slides
    (chart,) = drawn(bars)
    assert not chart.has_title
    assert chart._chartSpace.find(f".//{qn('c:autoTitleDeleted')}").get("val") == "1"


@pytest.mark.parametrize("figure", ["pipeline", "milestone_path"])
def test_a_chart_that_is_copied_takes_the_mark_along(edition, figure):  # noqa: F811
    told = made(edition, figure, "zh", classification="内部")
    (slide,) = deck(Slide(told)).slides
    titles = [chart.chart_title.text_frame.text for chart in drawn(slide)]
    assert titles and all(title.endswith("内部") for title in titles)
    assert told.disclaimer == "内部"


def test_lines_bridge_the_days_of_others_and_deadlines_stand(edition):  # noqa: F811
    (slide,) = deck(Slide(made(edition, "milestone_path"))).slides
    for chart in drawn(slide):
        space = chart._chartSpace
        assert space.find(f".//{qn('c:dispBlanksAs')}").get("val") == "span"
        (bars,) = space.iter(qn("c:errBars"))
        assert "deadline" in bars.getparent().find(f".//{qn('c:tx')}//{qn('c:v')}").text
        first = chart.category_axis._element.find(f"{qn('c:scaling')}/{qn('c:min')}").get("val")
        assert float(first) == (date(2023, 12, 1) - date(1899, 12, 30)).days


def test_many_rows_stand_in_two_columns_of_one_scale():
    places = tuple(range(31))
    rows = tuple(Category(at, f"row {at}") for at in places)
    bars = Bars("a", places, places, "main", colours=((30, "late"),), hatched=frozenset({30}))
    panel = Panel(Axis(), Axis("category", categories=rows), (bars,))
    (chart,) = native_charts(Chart((panel,), 300), "light")
    left, right = split_long_bar_chart(chart)
    assert left.categories + right.categories == chart.categories
    assert left.series[0].values + right.series[0].values == places
    assert (len(left.categories), left.maximum, right.maximum) == (16, 30, 30)
    assert right.series[0].colours == ((14, "#d98a2b"),) and right.series[0].hatched == {14}
    assert left.series[0].colours == () and left.series[0].hatched == frozenset()


def test_a_dark_slide_is_dark(edition):  # noqa: F811
    (slide,) = deck(Slide(made(edition, "pipeline", theme="dark"))).slides
    assert str(slide.background.fill.fore_color.rgb) == "12181F"
    title = slide.shapes.title.text_frame.paragraphs[0].runs[0]
    assert str(title.font.color.rgb) == "E7ECF1"


def test_a_finding_is_split_between_sentences_only():
    caption = "Done: 99.7% by 31 Dec. 2024. " + "A second sentence that is long. " * 8
    title, rest = split_finding(caption.strip(), "en", 20, 12.2)
    assert f"{title} {rest}" == caption.strip() and title.endswith(".")
    assert count_lines(title, 20, 12.2, bold=True) <= 2
    assert split_finding("一句。二句。", "zh", 20, 12.2) == ("一句。二句。", "")
    assert split_finding("长" * 100 + "。二句。", "zh", 20, 12.2) == ("长" * 100 + "。", "二句。")


def test_names_of_others_are_text_and_never_a_formula(edition):  # noqa: F811
    one = made(edition, "institution_table")
    (panel,) = one.drawing.chart.panels
    evil = ("=HYPERLINK('x')", "@a\x0b&b")
    pairs = zip(panel.y.categories, evil, strict=True)
    rows = tuple(replace(row, label=name, mark="") for row, name in pairs)
    panel = replace(panel, y=replace(panel.y, categories=rows))
    chart = replace(one.drawing.chart, panels=(panel,))
    hostile = replace(one, drawing=replace(one.drawing, chart=chart))
    (slide,) = deck(Slide(hostile)).slides
    (shown,) = drawn(slide)
    assert list(shown.plots[0].categories) == ["=HYPERLINK('x')", r"@a\x0b&b"]
    book = openpyxl.load_workbook(io.BytesIO(shown.part.chart_workbook.xlsx_part.blob))
    assert [cell.data_type for cell in book.active["A"][1:]] == ["s", "s"]


def test_no_slides_is_no_deck():
    with pytest.raises(NoSlidesError):
        pptx_bytes([])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_program_opens_it_and_its_words_can_be_copied(edition, tmp_path):  # noqa: F811
    figures = ("milestone_path", "pipeline", "transfer_modes")
    sheets = [made(edition, figure, "zh") for figure in figures]
    (tmp_path / "deck.pptx").write_bytes(pptx_bytes([Slide(one) for one in sheets]))
    ask = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    subprocess.run(
        [*ask, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "deck.pptx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    done = subprocess.run(
        ["pdftotext", tmp_path / "deck.pdf", "-"], check=True, capture_output=True, timeout=60
    )
    pages = ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]
    assert len(pages) == len(figures)
    for page, one in zip(pages, sheets, strict=True):
        for said in (one.title, one.source, one.disclaimer):
            assert "".join(said.split()) in page
    assert "2024年6月" in pages[0] and "截止日2024年12月31日" in pages[0]


def test_a_python_pptx_without_what_is_leant_on_is_refused_by_name():
    with pytest.raises(PptxVersionError, match=r"python-pptx \S+ has no object\._element"):
        set_comments(object(), "stamps")
