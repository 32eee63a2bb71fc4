"""What python-pptx cannot say of fonts and charts, written into the XML where the schema has it.

This is the one module that leans on python-pptx's private parts.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any, NamedTuple

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from milestones.charts.office import NativeChart, NativeSeries
from milestones.charts.palette import Palette
from milestones.i18n import Lang

_RGB: Any = RGBColor

MAX_SPACED_BARS = 12
"""Up to so many places have room for bars side by side, and for a number at each."""

EMU_PER_INCH = 914_400
"""Units of a slide in an inch."""


class Frame(NamedTuple):
    """Where a shape stands on its slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


class ChartStyle(NamedTuple):
    """What a chart takes from its slide.

    `made_on` dates its workbook; `span` is the first and the last day of charts that stand
    one above the other, so that their days do too; `mark` goes along with a chart that is
    copied out of its slide.
    """

    colours: Palette
    lang: Lang
    made_on: date
    span: tuple[date, date] | None = None
    mark: str = ""


def rgb(text: str) -> Any:
    """Read `#rrggbb`."""
    digits = text.lstrip("#")
    return _RGB(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))


def is_overlaid(chart: NativeChart) -> bool:
    """Tell whether bars lie over one another: where there is no room for them side by side."""
    return chart.grouping == "overlaid" and len(chart.categories) > MAX_SPACED_BARS


LATIN_FONT, EAST_ASIAN_FONT = "Arial", "Microsoft YaHei"
SLIDE_LANGUAGE_TAGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
_RUNS = tuple(qn(tag) for tag in ("a:rPr", "a:defRPr", "a:endParaRPr"))
_AFTER = tuple(qn(f"a:{tag}") for tag in ("sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst"))
"""What the schema puts behind the fonts of a run."""

_ACCENTS = ("main", "official", "soft", "late", "plan", "unknown")


def set_fonts(root: Any, lang: Lang) -> None:
    """Name both fonts and the language in all runs of a part, and in the defaults of charts."""
    for run in list(root.iter(qn("a:r"))):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, run.makeelement(qn("a:rPr"), {}, None))
    for properties in root.iter(*_RUNS):
        properties.set("lang", SLIDE_LANGUAGE_TAGS[lang])
        for tag in ("a:latin", "a:ea", "a:cs"):
            for font in properties.findall(qn(tag)):
                properties.remove(font)
        at = next((n for n, child in enumerate(properties) if child.tag in _AFTER), None)
        fonts = [
            _font(properties, "a:latin", LATIN_FONT),
            _font(properties, "a:ea", EAST_ASIAN_FONT),
        ]
        place = len(properties) if at is None else at
        properties[place:place] = fonts


def _font(parent: Any, tag: str, name: str) -> Any:
    return parent.makeelement(qn(tag), {"typeface": name}, None)


def set_theme(root: Any, colours: Palette) -> None:
    """Give a theme the fonts and the colours of the figures."""
    for tag in ("a:majorFont", "a:minorFont"):
        for scheme in root.iter(qn(tag)):
            scheme.find(qn("a:latin")).set("typeface", LATIN_FONT)
            scheme.find(qn("a:ea")).set("typeface", EAST_ASIAN_FONT)
            for font in scheme.findall(qn("a:font")):
                if font.get("script") == "Hans":
                    font.set("typeface", EAST_ASIAN_FONT)
    for scheme in root.iter(qn("a:clrScheme")):
        for name, colour in _colour_scheme(colours).items():
            slot = scheme.find(qn(f"a:{name}"))
            slot[:] = [slot.makeelement(qn("a:srgbClr"), {"val": colour.lstrip("#")}, None)]


def _colour_scheme(colours: Palette) -> dict[str, str]:
    accents = {f"accent{n}": getattr(colours, name) for n, name in enumerate(_ACCENTS, start=1)}
    ground = {"dk1": colours.ink, "lt1": colours.surface, "dk2": colours.muted}
    links = {"hlink": colours.main, "folHlink": colours.muted}
    return {**ground, "lt2": colours.grid, **accents, **links}


MARKER_POINTS = 9
AXIS_IDS = {"category": "111111111", "value": "222222222"}
"""Positive ids of the two axes: the library's negative ones break the schema."""

_BEFORE_ERROR_BARS = ("idx", "order", "tx", "spPr", "marker", "dPt", "dLbls", "trendline")


def bridge_gaps(drawn: Any) -> None:
    """Let lines pass over days without a value of their own."""
    drawn._chartSpace.find(f".//{qn('c:dispBlanksAs')}").set("val", "span")


PLOT_TOP_INCHES, PLOT_BOTTOM_INCHES, PLOT_LEFT_SHARE = 0.42, 0.36, 0.085
"""Inches over and under an aligned plot, and the part of the width at its left."""


def align_plot(drawn: Any, right: float, height: float) -> None:
    """Fix the sides of a plot, so that the days of charts stand above one another.

    `right` is the part of the width where it ends, `height` the chart's in inches.
    """
    area = drawn._chartSpace.find(f".//{qn('c:plotArea')}")
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = _new_child(area, "c:layout")
        area.insert(0, layout)
    top, under = PLOT_TOP_INCHES / height, PLOT_BOTTOM_INCHES / height
    size = {"w": right - PLOT_LEFT_SHARE, "h": 1 - top - under}
    layout[:] = [
        _manual_layout(layout, {"x": PLOT_LEFT_SHARE, "y": top, **size}, layoutTarget="inner")
    ]
    title = drawn._chartSpace.find(f".//{qn('c:chart')}/{qn('c:title')}")
    if title is not None:
        at = title.find(qn("c:layout"))
        at[:] = [_manual_layout(at, {"x": 0.0, "y": 0.02})]


def _manual_layout(parent: Any, places: dict[str, float], **target: str) -> Any:
    """Write a place in parts of the chart's width and height, in the schema's order."""
    manual = _new_child(parent, "c:manualLayout")
    written = {tag: f"{value:.4f}" for tag, value in places.items()}
    for tag, value in {**target, "xMode": "edge", "yMode": "edge", **written}.items():
        manual.append(_new_child(manual, f"c:{tag}", value))
    return manual


def draw_points(series: Any, given: NativeSeries) -> None:
    """Draw a series as diamonds that nothing joins."""
    marker, shade = series.marker, rgb(given.colour)
    marker.style, marker.size = XL_MARKER_STYLE.DIAMOND, MARKER_POINTS
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = shade
    marker.format.line.fill.background()


def hatch_bar(series: Any, place: int, shade: str, ground: str) -> None:
    """Hatch the bar of a value that is not yet whole."""
    fill = series.points[place].format.fill
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb = rgb(shade)
    fill.back_color.rgb = rgb(ground)


def draw_stem(series: Any) -> None:
    """Draw a series' only value as a line down to the axis: an error bar of all of it."""
    element = series._element
    bars = _new_child(element, "c:errBars")
    for tag, value in (
        ("errDir", "y"),
        ("errBarType", "minus"),
        ("errValType", "percentage"),
        ("noEndCap", "1"),
        ("val", "100"),
    ):
        bars.append(_new_child(bars, f"c:{tag}", value))
    shape = element.find(qn("c:spPr"))
    bars.append(deepcopy(shape))
    before = [qn(f"c:{tag}") for tag in _BEFORE_ERROR_BARS]
    place = max(n for n, child in enumerate(element) if child.tag in before)
    element.insert(place + 1, bars)


def keep_level(labels: Any) -> None:
    """Keep the words of an axis level, however narrow it is."""
    body = labels.font._element.getparent().getparent().getparent().find(qn("a:bodyPr"))
    body.set("rot", "0")
    body.set("vert", "horz")


def label_with_name(drawn: Any, series: Any, place: int, is_late: bool) -> None:
    """Write a series' name at its only value instead of in the legend."""
    label = series.points[place].data_label
    label.position = XL_LABEL_POSITION.LEFT if is_late else XL_LABEL_POSITION.RIGHT
    label.font.size = Pt(9)
    shown = label._dLbl
    shown.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}").set("wrap", "none")
    shown.find(qn("c:showVal")).set("val", "0")
    shown.find(qn("c:showSerName")).set("val", "1")
    legend = drawn._chartSpace.find(f".//{qn('c:legend')}")
    if legend is None:
        return
    entry = _new_child(legend, "c:legendEntry")
    entry.append(_new_child(entry, "c:idx", series._element.find(qn("c:idx")).get("val")))
    entry.append(_new_child(entry, "c:delete", "1"))
    legend.insert(1, entry)


def tidy_chart(drawn: Any) -> None:
    """Square corners, and ids that the schema allows."""
    space = drawn._chartSpace
    if space.find(qn("c:roundedCorners")) is None:
        at = [n for n, child in enumerate(space) if child.tag in (qn("c:date1904"), qn("c:lang"))]
        space.insert(max(at, default=-1) + 1, _new_child(space, "c:roundedCorners", "0"))
    axes = [axis for axis in space.iter(qn("c:catAx"), qn("c:dateAx"), qn("c:valAx"))]
    named = {}
    for axis in axes:
        kind = "value" if axis.tag == qn("c:valAx") else "category"
        named[axis.find(qn("c:axId")).get("val")] = AXIS_IDS[kind]
    for reference in space.iter(qn("c:axId"), qn("c:crossAx")):
        reference.set("val", named[reference.get("val")])


def set_child(parent: Any, tag: str, value: str, before: tuple[str, ...]) -> None:
    """Set a child's value; a new child stands before the first of those named."""
    found = parent.find(qn(f"c:{tag}"))
    if found is None:
        found = _new_child(parent, f"c:{tag}")
        after = [n for n, child in enumerate(parent) if child.tag in {qn(f"c:{t}") for t in before}]
        parent.insert(min(after, default=len(parent)), found)
    found.set("val", value)


def _new_child(parent: Any, tag: str, value: str | None = None) -> Any:
    return parent.makeelement(qn(tag), {} if value is None else {"val": value}, None)
