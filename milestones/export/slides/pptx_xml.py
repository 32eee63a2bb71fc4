"""What python-pptx cannot say of fonts and charts, written into the XML where the schema has it.

This is the one module that leans on python-pptx's private parts; where a version has none of
them, slides are refused by a sentence that says so.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from importlib.metadata import version
from typing import Any, NamedTuple

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.opc.package import XmlPart
from pptx.oxml.ns import qn
from pptx.util import Pt

from milestones.charts.palette import Palette
from milestones.export.figure_export import LANGUAGE_TAGS
from milestones.i18n import Lang

EMU_PER_INCH = 914_400
"""Units of a slide in an inch."""

LATIN_FONT, EAST_ASIAN_FONT = "Arial", "Microsoft YaHei"
_RUNS = tuple(qn(tag) for tag in ("a:rPr", "a:defRPr", "a:endParaRPr"))
_BEHIND_FONTS = ("a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")
"""What the schema puts behind the fonts of a run."""

_ACCENTS = ("main", "official", "soft", "late", "plan", "unknown")

AXIS_IDS = {"category": "111111111", "value": "222222222"}
"""Positive ids of the two axes: the library's negative ones break the schema."""

_AXIS_TAGS = (
    *("crosses", "crossBetween", "auto", "lblAlgn", "lblOffset", "tickLblSkip", "tickMarkSkip"),
    *("noMultiLvlLbl", "baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit"),
    *("minorTimeUnit", "dispUnits", "extLst"),
)
"""What the schema has in an axis, in this order, behind the axis that it crosses."""

PLOT_TOP_INCHES, PLOT_BOTTOM_INCHES, PLOT_LEFT_SHARE = 0.42, 0.36, 0.085
"""Inches over and under an aligned plot, and the part of the width at its left."""


class PptxVersionError(RuntimeError):
    """This version of python-pptx lacks a private part that slides are written with."""


class Frame(NamedTuple):
    """Where a shape stands on its slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


class ChartStyle(NamedTuple):
    """What a chart takes from its slide.

    `made_on` dates its workbook; `span` is the first and the last day of charts that stand
    one above the other, so that their days do too; `disclaimer` goes along with a chart that is
    copied out of its slide.
    """

    colours: Palette
    lang: Lang
    made_on: date
    span: tuple[date, date] | None = None
    disclaimer: str = ""


def rgb(text: str) -> Any:
    """Read `#rrggbb`."""
    return RGBColor.from_string(text.lstrip("#"))  # type: ignore[no-untyped-call]


def _private(owner: Any, name: str) -> Any:
    try:
        return getattr(owner, name)
    except AttributeError as error:
        known = f"python-pptx {version('python-pptx')}"
        raise PptxVersionError(f"{known} has no {type(owner).__name__}.{name}") from error


def set_fonts(root: Any, lang: Lang) -> None:
    """Name both fonts and the language in all runs of a part, and in the defaults of charts.

    One font is for Latin letters; python-pptx does not set the one for Chinese.
    """
    for run in list(root.iter(qn("a:r"))):
        run.get_or_add_rPr()
    for properties in root.iter(*_RUNS):
        properties.set("lang", LANGUAGE_TAGS[lang])
        properties.remove_all("a:latin", "a:ea", "a:cs")
        for tag, name in (("a:latin", LATIN_FONT), ("a:ea", EAST_ASIAN_FONT)):
            font = _new_child(properties, tag, typeface=name)
            properties.insert_element_before(font, *_BEHIND_FONTS)


def set_theme(theme: Any, colours: Palette) -> None:
    """Give a theme the fonts and the colours of the figures.

    A theme that was read is a part of bytes, one that python-pptx has made is a tree.
    """
    is_tree = isinstance(theme, XmlPart)
    root: Any = _private(theme, "_element") if is_tree else etree.fromstring(theme.blob)
    for scheme in root.iter(qn("a:majorFont"), qn("a:minorFont")):
        scheme.find(qn("a:latin")).set("typeface", LATIN_FONT)
        scheme.find(qn("a:ea")).set("typeface", EAST_ASIAN_FONT)
        for font in scheme.findall(qn("a:font")):
            if font.get("script") == "Hans":
                font.set("typeface", EAST_ASIAN_FONT)
    named = {
        **{"dk1": colours.ink, "lt1": colours.surface, "dk2": colours.muted, "lt2": colours.grid},
        **{f"accent{n}": getattr(colours, name) for n, name in enumerate(_ACCENTS, start=1)},
        **{"hlink": colours.main, "folHlink": colours.muted},
    }
    for scheme in root.iter(qn("a:clrScheme")):
        for name, colour in named.items():
            slot = scheme.find(qn(f"a:{name}"))
            slot[:] = [_new_child(slot, "a:srgbClr", val=colour.lstrip("#"))]
    if not is_tree:
        theme.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def drop_relations(owner: Any, types: tuple[str, ...]) -> None:
    """Leave out what a part or package is related to in one of these ways."""
    relations = _private(owner, "_rels")
    for rel_id, relation in list(relations.items()):
        if relation.reltype in types:
            relations.pop(rel_id)


def set_comments(properties: Any, text: str) -> None:
    """Write the comments of a document: the setter stops at 255 letters, the format does not."""
    _private(_private(properties, "_element"), "_get_or_add")("description").text = text


def align_plot(drawn: Any, right: float, height: float) -> None:
    """Fix the sides of a plot, so that the days of charts stand above one another.

    `right` is the part of the width where it ends, `height` the chart's in inches.
    """
    area = drawn.element.find(f".//{qn('c:plotArea')}")
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = _new_child(area, "c:layout")
        area.insert(0, layout)
    top, under = PLOT_TOP_INCHES / height, PLOT_BOTTOM_INCHES / height
    size = {"w": right - PLOT_LEFT_SHARE, "h": 1 - top - under}
    _set_layout(layout, {"x": PLOT_LEFT_SHARE, "y": top, **size}, layoutTarget="inner")
    title = drawn.element.find(f".//{qn('c:chart')}/{qn('c:title')}/{qn('c:layout')}")
    if title is not None:
        _set_layout(title, {"x": 0.0, "y": 0.02})


def _set_layout(layout: Any, places: dict[str, float], **target: str) -> None:
    """Write a place in parts of the chart's width and height, in the schema's order."""
    manual = _new_child(layout, "c:manualLayout")
    written = {tag: f"{value:.4f}" for tag, value in places.items()}
    _append_values(manual, {**target, "xMode": "edge", "yMode": "edge", **written})
    layout[:] = [manual]


def draw_stem(series: Any) -> None:
    """Draw a series' only value as a line down to the axis: an error bar of all of it."""
    element = _private(series, "_element")
    bars = _new_child(element, "c:errBars")
    bar = {"errDir": "y", "errBarType": "minus", "errValType": "percentage", "noEndCap": "1"}
    _append_values(bars, {**bar, "val": "100"})
    bars.append(deepcopy(element.find(qn("c:spPr"))))
    element.insert_element_before(bars, "c:cat", "c:val", "c:smooth", "c:extLst")


def keep_level(labels: Any) -> None:
    """Keep the words of an axis level, however narrow it is."""
    properties = _private(labels.font, "_element")
    body = properties.getparent().getparent().getparent().find(qn("a:bodyPr"))
    body.set("rot", "0")
    body.set("vert", "horz")


def label_with_name(drawn: Any, series: Any, place: int, is_late: bool) -> None:
    """Write a series' name at its only value instead of in the legend."""
    label = series.points[place].data_label
    label.position = XL_LABEL_POSITION.LEFT if is_late else XL_LABEL_POSITION.RIGHT
    label.font.size = Pt(9)
    shown = _private(label, "_dLbl")
    shown.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}").set("wrap", "none")
    shown.find(qn("c:showVal")).set("val", "0")
    shown.find(qn("c:showSerName")).set("val", "1")
    legend = drawn.element.find(f".//{qn('c:legend')}")
    if legend is not None:
        entry = _new_child(legend, "c:legendEntry")
        number = _private(series, "_element").find(qn("c:idx")).get("val")
        _append_values(entry, {"idx": number, "delete": "1"})
        legend.insert(1, entry)


def tidy_chart(drawn: Any, is_bridged: bool) -> None:
    """Square corners, ids that the schema allows, lines that pass over days without a value."""
    space = drawn.element
    if is_bridged:
        space.find(f".//{qn('c:dispBlanksAs')}").set("val", "span")
    _set_value(space, "roundedCorners", "0", ("style", "clrMapOvr", "chart"))
    named = {}
    for axis in space.iter(qn("c:catAx"), qn("c:dateAx"), qn("c:valAx")):
        kind = "value" if axis.tag == qn("c:valAx") else "category"
        named[axis.find(qn("c:axId")).get("val")] = AXIS_IDS[kind]
    for reference in space.iter(qn("c:axId"), qn("c:crossAx")):
        reference.set("val", named[reference.get("val")])


def set_axis_value(axis: Any, tag: str, value: str) -> None:
    """Set what python-pptx does not know of an axis, where the schema has it."""
    behind = _AXIS_TAGS[_AXIS_TAGS.index(tag) + 1 :]
    _set_value(_private(axis, "_element"), tag, value, behind)


def _set_value(parent: Any, tag: str, value: str, before: tuple[str, ...]) -> None:
    found = parent.find(qn(f"c:{tag}"))
    if found is None:
        found = _new_child(parent, f"c:{tag}")
        parent.insert_element_before(found, *(f"c:{name}" for name in before))
    found.set("val", value)


def _append_values(parent: Any, values: dict[str, str]) -> None:
    for tag, value in values.items():
        parent.append(_new_child(parent, f"c:{tag}", val=value))


def _new_child(parent: Any, tag: str, **attributes: str) -> Any:
    return parent.makeelement(qn(tag), attributes, None)
