"""What a chart says beside its numbers: its title, labels typed over, axis and number formats."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from milestones.export.verify.formatting import plain_format

SAYS = " · "
"""What parts a chart's place from what is told of it."""


def chart_looks(place: str, chart: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what a chart's XML says that could make its numbers read otherwise."""
    told = {
        "title": _texts(chart.iterfind("{*}chart/{*}title")),
        "axis titles": _texts(_axes(chart, "title")),
        "labels": _texts(chart.iterfind(".//{*}dLbl")),
        "text": _texts(chart.iterfind("{*}userShapes")),
        "axis": _ends(chart),
        "number formats": _formats(chart),
    }
    yield from ((f"{place}{SAYS}{name}", text) for name, text in told.items() if text)


def _axes(chart: etree._Element, part: str) -> Iterator[etree._Element]:
    for kind in ("catAx", "dateAx", "valAx"):
        yield from chart.iterfind(f".//{{*}}{kind}/{{*}}{part}")


def _texts(elements: Iterator[etree._Element]) -> str:
    runs = (run.text or "" for each in elements for run in each.iterfind(".//{*}r/{*}t"))
    return " ".join(" ".join(runs).split())


def _ends(chart: etree._Element) -> str:
    """Give the ends of the axis of values."""
    found = []
    for scaling in chart.iterfind(".//{*}valAx/{*}scaling"):
        ends = {name: scaling.find(f"{{*}}{name}") for name in ("min", "max")}
        there = {name: end.get("val", "0") for name, end in ends.items() if end is not None}
        found += [f"{name} {float(value):g}" for name, value in there.items()]
        if scaling.find("{*}logBase") is not None:
            found.append("log")
    return ", ".join(found)


def _formats(chart: etree._Element) -> str:
    """Give the formats of the numbers at the axis, at the bars and behind them."""
    codes = {each.get("formatCode", "") for each in chart.iterfind(".//{*}valAx/{*}numFmt")}
    codes |= {each.get("formatCode", "") for each in chart.iterfind(".//{*}dLbls/{*}numFmt")}
    codes |= {each.get("formatCode", "") for each in chart.iterfind(".//{*}dLbl/{*}numFmt")}
    codes |= {each.text or "" for each in chart.iterfind(".//{*}val//{*}formatCode")}
    return " | ".join(sorted({plain_format(code) for code in codes} - {"general", ""}))
