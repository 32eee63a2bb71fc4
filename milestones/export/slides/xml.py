"""What python-pptx cannot say about charts, written into the XML where the schema has it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from milestones.charts.office_model import NativeSeries
from milestones.export.slides.style import colour

MARK_SIZE = 9
AXES = {"category": "111111111", "value": "222222222"}
"""Positive ids of the two axes: the library's negative ones break the schema."""

_BEFORE_ERROR_BARS = ("idx", "order", "tx", "spPr", "marker", "dPt", "dLbls", "trendline")


def bridge(drawn: Any) -> None:
    """Let lines pass over days without a value of their own."""
    drawn._chartSpace.find(f".//{qn('c:dispBlanksAs')}").set("val", "span")


ABOVE, BELOW, BESIDE = 0.42, 0.36, 0.085
"""Inches over and under an aligned plot, and the part of the width at its left."""


def align(drawn: Any, right: float, height: float) -> None:
    """Fix the sides of a plot, so that the days of charts stand above one another.

    `right` is the part of the width where it ends, `height` the chart's in inches.
    """
    area = drawn._chartSpace.find(f".//{qn('c:plotArea')}")
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = _child(area, "c:layout")
        area.insert(0, layout)
    top, under = ABOVE / height, BELOW / height
    size = {"w": right - BESIDE, "h": 1 - top - under}
    layout[:] = [_manual(layout, {"x": BESIDE, "y": top, **size}, layoutTarget="inner")]
    title = drawn._chartSpace.find(f".//{qn('c:chart')}/{qn('c:title')}")
    if title is not None:
        at = title.find(qn("c:layout"))
        at[:] = [_manual(at, {"x": 0.0, "y": 0.02})]


def _manual(parent: Any, places: dict[str, float], **target: str) -> Any:
    """Write a place in parts of the chart's width and height, in the schema's order."""
    manual = _child(parent, "c:manualLayout")
    written = {tag: f"{value:.4f}" for tag, value in places.items()}
    for tag, value in {**target, "xMode": "edge", "yMode": "edge", **written}.items():
        manual.append(_child(manual, f"c:{tag}", value))
    return manual


def label_points(series: Any, given: NativeSeries) -> None:
    """Draw a series as diamonds that nothing joins."""
    marker, shade = series.marker, colour(given.colour)
    marker.style, marker.size = XL_MARKER_STYLE.DIAMOND, MARK_SIZE
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = shade
    marker.format.line.fill.background()


def hatch(series: Any, place: int, shade: str, ground: str) -> None:
    """Hatch the bar of a value that is not yet whole."""
    fill = series.points[place].format.fill
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb = colour(shade)
    fill.back_color.rgb = colour(ground)


def stand(series: Any) -> None:
    """Draw a series' only value as a line down to the axis: an error bar of all of it."""
    element = series._element
    bars = _child(element, "c:errBars")
    for tag, value in (
        ("errDir", "y"),
        ("errBarType", "minus"),
        ("errValType", "percentage"),
        ("noEndCap", "1"),
        ("val", "100"),
    ):
        bars.append(_child(bars, f"c:{tag}", value))
    shape = element.find(qn("c:spPr"))
    bars.append(deepcopy(shape))
    before = [qn(f"c:{tag}") for tag in _BEFORE_ERROR_BARS]
    place = max(n for n, child in enumerate(element) if child.tag in before)
    element.insert(place + 1, bars)


def level(labels: Any) -> None:
    """Keep the words of an axis level, however narrow it is."""
    body = labels.font._element.getparent().getparent().getparent().find(qn("a:bodyPr"))
    body.set("rot", "0")
    body.set("vert", "horz")


def call_by_name(drawn: Any, series: Any, place: int, is_late: bool) -> None:
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
    entry = _child(legend, "c:legendEntry")
    entry.append(_child(entry, "c:idx", series._element.find(qn("c:idx")).get("val")))
    entry.append(_child(entry, "c:delete", "1"))
    legend.insert(1, entry)


def tidy(drawn: Any) -> None:
    """Square corners, and ids that the schema allows."""
    space = drawn._chartSpace
    if space.find(qn("c:roundedCorners")) is None:
        at = [n for n, child in enumerate(space) if child.tag in (qn("c:date1904"), qn("c:lang"))]
        space.insert(max(at, default=-1) + 1, _child(space, "c:roundedCorners", "0"))
    axes = [axis for axis in space.iter(qn("c:catAx"), qn("c:dateAx"), qn("c:valAx"))]
    named = {}
    for axis in axes:
        kind = "value" if axis.tag == qn("c:valAx") else "category"
        named[axis.find(qn("c:axId")).get("val")] = AXES[kind]
    for reference in space.iter(qn("c:axId"), qn("c:crossAx")):
        reference.set("val", named[reference.get("val")])


def put(parent: Any, tag: str, value: str, before: tuple[str, ...]) -> None:
    """Set a child's value; a new child stands before the first of those named."""
    found = parent.find(qn(f"c:{tag}"))
    if found is None:
        found = _child(parent, f"c:{tag}")
        after = [n for n, child in enumerate(parent) if child.tag in {qn(f"c:{t}") for t in before}]
        parent.insert(min(after, default=len(parent)), found)
    found.set("val", value)


def _child(parent: Any, tag: str, value: str | None = None) -> Any:
    return parent.makeelement(qn(tag), {} if value is None else {"val": value}, None)
