"""Pictures say what they must, lose nothing at any size, and bear a stamp that can be read."""

import io
import re
import struct
import zlib
from dataclasses import replace
from datetime import date, datetime
from html import unescape

import pytest
from looking import look
from PIL import Image
from pypdf import PdfReader
from story import STAMP

from milestones.charts.model import Axis, Bars, Chart, Line, Panel
from milestones.charts.palette import dash_lines, grey_fills, grey_of, luminance
from milestones.editions.edition import Edition
from milestones.editions.edition_status import EditionStatus
from milestones.export.figure_export import FigureExport, export_figure
from milestones.export.pictures.page import PRESETS, PresetNotFoundError, wrap_lines
from milestones.export.pictures.picture import (
    ThemeNotPrintableError,
    compose_page,
    draw_chart_alone,
    draw_picture,
)
from milestones.export.pictures.stamping import (
    read_pdf_stamp,
    read_png_stamp,
    read_svg_stamp,
    stamp_pdf,
    stamp_png,
    stamp_svg,
)
from milestones.export.stamp import MAX_STAMP_CHARS, STAMP_FIELD, Stamp
from milestones.figures.compute import compute_figure
from milestones.i18n.widths import text_width_em
from milestones.selection import Selection

COLOUR = re.compile(r"rgba?\((\d+), (\d+), (\d+)|#([0-9a-f]{6})\b")


@pytest.fixture(scope="module")
def edition(synthetic: Edition) -> Edition:
    """The synthetic register, so that figures hold what they hold in use."""
    return synthetic


def of(
    edition: Edition, figure: str = "milestone_path", lang="en", theme="light", **more
) -> FigureExport:
    return export_figure(compute_figure(figure, edition, Selection()), edition, lang, theme, **more)


def texts(svg: bytes) -> str:
    return unescape(" ".join(re.findall(r">([^<>]+)</t(?:ext|span)>", svg.decode())))


def dots_per_metre(png: bytes) -> int:
    return struct.unpack(">I", png[png.index(b"pHYs") + 4 :][:4])[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_says_where_it_comes_from(edition, engine, lang):
    told = of(edition, lang=lang)
    seen = texts(draw_picture(told, "svg", "slide", engine))
    for part in (told.title, told.subtitle, told.disclaimer, told.source, edition.id, *told.notes):
        assert part in seen, part
    assert told.as_of.lower() in seen.lower()


def test_the_mark_stands_below_the_chart_and_across_it_and_not_a_third_time(edition, engine):
    told = of(edition)
    assert texts(draw_picture(told, "svg", "slide", engine)).count(told.disclaimer) == 2
    assert told.disclaimer in texts(engine_svg(engine, told))


def engine_svg(engine, told: FigureExport) -> bytes:
    """The chart cropped to itself: the page without its head and foot."""
    page = compose_page(told, PRESETS["slide"])
    notes = [note for note in page.spec["layout"]["annotations"] if "opacity" in note]
    layout = {**page.spec["layout"], "annotations": notes}
    return engine.render({**page.spec, "layout": layout}, "svg", page.width, page.height)


def test_embargo_and_classification_lie_across_the_chart_too(edition, engine):
    told = of(edition, classification="Internal", status=EditionStatus(datetime(2026, 7, 5, 10)))
    assert (
        texts(draw_picture(told, "svg", "slide", engine)).count("Embargoed until 5 July 2026") == 2
    )
    assert texts(draw_picture(told, "svg", "slide", engine)).count("Internal") == 2


def test_published_figures_warn_of_nothing_unless_they_are_held_back(edition, engine):
    told = of(edition, "official_record")
    assert texts(draw_picture(told, "svg", "slide", engine)).count(told.disclaimer) == 1
    held = of(edition, "official_record", status=EditionStatus(datetime(2026, 7, 5, 10)))
    assert (
        texts(draw_picture(held, "svg", "slide", engine)).count("Embargoed until 5 July 2026") == 2
    )


def test_texts_from_filings_are_not_read_as_markup(edition, engine):
    told = replace(of(edition), subtitle='<a href="https://example.org">A & B</a> <b>bold</b>')
    svg = draw_picture(told, "svg", "slide", engine)
    assert b"<a " not in svg and b"example.org" in svg
    assert "A & B</a> <b>bold</b>" in texts(svg)


def test_the_wider_letters_of_a_pdf_fit_too(edition, engine, window):
    told = replace(
        of(edition), title="When did each province bring its high-value patents into production?"
    )
    for preset in PRESETS.values():
        page = compose_page(told, preset, is_pdf=True)
        svg = engine.render(page.spec, "svg", page.width, page.height, page.scale)
        seen = look(window, svg)
        assert (preset.id, seen.outside(), seen.overlapping()) == (preset.id, [], [])


def test_a_long_selection_and_title_are_wrapped(edition, engine, window):
    names = "、".join(["示范大学"] * 60)
    told = replace(of(edition, lang="zh"), subtitle=names, title="很长的标题" * 20)
    for preset in PRESETS:
        seen = look(window, draw_picture(told, "svg", preset, engine))
        assert (preset, seen.outside(), seen.overlapping()) == (preset, [], [])


def test_a_selection_without_end_leaves_room_for_the_chart_and_keeps_its_date(
    edition, engine, window
):
    told = replace(of(edition), subtitle="a college, " * 2_000, title="A title " * 500)
    seen = look(window, draw_picture(told, "svg", "slide", engine))
    assert (seen.outside(), seen.overlapping()) == ([], [])
    assert told.as_of in [each.text for each in seen.texts]
    assert any(each.text.endswith("…") for each in seen.texts)
    assert seen.smallest() > 6


def test_overlaps_and_cuts_are_found(engine, window):
    note = {"xref": "paper", "yref": "paper", "showarrow": False, "x": 0.5, "y": 0.5}
    notes = [{**note, "text": "one over"}, {**note, "text": "the other"}]
    notes.append({**note, "text": "a text over the edge", "x": 0, "xanchor": "right"})
    seen = look(window, engine.render(
        {"data": [], "layout": {"annotations": notes}}, "svg", 600, 400
    ))  # fmt: skip
    assert ("one over", "the other") in seen.overlapping()
    assert seen.outside() == ["a text over the edge"]


@pytest.mark.parametrize(
    ("preset", "size", "dpi"),
    [
        ("slide", (1600, 900), 120),
        ("half_page", (1270, 952), 192),
        ("square", (1080, 1080), 144),
        ("print", (2126, 1417), 300),
        ("one_colour", (2126, 1417), 300),
    ],
)
def test_presets_have_their_size_and_resolution(edition, engine, preset, size, dpi):
    png = draw_picture(of(edition), "png", preset, engine)
    image = Image.open(io.BytesIO(png))
    assert image.size == size
    assert image.info["dpi"] == pytest.approx((dpi, dpi), rel=0.001)


def test_a_figure_of_many_rows_gets_a_taller_page_on_paper_and_none_on_a_slide(edition, engine):
    told = of(edition, "stage_by_field")
    assert Image.open(io.BytesIO(draw_picture(told, "png", "half_page", engine))).size == (
        1270,
        1905,
    )
    assert Image.open(io.BytesIO(draw_picture(told, "png", "slide", engine))).size == (1600, 900)


def test_a_page_of_a_pdf_is_as_large_as_the_preset_says(edition, engine):
    box = PdfReader(io.BytesIO(draw_picture(of(edition), "pdf", "slide", engine))).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((960, 540), abs=1)
    box = (
        PdfReader(io.BytesIO(draw_picture(of(edition), "pdf", "half_page", engine)))
        .pages[0]
        .mediabox
    )
    assert float(box.width) == pytest.approx(168 / 25.4 * 72, abs=1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_copied_from_a_pdf_is_the_text_that_was_set(edition, engine, lang):
    told = of(edition, lang=lang)
    copied = (
        PdfReader(io.BytesIO(draw_picture(told, "pdf", "slide", engine))).pages[0].extract_text()
    )
    copied = re.sub(r"\s+", "", copied)
    for part in (told.title, told.subtitle, told.source, *told.notes):
        assert re.sub(r"\s+", "", part) in copied
    assert {"zh": "非官方工作目标", "en": "workingtarget,notofficial"}[lang] in copied


def test_the_dark_theme_is_dark_and_not_for_print_in_one_colour(edition, engine):
    told = of(edition, theme="dark")
    image = Image.open(io.BytesIO(draw_picture(told, "png", "slide", engine))).convert("L")
    assert image.getpixel((5, 5)) < 40
    with pytest.raises(ThemeNotPrintableError):
        draw_picture(told, "png", "one_colour", engine)


def test_one_colour_is_grey_throughout(edition, engine):
    for figure in ("transfer_modes", "province_months", "milestone_status"):
        svg = draw_picture(of(edition, figure), "svg", "one_colour", engine).decode()
        svg = re.sub(r'<rect class="scrollbar"[^>]*width="0"[^>]*>', "", svg)
        hues = {
            found.group(0)
            for found in COLOUR.finditer(svg)
            if len({*(found.groups()[:3])}) > 1
            or (found[4] and not found[4][:2] == found[4][2:4] == found[4][4:])
        }
        assert hues == set(), figure


def test_greys_are_as_light_as_the_colours_were():
    for colour in ("#1a5a8f", "#b3540a", "#e6eff7", "#000000", "#ffffff"):
        assert luminance(grey_of(colour)) == pytest.approx(luminance(colour), abs=0.005)
    assert grey_of("rgba(26, 90, 143, 0.18)").endswith(", 0.18)")
    assert grey_of("solid") == "solid"


def test_series_of_one_lightness_are_told_apart_without_colour():
    roles = ("main", "official", "muted")
    bars = tuple(Bars(role, (0,), (1,), role) for role in roles)
    lines = tuple(Line(role, (0, 1), (1, 2), role) for role in roles)
    chart = Chart((Panel(Axis(), Axis(), (*bars, *lines)),), 300)
    lights = sorted(luminance(grey) + 0.05 for grey in grey_fills(chart).values())
    assert lights[1] / lights[0] >= 1.5 and lights[2] / lights[1] >= 1.5
    (panel,) = dash_lines(chart).panels
    assert len({line.dash for line in panel.series[3:]}) == 3


def test_the_same_sheet_gives_the_same_bytes(edition, engine):
    for format in ("png", "svg", "pdf"):
        first = draw_picture(of(edition), format, "slide", engine)
        assert draw_picture(of(edition), format, "slide", engine) == first


def test_a_chart_for_a_slide_has_its_mark_and_stamp_but_not_the_page(edition, engine):
    told = of(edition)
    png = draw_chart_alone(told, 2, engine)
    image = Image.open(io.BytesIO(png))
    assert image.width / image.height == pytest.approx(2, rel=0.01)
    assert Stamp.from_json(read_png_stamp(png)) == told.stamp


def test_an_unknown_preset_names_those_that_there_are(edition, engine):
    with pytest.raises(PresetNotFoundError, match="slide"):
        draw_picture(of(edition), "png", "poster", engine)


def test_every_format_gives_its_stamp_back(edition, engine):
    told = of(edition, "province_map", "zh")
    read = {"png": read_png_stamp, "svg": read_svg_stamp, "pdf": read_pdf_stamp}
    for format, reader in read.items():
        assert Stamp.from_json(reader(draw_picture(told, format, "square", engine))) == told.stamp


def test_title_and_alternative_text_are_in_the_file(edition, engine):
    told = of(edition, lang="zh")
    assert (
        Image.open(io.BytesIO(draw_picture(told, "png", "slide", engine))).text["Title"]
        == told.title
    )
    svg = draw_picture(told, "svg", "slide", engine).decode()
    assert f"<title>{told.title}</title><desc>" in svg
    pdf = PdfReader(io.BytesIO(draw_picture(told, "pdf", "slide", engine)))
    assert (pdf.metadata.title, pdf.metadata.subject) == (told.title, told.alt)
    assert pdf.metadata.creation_date.date() == edition.received_on


PNG = io.BytesIO()
Image.new("RGB", (4, 4)).save(PNG, "PNG")
SVG = b'<svg class="main-svg" xmlns="http://www.w3.org/2000/svg"><text>1</text></svg>'


def test_a_stamped_png_keeps_its_pixels():
    stamped = stamp_png(PNG.getvalue(), STAMP, dpi=300, title="标题", alt="替代文字")
    image = Image.open(io.BytesIO(stamped))
    assert list(image.get_flattened_data()) == [(0, 0, 0)] * 16
    assert image.text[STAMP_FIELD] == read_png_stamp(stamped) == STAMP.to_json()
    assert dots_per_metre(stamped) == 11811


def test_a_png_saved_again_with_a_packed_text_is_read():
    packed = zlib.compress(STAMP.to_json().encode())
    for kind, body in (
        (b"iTXt", STAMP_FIELD.encode() + b"\0\1\0\0\0" + packed),
        (b"zTXt", STAMP_FIELD.encode() + b"\0\0" + packed),
        (b"tEXt", STAMP_FIELD.encode() + b"\0" + STAMP.to_json().encode()),
    ):
        assert read_png_stamp(with_chunk(kind, body)) == STAMP.to_json()


def with_chunk(kind: bytes, body: bytes) -> bytes:
    data = PNG.getvalue()
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return data[:33] + chunk + data[33:]


def test_a_text_that_unpacks_without_end_is_cut():
    bomb = STAMP_FIELD.encode() + b"\0\1\0\0\0" + zlib.compress(b"a" * 50_000_000)
    assert len(read_png_stamp(with_chunk(b"iTXt", bomb)) or "") <= MAX_STAMP_CHARS + 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXt",
        PNG.getvalue(),
        PNG.getvalue()[:40],
        with_chunk(b"iTXt", STAMP_FIELD.encode() + b"\0\1\0\0\0no zlib"),
    ],
)
def test_a_png_without_a_stamp_has_none(data):
    assert not read_png_stamp(data)


def test_an_svg_with_entities_or_without_a_stamp_has_none():
    entity = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    metadata = f'<svg><metadata id="{STAMP_FIELD}">&b;</metadata></svg>'.encode()
    assert read_svg_stamp(entity + metadata) is None
    assert read_svg_stamp(SVG) is None
    assert read_svg_stamp(b"<svg>") is None
    assert read_svg_stamp(b"\xff\xfe<") is None
    assert read_svg_stamp(stamp_svg(SVG, STAMP, title="A & <B>")) == STAMP.to_json()


def test_a_pdf_without_a_stamp_has_none():
    assert read_pdf_stamp(b"%PDF-1.7 nothing") is None
    assert read_pdf_stamp(b"no pdf") is None
    assert read_pdf_stamp(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R/Prev 0>>") is None


def test_a_stamped_pdf_holds_no_clock(engine):
    page = engine.render({"data": [], "layout": {}}, "pdf", 200, 100)
    stamped = stamp_pdf(page, STAMP, day=date(2025, 7, 1), lang="zh-CN", title="标题")
    told = PdfReader(io.BytesIO(stamped)).metadata
    assert told["/CreationDate"] == told["/ModDate"] == "D:20250701000000Z"
    assert stamp_pdf(page, STAMP, day=date(2025, 7, 1), lang="zh-CN", title="标题") == stamped
    assert read_pdf_stamp(stamped) == STAMP.to_json()


def test_lines_are_broken_where_language_allows():
    assert wrap_lines("one two three", 4.5) == ["one two", "three"]
    assert (
        wrap_lines("数据截至，今天", 5) == ["数据截", "至，今天"]
        or wrap_lines("数据截至，今天", 5)[0] == "数据截至，"
    )
    assert wrap_lines("（括号）里的字", 4.2)[0] == "（括号）"
    assert wrap_lines("", 10) == []
    assert wrap_lines("abcdefghij" * 3, 6) and all(
        text_width_em(w) <= 6 for w in wrap_lines("abcdefghij" * 3, 6)
    )
    for line in wrap_lines("盘点覆盖率：占应盘点专利的比例；高价值专利产业化率。" * 5, 9):
        assert text_width_em(line) <= 9.5 and line[0] not in "，。；：、"
